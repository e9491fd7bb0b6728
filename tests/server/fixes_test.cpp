// What findings offer as their fixes runs on a server as whoever runs the migrations, after the history; and no
// client reaches more rows than before, but where that is what the fix is for.

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/rules/all.hpp"

#include "rule_on_server.hpp"
#include "seed.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// What they find keeps clients from what they are meant to reach, or makes their statements fail.
constexpr std::array<std::string_view, 11> that_open{
    "dead-policy-clause",       "empty-setting-cast",     "missing-grant",
    "missing-schema-usage",     "missing-sequence-usage", "policy-without-grant",
    "row-security-off-setting", "setting-may-raise",      "captured-column",
    "view-unreadable",          "unreadable-lookup"};

/// Their history never ends; before PostgreSQL 16 only a superuser changes who bypasses row security.
constexpr std::array<std::string_view, 2> left_out{"runaway-routine", "role-bypasses-rls"};

template <std::size_t n> bool holds(const std::array<std::string_view, n>& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool is_statement(const Fix& fix) {
    return fix.applicability != Applicability::display && !fix.replaces.valid();
}

/// Rows that a statement of a client meets, none where it is refused; it is taken back.
constexpr const char* door = R"sql(
create function pg_temp.door(client text, claims text, statement text) returns int language plpgsql as $$
declare
    n int;
begin
    perform set_config('request.jwt.claims', claims, true), set_config('role', client, true);
    execute statement;
    get diagnostics n = row_count;
    raise exception 'taken back' using errcode = 'BACK1';
exception
    when sqlstate 'BACK1' then return n;
    when others then return 0;
end $$;)sql";

/// Of each client, relation and command.
using Doors = std::map<std::string, int>;

Doors doors(const RuleOnServer& both, Connection& session) {
    const Model& model = both.model();
    std::string asked;
    for (const RelationId relation : model.relations()) {
        for (const RoleId role : model.reach.api_roles()) {
            const std::string name = model.catalog.name_of(role);
            for (const PolicyCommand command : row_commands) {
                if (model.catalog[relation].columns.empty()) continue;
                asked += (asked.empty() ? "" : ", ") + ("($q$" + name + "$q$, $q$" + claims_of(name)) +
                         "$q$, $q$" + harmless(model, relation, command) + "$q$)";
            }
        }
    }
    Doors all;
    if (asked.empty()) return all;
    session.reset();
    for (const Row& row :
         session.query("select client || ': ' || statement, pg_temp.door(client, claims, statement) "
                       "from (values " +
                       asked + ") as asked (client, claims, statement)"))
        all[*row[0]] = std::stoi(*row[1]);
    return all;
}

void check_fix(const RuleOnServer& both, Connection& session, const Fix& fix, const Doors* before) {
    CAPTURE(fix.sql);
    session.query("savepoint as_it_is; set role " + both.migration_role());
    const Answer answer = session.run(fix.sql);
    const std::string refused = answer.error ? answer.error->message : "";
    CHECK(refused == "");
    if (answer.ok() && before != nullptr) {
        for (const auto& after : doors(both, session)) {
            INFO(after.first);
            CHECK(after.second <= before->at(after.first));
        }
    }
    session.query("rollback to as_it_is");
}

void check_fixes(const std::string& rule, const std::string& name) {
    INFO("fixtures/rules/", rule, "/", name);
    const RuleOnServer both{rule_fixture(rule, name)};
    // What another history made, or an extension that the server does not have, is not there to be mended.
    if (both.refused_some()) return;
    Connection session = both.superuser();
    session.query(std::string{"begin;"} + door);
    const Doors before = doors(both, session);
    for (const Finding& finding : both.findings(rule)) {
        for (const Fix& fix : finding.fixes) {
            if (is_statement(fix)) check_fix(both, session, fix, holds(that_open, rule) ? nullptr : &before);
        }
    }
}

} // namespace

TEST_CASE("fixes run on a server, and open nothing") {
    if (!server_at_hand()) return;
    for (const Rule& rule : all_rules()) {
        const std::string id{rule.info->id};
        if (holds(left_out, id)) continue;
        for (const std::string& name : rule_fixture_names(id)) {
            if (name.starts_with("bad_")) check_fixes(id, name);
        }
    }
}
