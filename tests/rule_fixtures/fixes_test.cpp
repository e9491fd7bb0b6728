// The fixes that findings offer, added to the history as a further migration: they run, and what they mend is
// found no more.

#include <algorithm>

#include <doctest/doctest.h>

#include "rule_fixtures/fixture_files.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

bool is_statement(const Fix& fix) {
    return fix.applicability != Applicability::display && !fix.replaces.valid();
}

void check_fix(const RuleFixture& fixture, const Finding& finding, const Fix& fix) {
    INFO("fixtures/rules/", fixture.rule, "/", fixture.name, ": ", finding.message);
    INFO(fix.sql);
    std::vector<File> files = fixture.files;
    files.push_back({"zz_fix.sql", fix.sql});
    const Judged mended{files, fixture.rule};
    for (const LogEntry& entry : mended.history().log) {
        if (mended.sources()[entry.span.source].path != "zz_fix.sql") continue;
        INFO(entry.why);
        CHECK(entry.outcome == Outcome::applied);
    }
    const auto same = [&](const Finding& left) {
        return left.rule == finding.rule && left.subject == finding.subject && left.clause == finding.clause;
    };
    CHECK(std::none_of(mended.findings().begin(), mended.findings().end(), same));
}

} // namespace

TEST_CASE("a fix can be run, and mends what it is offered for") {
    for (const RuleFixture& fixture : rule_fixtures()) {
        if (!fixture.bad()) continue;
        const Judged judged{fixture.files, fixture.rule};
        for (const Finding& finding : judged.findings()) {
            for (const Fix& fix : finding.fixes) {
                if (is_statement(fix)) check_fix(fixture, finding, fix);
            }
        }
    }
}
