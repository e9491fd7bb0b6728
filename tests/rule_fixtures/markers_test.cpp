#include <doctest/doctest.h>

#include "rule_fixtures/markers.hpp"

using namespace rlslint;
using namespace rlslint::test;

using Lines = std::vector<std::string>;

TEST_CASE("carets give the columns, the last line that is no marker the line") {
    const File file{"a.sql", "select 1;\n"
                             "--     ^ expect: one\n"
                             "-- ^^^ expect: two (info)\n"
                             "\n"
                             "-- a comment\n"
                             "-- ^ expect: three\n"
                             "-- expect: four\n"};
    CHECK(expected(file) ==
          Lines{"a.sql:1:8-9 one", "a.sql:1:4-7 two (info)", "a.sql:5:4-5 three", "project four"});
}

TEST_CASE("a finding reads as the marker that asks for it") {
    constexpr RuleInfo info{.id = "a-rule",
                            .group = RuleGroup::project,
                            .severity = Severity::warning,
                            .on_by_default = true,
                            .security_severity = "",
                            .precision = Precision::high,
                            .since = "",
                            .cwe = {},
                            .aliases = {},
                            .doc = {}};
    Sources sources;
    const SourceId source = sources.add({.path = "a.sql", .text = "/* é */ select\n  1", .parent = {}});
    Finding finding;
    finding.rule = &info;
    finding.severity = Severity::warning;
    CHECK(as_marker(sources, finding) == "project a-rule");
    finding.span = {source, 9, 15};
    CHECK(as_marker(sources, finding) == "a.sql:1:9-15 a-rule");
    finding.severity = Severity::info;
    CHECK(as_marker(sources, finding) == "a.sql:1:9-15 a-rule (info)");
    finding.span = {source, 9, 19};
    CHECK(as_marker(sources, finding) == "a.sql:1:9-15 a-rule (info)");
}
