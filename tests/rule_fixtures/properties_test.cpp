// What every finding owes its reader, held against all that the fixtures give.

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "rlslint/rules/all.hpp"

#include "rule_fixtures/fixture_files.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

template <std::size_t n> bool holds(const std::array<std::string_view, n>& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// What is wrong is a statement as a whole: what it grants, drops, turns off, or that it fails.
constexpr std::array<std::string_view, 21> of_statements{"api-role-owns-table",
                                                         "command-without-policy",
                                                         "default-privileges-too-broad",
                                                         "grant-beyond-rls",
                                                         "grant-on-all-tables",
                                                         "grant-option-to-api-role",
                                                         "grant-to-public",
                                                         "grant-without-rls",
                                                         "missing-schema-usage",
                                                         "missing-sequence-usage",
                                                         "policy-dropped",
                                                         "queue-exposed",
                                                         "restriction-dropped",
                                                         "revoke-without-effect",
                                                         "role-can-bypass-rls",
                                                         "runaway-routine",
                                                         "schema-create-to-api-role",
                                                         "statement-fails",
                                                         "syntax-error",
                                                         "unmodelled-statement",
                                                         "rls-turned-off"};

/// No SQL mends them: what is wrong is a comment, the configuration, or the text of a statement or of a body, which are
/// not mended by a further one; to put permissive policies together may let in more than each of them did.
constexpr std::array<std::string_view, 9> without_sql{
    "broken-policy-function", "expectation-violated", "ignore-without-reason",
    "multiple-permissive",    "runaway-routine",      "statement-fails",
    "syntax-error",           "unmodelled-statement", "unused-ignore"};

/// Findings of ignores and expectations are placed where those are written, or nowhere.
bool is_of_project(const Finding& finding) { return finding.rule->group == RuleGroup::project; }

bool shows_sql(const Finding& finding) {
    return finding.help.find(":\n    ") != std::string::npos || !finding.fixes.empty();
}

bool is_whole_statement(const Judged& judged, const Finding& finding) {
    const auto& log = judged.history().log;
    return std::any_of(log.begin(), log.end(), [&](const LogEntry& entry) {
        return entry.span.source == finding.span.source && entry.span.begin == finding.span.begin &&
               finding.span.end + 1 >= entry.span.end;
    });
}

void check_words(const Finding& finding) {
    CHECK(!finding.message.empty());
    CHECK(!finding.message.ends_with('.'));
    CHECK(!finding.help.ends_with('.'));
    CHECK(!finding.subject.empty());
    if (!is_of_project(finding)) CHECK(!finding.help.empty());
    for (const Fix& fix : finding.fixes) {
        CHECK(!fix.title.empty());
        CHECK(!fix.sql.empty());
    }
    for (const Note& note : finding.related)
        CHECK(!note.message.empty());
}

void check_place(const Judged& judged, const Finding& finding) {
    if (is_of_project(finding)) return;
    REQUIRE(finding.span.valid());
    const std::string_view text = judged.sources().text(finding.span);
    REQUIRE(!text.empty());
    CHECK(!std::isspace(static_cast<unsigned char>(text.front())));
    CHECK(!std::isspace(static_cast<unsigned char>(text.back())));
    if (!holds(of_statements, finding.rule->id)) CHECK(!is_whole_statement(judged, finding));
}

} // namespace

TEST_CASE("every finding says what happens and what to do, at the narrowest place") {
    for (const RuleFixture& fixture : rule_fixtures()) {
        const Judged judged{fixture.files, fixture.rule};
        for (const Finding& finding : judged.findings()) {
            INFO(fixture.rule, "/", fixture.name, ": ", finding.rule->id, ": ", finding.message);
            check_words(finding);
            check_place(judged, finding);
        }
    }
}

TEST_CASE("what SQL can mend is shown as SQL") {
    std::set<std::string_view> shown;
    for (const RuleFixture& fixture : rule_fixtures()) {
        if (!fixture.bad()) continue;
        const Judged judged{fixture.files, fixture.rule};
        for (const Finding& finding : judged.findings()) {
            if (shows_sql(finding)) shown.insert(finding.rule->id);
        }
    }
    for (const Rule& rule : all_rules()) {
        INFO(rule.info->id);
        CHECK(shown.contains(rule.info->id) != holds(without_sql, rule.info->id));
    }
}
