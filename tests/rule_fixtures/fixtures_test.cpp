// Every fixture of fixtures/rules/ against its own rule and all that are on by default: what its
// markers ask for is found, and nothing else.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "rlslint/rules/all.hpp"

#include "rule_fixtures/markers.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

namespace fs = std::filesystem;

File read(const fs::path& path, const fs::path& under) {
    std::ifstream in{path, std::ios::binary};
    return {path.lexically_relative(under).generic_string(), {std::istreambuf_iterator<char>{in}, {}}};
}

std::vector<fs::path> entries(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator{folder})
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// A fixture is a file, or a folder with the files of one history in name order.
std::vector<File> files_of(const fs::path& fixture) {
    if (!fs::is_directory(fixture)) return {read(fixture, fixture.parent_path())};
    std::vector<File> files;
    for (const fs::path& path : entries(fixture))
        files.push_back(read(path, fixture.parent_path()));
    return files;
}

std::vector<std::string> expected(const std::vector<File>& files) {
    std::vector<std::string> all;
    for (const File& file : files) {
        for (std::string& line : test::expected(file))
            all.push_back(std::move(line));
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::string> found(const Judged& judged) {
    std::vector<std::string> all;
    for (const Finding& finding : judged.findings())
        all.push_back(as_marker(judged.sources(), finding));
    std::sort(all.begin(), all.end());
    return all;
}

std::string lines(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items)
        text += "\n    " + item;
    return text.empty() ? " nothing" : text;
}

/// A statement that does not run as its writer thought makes a fixture say something else than it seems to.
void check_that_all_ran(const Judged& judged) {
    for (const LogEntry& entry : judged.history().log) {
        INFO(judged.sources().text(entry.span));
        INFO(entry.why);
        CHECK(entry.outcome != Outcome::failed);
    }
}

void check_fixture(const fs::path& fixture, std::string_view rule) {
    const std::vector<File> files = files_of(fixture);
    const Judged judged{files, rule};
    const auto wanted = expected(files);
    const auto got = found(judged);
    INFO("expected:", lines(wanted));
    INFO("found:", lines(got));
    CHECK(wanted == got);
    if (rule != "statement-fails") check_that_all_ran(judged);

    const bool of_rule = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& line) {
        return (line + " ").find(" " + std::string{rule} + " ") != std::string::npos;
    });
    const bool bad = fixture.filename().string().starts_with("bad_");
    INFO("a bad fixture has a finding of its rule, a good one has none");
    CHECK(of_rule == bad);
}

} // namespace

TEST_CASE("fixtures/rules") {
    const fs::path root = fs::path{RLSLINT_SOURCE_DIR} / "fixtures/rules";
    for (const fs::path& folder : entries(root)) {
        const std::string rule = folder.filename().string();
        REQUIRE_MESSAGE(find_rule(rule) != nullptr, "no rule is called ", rule);
        for (const fs::path& fixture : entries(folder)) {
            const std::string name = fixture.filename().string();
            INFO("fixtures/rules/", rule, "/", name);
            REQUIRE((name.starts_with("bad_") || name.starts_with("good_")));
            check_fixture(fixture, rule);
        }
    }
}
