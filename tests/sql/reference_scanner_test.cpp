#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "agreement.hpp"
#include "samples.hpp"

using namespace rlslint;

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return decode(std::string(std::istreambuf_iterator<char>(file), {})).text;
}

struct Tally {
    std::size_t files = 0;
    std::size_t statements = 0;
    std::size_t rejected = 0; ///< by the server's scanner
};

void compare_file(const std::filesystem::path& path, Tally& tally) {
    Sources sources;
    const SourceId id = sources.add({.path = path.string(), .text = read(path)});
    const Section section{{id, 0, static_cast<std::uint32_t>(sources[id].text.size())}};
    ++tally.files;
    for (const Piece& piece : split(sources, section).pieces) {
        if (piece.kind != PieceKind::statement) continue;
        const std::string_view text = sources.text(piece.span);
        ++tally.statements;
        if (reference_scan(blank_comments(text)).error) ++tally.rejected;
        INFO(path.string(), " at byte ", piece.span.begin);
        CHECK(test::scan_differences(text) == "");
    }
}

Tally compare_folder(const std::filesystem::path& folder) {
    Tally tally;
    if (!std::filesystem::exists(folder)) return tally;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".sql") compare_file(entry.path(), tally);
    }
    return tally;
}

} // namespace

TEST_CASE("the server's scanner gives tokens, names and its message") {
    const ReferenceScan scan = reference_scan("Select Foo -- c");
    REQUIRE(scan.tokens.size() == 3);
    CHECK(scan.tokens[1].begin == 7);
    CHECK(scan.tokens[1].end == 10);
    CHECK(scan.names == std::vector<std::string>{"", "foo", ""});
    CHECK_FALSE(scan.error.has_value());

    const ReferenceScan bad = reference_scan("select 12 + 123abc");
    CHECK(bad.error.value_or("") == "trailing junk after numeric literal at or near \"123abc\"");
    CHECK(bad.tokens.size() == 2);
}

TEST_CASE("tokens begin and end where the server's do: by hand") {
    for (const char* const text : {
             "select 'it''s' , E'it\\'s\\\\' , U&'\\0061' uescape '!', B'01', x'1f', N'n', n 'n'",
             "'a'\n'b' 'c'\r\n'd' -- x\n'e' /* y */\n'f'",
             "'a' -- b\n -- c\n\n 'd'\n -- e\n",
             "E'a'\n'\\'' B'0'\n'1' U&'a'\n'b' U&\"a\"\n\"b\" N'a'\n'b'",
             "$$ ' $$ $x$ $y$ $$ $x$ $1$x$ $x$ a$x$ $x $é$ $é$",
             "1 1. .1 1.1 1..2 1...2 1e1 1e+1 1.e-1 .1e1 0xAf 0O7 0b1 1_0 1_0.0_1e1_0 0x_f t.1 1.1.1 0x1.5",
             "a+-b a@-b a=-b a<-b a->b a->>b a||-b a|/b a*-1 a<>-1 a!=-1 a@>b a?|b a%-b a^-b "
             "a+--c\n*/**/-/*/**/*/",
             "a::b:=c=>d..e<=f>=g<>h!=i:j.k[1:2];{}\\`a`~!@#^&|`?+-*/%<>=",
             "\"a\"\"b\" U&\"a\" uescape '!' u& u&1 U & 'x' é ÀÉ \xFF",
             "/* a /* b */ c */ /*/*/*/*/ */*/*/*/ /**/ /***/ -- x\r-- y\n--",
             "a\vb\fc\td\re",
             "A$B _a Aé",
         }) {
        CAPTURE(text);
        CHECK(test::scan_differences(text) == "");
    }
}

TEST_CASE("tokens begin and end where the server's do: soups") {
    test::Random random(17);
    for (int i = 0; i < 20000; ++i) {
        const std::string text = test::soup(random, 16);
        CAPTURE(text);
        REQUIRE(test::scan_differences(text) == "");
    }
}

TEST_CASE("tokens begin and end where the server's do: random bytes") {
    test::Random random(18);
    for (int i = 0; i < 5000; ++i) {
        std::string text(test::below(random, 24) + 1, ' ');
        for (char& c : text)
            c = static_cast<char>(test::below(random, 255) + 1);
        CAPTURE(text);
        REQUIRE(test::scan_differences(text) == "");
    }
}

TEST_CASE("tokens begin and end where the server's do: the repository's SQL") {
    const std::filesystem::path root = RLSLINT_SOURCE_DIR;
    for (const char* const folder : {"fixtures", "rules", "tests", "fuzz/seeds"})
        compare_folder(root / folder);
}

TEST_CASE("tokens begin and end where the server's do: SQL from elsewhere") {
    const char* const folder = std::getenv("RLSLINT_EXTRA_SQL");
    if (folder == nullptr) return;
    const Tally tally = compare_folder(folder);
    MESSAGE(tally.files, " files, ", tally.statements, " statements, ", tally.rejected,
            " of them rejected by the server's scanner");
    CHECK(tally.files > 0);
}
