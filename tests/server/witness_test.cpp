// A witness is run as printed: on the bad examples of the rules' documentation, and on the sample projects. Rows are put
// into every table before; the script must then meet some.

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/lint/engine.hpp"
#include "rlslint/lint/kit.hpp"
#include "rlslint/rules/all.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "seed.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// Up to the ROLLBACK, whose result would hide that of the statement before it. The user in it is any
/// user: one of those whose rows there are.
std::string runnable(const std::string& script) {
    std::string text = script.substr(0, script.rfind('\n'));
    const auto put = [&](std::string_view any, const char* user) {
        if (const auto at = text.find(any); at != std::string::npos) text.replace(at, any.size(), user);
    };
    put("00000000-0000-0000-0000-000000000001", users[0]);
    put("00000000-0000-0000-0000-000000000002", users[1]);
    return text;
}

/// The subject's table: schema.table, or schema.table/policy.
std::string table_of(const Finding& finding) { return finding.subject.substr(0, finding.subject.find('/')); }

void fill_tables(const Model& model, Connection& superuser) {
    if (!superuser.value("select to_regclass('auth.users')").empty()) {
        for (const char* user : users)
            superuser.query("insert into auth.users (id) values ('" + std::string{user} + "')");
    }
    for (const Relation& relation : model.catalog.relations()) {
        const bool filled = relation.origin.live() && !relation.origin.profile && !relation.origin.assumed &&
                            relation.kind == 'r';
        const std::string name =
            quote_ident(model.catalog[relation.schema].name.text()) + "." + quote_ident(relation.name.text());
        // What an extension makes that the server does not have is not there.
        const Answer there = superuser.run("select from " + name + " limit 0");
        if (filled && there.ok()) seed(superuser, name, 3);
    }
}

/// How many witnesses were run.
std::size_t try_witnesses(Fixture fixture) {
    const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
    Platform platform = fixture.profile.platform;
    platform.server_version = server_version();
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    const History history = replay(fixture.sources, schema, fixture.sections, platform);
    const Model model(fixture.sources, history, platform);
    Connection superuser = server.server().connect(PrivateServer::superuser);
    fill_tables(model, superuser);
    for (const RelationId view : model.relations()) {
        if (model.catalog[view].kind == 'm')
            superuser.query("refresh materialized view " + sql_name(model.catalog, view));
    }
    std::size_t tried = 0;
    for (const Finding& finding : judge(model, all_rules(), {}).findings) {
        if (!finding.witness) continue;
        CAPTURE(fixture.name);
        CAPTURE(finding.message);
        CAPTURE(finding.witness->sql);
        // A row could not be made up for every table; of a function any caller's arguments are as good.
        const bool calls = finding.subject.ends_with(')');
        const Answer rows = superuser.run("select from " + table_of(finding));
        if (!calls && (!rows.ok() || rows.affected == 0)) continue;
        const Answer answer = superuser.run(runnable(finding.witness->sql));
        // What is to be inserted may be there.
        CHECK((answer.ok() || answer.error->sqlstate == "23505"));
        if (answer.ok()) CHECK(answer.affected > 0);
        superuser.run("rollback");
        ++tried;
    }
    return tried;
}

} // namespace

TEST_CASE("witnesses meet rows: the documentation's bad examples") {
    if (!server_at_hand()) return;
    std::size_t tried = 0;
    for (const Rule& rule : all_rules())
        tried += try_witnesses(fixture_of("docs of " + std::string{rule.info->id}, "supabase-auto-expose",
                                          std::string{rule.info->doc.bad}));
    CHECK(tried > 2);
}

TEST_CASE("witnesses meet rows: the rules' fixtures") {
    if (!server_at_hand()) return;
    for (const std::string rule :
         {"anonymous-read", "auth-users-exposed", "check-weaker-than-using", "definer-trusts-argument",
          "grant-without-rls", "matview-exposed", "partition-without-rls", "policies-without-rls",
          "policy-always-true", "rls-disabled", "self-escalation", "signed-in-is-enough",
          "view-bypasses-rls"}) {
        std::size_t tried = 0;
        for (const std::string& name : rule_fixture_names(rule)) {
            // The row that is made up for the caller is not such that it may be changed.
            if (rule == "self-escalation" && name == "bad_further_conditions.sql") continue;
            if (name.starts_with("bad_")) tried += try_witnesses(rule_fixture(rule, name));
        }
        CAPTURE(rule);
        CHECK(tried > 0);
    }
}

TEST_CASE("witnesses meet rows: the fixture projects") {
    if (!server_at_hand()) return;
    std::size_t tried = 0;
    for (const std::string& name : fixture_names()) {
        if (name.starts_with("projects/")) tried += try_witnesses(load_fixture(name));
    }
    CHECK(tried > 2);
}
