#include <doctest/doctest.h>

#include "rlslint/diag/finding.hpp"

using namespace rlslint;

TEST_CASE("severities are read as they are printed, and ordered by weight") {
    for (const Severity severity : {Severity::info, Severity::warning, Severity::error}) {
        CHECK(parse_severity(to_string(severity)) == severity);
    }
    CHECK_FALSE(parse_severity("Error").has_value());
    CHECK_FALSE(parse_severity("").has_value());
    CHECK(Severity::info < Severity::warning);
    CHECK(Severity::warning < Severity::error);
}

TEST_CASE("the words of the output contracts") {
    CHECK(to_string(Applicability::display) == "display");
    CHECK(to_string(Suppression::By::baseline) == "baseline");
    CHECK(to_string(Precision::very_high) == "very-high");
    CHECK(to_string(RuleGroup::views_functions) == "views-functions");
}
