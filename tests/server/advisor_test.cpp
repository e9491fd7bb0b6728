// The database advisor's own lints, run by hand: RLSLINT_ADVISOR names the file with its published SQL. Fixtures
// are run on the server, the advisor is asked there, and what it finds is held against what our rules find, object
// by object. RLSLINT_ADVISOR_ON may name one folder below fixtures/rules. docs/splinter.md says what the differences
// are and why.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// By lint ("0013_rls_disabled_in_public"): the objects, schema.name.
using Found = std::map<std::string, std::set<std::string>>;

std::string text_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Our rules for each of the advisor's lints.
std::multimap<std::string, const Rule*> rules_by_lint() {
    std::multimap<std::string, const Rule*> known;
    for (const Rule& rule : all_rules()) {
        for (const Alias& alias : rule.info->aliases) {
            if (alias.tool == "splinter") known.emplace(alias.id, &rule);
        }
    }
    return known;
}

/// The subject without its policy, or its arguments.
std::string object_of(const Finding& finding) {
    return finding.subject.substr(0, finding.subject.find_first_of("/("));
}

Found ours(Fixture& fixture) {
    Platform platform = fixture.profile.platform;
    platform.server_version = server_version();
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    const History history = replay(fixture.sources, schema, fixture.sections, platform);
    const Model model(fixture.sources, history, platform);
    Found found;
    for (const auto& [lint, rule] : rules_by_lint()) {
        Selection selection; // one rule at a time: none gives way to another
        selection.only = {std::string{rule->info->id}};
        for (const Finding& finding : judge(model, all_rules(), selection).findings)
            found[lint].insert(object_of(finding));
    }
    return found;
}

/// What the advisor asks for and another platform has not: it looks for API roles by their names here. And what stands
/// in for extensions that only the platform lets those have who run migrations.
constexpr const char* stand_ins = R"sql(
do $$ begin
    if to_regrole('anon') is null then create role anon; end if;
    if to_regrole('authenticated') is null then create role authenticated; end if;
    create schema if not exists auth;
    create table if not exists auth.users (id uuid, email text);
end $$;
create extension postgres_fdw;
grant usage on foreign data wrapper postgres_fdw to public;
create schema pgmq;
grant usage on schema pgmq to public;
create function pgmq.create(queue text) returns void language plpgsql security definer as $$ begin
    execute format('create table pgmq.%I (msg_id bigint)', 'q_' || queue);
    execute format('grant select on pgmq.%I to public', 'q_' || queue);
    execute format('alter table pgmq.%I owner to %I', 'q_' || queue, session_user);
end $$;
create function pgmq.create_partitioned(queue text) returns void language sql as 'select pgmq.create(queue)';
create function pgmq.drop_queue(queue text) returns void language plpgsql as $$ begin
    execute format('drop table pgmq.%I', 'q_' || queue);
end $$;
)sql";

/// As the API server has them.
std::string served_schemas(const Platform& platform) {
    std::string list;
    for (const Symbol schema : platform.exposed_schemas)
        list += (list.empty() ? "" : ",") + std::string{schema.text()};
    return list.empty() ? "public" : list;
}

/// The advisor calls a lint by its name without the number.
Found theirs(const Fixture& fixture, const std::string& sql) {
    Profile profile = fixture.profile;
    profile.schema_sql += stand_ins;
    const ServerHistory server{profile, fixture.sources, fixture.sections};
    Connection session = server.server().connect(PrivateServer::superuser);
    session.query("begin; set local pgrst.db_schemas = '" + served_schemas(profile.platform) + "'");
    const std::size_t body = sql.find('(');
    const std::string query = sql.substr(body, sql.find_last_not_of("; \n\t") + 1 - body);
    const Answer answer = session.run("set local search_path = ''; select name, metadata ->> 'schema', "
                                      "metadata ->> 'name' from (" +
                                      query + ") as lints");
    const std::string refused = answer.error ? answer.error->message : "";
    CAPTURE(refused);
    CHECK(answer.ok());
    Found found;
    for (const auto& [lint, rule] : rules_by_lint()) {
        for (const Row& row : answer.rows) {
            if (lint.ends_with("_" + row[0].value_or("")) && lint.size() == row[0]->size() + 5)
                found[lint].insert(row[1].value_or("") + "." + row[2].value_or(""));
        }
    }
    return found;
}

std::vector<std::string> without(const std::set<std::string>& all, const std::set<std::string>& these) {
    std::vector<std::string> left;
    std::set_difference(all.begin(), all.end(), these.begin(), these.end(), std::back_inserter(left));
    return left;
}

void compare(Fixture fixture, const std::string& sql, std::map<std::string, int>& agreed) {
    const Found advisor = theirs(fixture, sql);
    const Found rlslint = ours(fixture);
    std::set<std::string> lints;
    for (const auto& [lint, rule] : rules_by_lint())
        lints.insert(lint);
    for (const std::string& lint : lints) {
        const auto a = advisor.find(lint);
        const auto b = rlslint.find(lint);
        const std::set<std::string> none;
        const auto& said = a != advisor.end() ? a->second : none;
        const auto& found = b != rlslint.end() ? b->second : none;
        const auto missed = without(said, found);
        const auto more = without(found, said);
        for (const std::string& object : missed)
            MESSAGE(fixture.name << " | " << lint << " | only the advisor: " << object);
        for (const std::string& object : more)
            MESSAGE(fixture.name << " | " << lint << " | only rlslint: " << object);
        agreed[lint] += static_cast<int>(found.size() - more.size());
    }
}

} // namespace

TEST_CASE("the advisor and our rules, object by object") {
    const char* path = std::getenv("RLSLINT_ADVISOR");
    if (path == nullptr || !server_at_hand()) return;
    const std::string sql = text_of(path);
    const char* only = std::getenv("RLSLINT_ADVISOR_ON");
    std::map<std::string, int> agreed;
    if (only == nullptr) {
        for (const std::string& name : fixture_names()) {
            if (name.starts_with("projects/")) compare(load_fixture(name), sql, agreed);
        }
        for (Fixture& fixture : load_projects(RLSLINT_SOURCE_DIR "/fixtures/layouts"))
            compare(std::move(fixture), sql, agreed);
    }
    std::set<std::string> rules;
    for (const auto& [lint, rule] : rules_by_lint())
        rules.insert(std::string{rule->info->id});
    for (const std::string& rule : rules) {
        if (only != nullptr && rule != only) continue;
        for (const std::string& name : rule_fixture_names(rule)) {
            compare(rule_fixture(rule, name), sql, agreed);
        }
    }
    for (const auto& [lint, count] : agreed)
        MESSAGE(lint << ": " << count << " objects found by both");
}
