// Every fixture of fixtures/rules/ against its own rule and all that are on by default: what its
// markers ask for is found, and nothing else.

#include <algorithm>

#include <doctest/doctest.h>

#include "rlslint/rules/all.hpp"

#include "rule_fixtures/fixture_files.hpp"
#include "rule_fixtures/markers.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

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

void check_fixture(const RuleFixture& fixture) {
    const Judged judged{fixture.files, fixture.rule};
    const auto wanted = expected(fixture.files);
    const auto got = found(judged);
    INFO("expected:", lines(wanted));
    INFO("found:", lines(got));
    CHECK(wanted == got);
    if (fixture.rule != "statement-fails") check_that_all_ran(judged);

    const bool of_rule = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& line) {
        return (line + " ").find(" " + fixture.rule + " ") != std::string::npos;
    });
    INFO("a bad fixture has a finding of its rule, a good one has none");
    CHECK(of_rule == fixture.bad());
}

} // namespace

TEST_CASE("fixtures/rules") {
    for (const RuleFixture& fixture : rule_fixtures()) {
        INFO("fixtures/rules/", fixture.rule, "/", fixture.name);
        REQUIRE_MESSAGE(find_rule(fixture.rule) != nullptr, "no rule is called ", fixture.rule);
        REQUIRE((fixture.bad() || fixture.name.starts_with("good_")));
        check_fixture(fixture);
    }
}
