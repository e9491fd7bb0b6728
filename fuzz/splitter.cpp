// Any bytes, as a section that psql reads and as one that the server gets: every byte must belong to
// one piece, and tokens must begin and end where those of PostgreSQL's own scanner do.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../tests/sql/agreement.hpp"
#include "../tests/sql/division.hpp"

using namespace rlslint;

namespace {

void expect_none(const std::string& flaw) {
    if (flaw.empty()) return;
    std::fprintf(stderr, "%s\n", flaw.c_str());
    std::abort();
}

void check(const Sources& sources, const Section& section) {
    const Script script = split(sources, section);
    const std::string& text = sources[section.span.source].text;
    expect_none(test::division_flaw(script, section, text));
    for (const Piece& piece : script.pieces) {
        if (piece.kind != PieceKind::statement || piece.token_count == 0) continue;
        expect_none(test::scan_differences(sources.text(piece.span)));
        for (const Token& token : script.tokens_of(piece)) {
            (void)identifier(token, text);
            (void)split_before(sources, script, piece, token.begin);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Sources sources;
    Decoded decoded = decode(std::string(reinterpret_cast<const char*>(data), size));
    const SourceId id = sources.add({.path = "fuzz.sql", .text = std::move(decoded.text)});
    const auto end = static_cast<std::uint32_t>(sources[id].text.size());
    check(sources, {{id, 0, end}, Terminator::semicolon});
    check(sources, {{id, end / 4, end}, Terminator::section});
    return 0;
}
