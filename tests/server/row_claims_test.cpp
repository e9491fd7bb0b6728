// What findings say that clients can do with all rows of a table is tried on a server, for every bad fixture: the
// messages themselves are what is held against it. With the SQL that a finding offers it is over.

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "row_claims.hpp"
#include "rule_on_server.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

bool is_statement(const Fix& fix) {
    return fix.applicability != Applicability::display && !fix.replaces.valid();
}

/// The n-th way to mend each finding, or its last one; "" where there are not so many for any.
std::string nth_fixes(const std::vector<Finding>& findings, std::size_t n) {
    std::string sql;
    bool any = false;
    for (const Finding& finding : findings) {
        const auto statements = std::count_if(finding.fixes.begin(), finding.fixes.end(), is_statement);
        if (statements == 0) continue;
        any = any || static_cast<std::size_t>(statements) > n;
        sql += finding.fixes[std::min(n, finding.fixes.size() - 1)].sql + "\n";
    }
    return any ? sql : "";
}

/// Those that can be tried.
std::vector<std::pair<const Finding*, RowClaim>> claims_in(const RuleOnServer& both, Connection& session,
                                                           const std::vector<Finding>& findings) {
    std::vector<std::pair<const Finding*, RowClaim>> claims;
    for (const Finding& finding : findings) {
        const auto claim = row_claim(both.model(), finding);
        if (claim && can_be_tried(both.model(), session, *claim)) claims.emplace_back(&finding, *claim);
    }
    return claims;
}

void check_mended(const RuleOnServer& both, const std::vector<Finding>& findings, Connection& session) {
    const auto claims = claims_in(both, session, findings);
    for (std::size_t n = 0;; ++n) {
        const std::string sql = nth_fixes(findings, n);
        if (sql.empty()) return;
        CAPTURE(sql);
        session.reset();
        session.query("savepoint as_it_is; set role " + both.migration_role());
        session.query(sql);
        for (const auto& claim : claims) {
            const Finding& finding = *claim.first;
            if (!std::any_of(finding.fixes.begin(), finding.fixes.end(), is_statement)) continue;
            CAPTURE(finding.message);
            CHECK(refuted(both.model(), session, claim.second) != "");
        }
        session.query("rollback to as_it_is");
    }
}

/// How many claims were tried.
std::size_t check_claims(const std::string& rule, const std::string& name) {
    INFO("fixtures/rules/", rule, "/", name);
    const RuleOnServer both{rule_fixture(rule, name)};
    Connection session = both.superuser();
    session.query("begin");
    const std::vector<Finding> findings = both.findings(rule);
    const auto claims = claims_in(both, session, findings);
    for (const auto& claim : claims) {
        CAPTURE(claim.first->message);
        CHECK(refuted(both.model(), session, claim.second) == "");
    }
    if (!claims.empty()) check_mended(both, findings, session);
    return claims.size();
}

} // namespace

TEST_CASE("whoever is said to reach every row reaches every row, until it is mended") {
    if (!server_at_hand()) return;
    for (const std::string rule :
         {"anonymous-read", "anonymous-write", "grant-without-rls", "matview-exposed", "policies-without-rls",
          "policy-always-true", "rls-disabled", "sensitive-column-exposed", "signed-in-is-enough",
          "view-bypasses-rls"}) {
        std::size_t claims = 0;
        for (const std::string& name : rule_fixture_names(rule)) {
            if (name.starts_with("bad_")) claims += check_claims(rule, name);
        }
        CAPTURE(rule);
        CHECK(claims > 0);
    }
}
