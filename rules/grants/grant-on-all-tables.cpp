#include <set>
#include <utility>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients are granted a privilege on all tables of a schema at once",
    .why =
        R"(The statement covers what is there when it runs: tables that nobody thought of, and those whose row security is
still missing. It tells no reader what clients are meant to use, and tables that come later are not covered.)",
    .when_fine = R"(All tables of the schema are guarded by policies and meant for clients.)",
    .fix = R"(Grant table by table, beside the policies.)",
    .bad = R"(create schema app;
grant usage on schema app to authenticated;
create table app.notes (id bigint primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "read own notes" on app.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on all tables in schema app to authenticated;)",
    .good = R"(create schema app;
grant usage on schema app to authenticated;
create table app.notes (id bigint primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "read own notes" on app.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on app.notes to authenticated;)",
};

constexpr Alias aliases[] = {{"migrationpilot", "MP085"}};

constexpr RuleInfo info{
    .id = "grant-on-all-tables",
    .group = RuleGroup::grants,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
};

/// The statements that say ON ALL TABLES.
std::set<std::pair<std::uint32_t, std::uint32_t>> of_all_tables(const Catalog& catalog) {
    std::set<std::pair<std::uint32_t, std::uint32_t>> places;
    for (const Event& event : catalog.events()) {
        if (event.kind == Event::Kind::granted && event.change.all_in_schema &&
            event.change.kind == ObjectKind::table)
            places.emplace(event.span.source.value, event.span.begin);
    }
    return places;
}

void report(const Model& model, const StandingGrant& grant, Sink& sink) {
    const RelationId first = grant.relations.front();
    const std::string schema{model.catalog[model.catalog[first].schema].name.text()};
    const std::string are = grant.grantees.size() == 1 ? " is granted " : " are granted ";
    Finding finding = sink.finding(model.catalog.name_of(first), grant.span,
                                   in_prose(model.catalog, grant.grantees) + are +
                                       in_prose(grant.privileges) + " on whatever schema " + schema +
                                       " holds here: " + name_of_all(model.catalog, grant.relations));
    doubt(finding, {model.doubt(first, Aspect::privileges)});
    for (const RelationId relation : grant.relations) {
        if (model.catalog[relation].is_table() && model.row_security_off(relation))
            relate(finding, {{"without row security", model.catalog[relation].name_span}});
    }
    std::string sql = "revoke all on all tables in schema " + quote_ident(schema) + " from ";
    for (const RoleId role : grant.grantees)
        sql += (role == grant.grantees.front() ? "" : ", ") +
               (role == public_role ? std::string{"public"} : sql_name(model.catalog, role));
    finding.help = with_sql("Grant table by table, beside the policies",
                            sql + ";\n" + rlslint::grant(model, grant.privileges, first, grant.grantees));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto places = of_all_tables(model.catalog);
    const auto grants = standing_grants(model, [&](RelationId, const AclEntry& entry) {
        const bool counts =
            places.contains({entry.span.source.value, entry.span.begin}) && is_client(model, entry.grantee);
        return counts ? entry.privileges : PrivilegeSet{};
    });
    for (const StandingGrant& grant : grants)
        report(model, grant, sink);
}

} // namespace

Rule grant_on_all_tables() { return {&info, check}; }

} // namespace rlslint::rules
