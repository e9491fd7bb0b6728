#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A privilege on a table or sequence, or CREATE on a schema, is granted to PUBLIC",
    .why =
        R"(PUBLIC is every role that there is and will be: callers who are not signed in, monitoring, other applications on
the same server. A REVOKE from one of them takes nothing of it away.)",
    .when_fine =
        R"(Reference data that everyone may read: list the table under `public_tables` in `rlslint.toml`, and a SELECT is
not reported.)",
    .fix = R"(Grant to the roles that are meant, by name.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on public.notes to public;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on public.notes to authenticated;)",
};

constexpr std::string_view cwe[] = {"732"};

constexpr Alias aliases[] = {{"migrationpilot", "MP085"}};

constexpr RuleInfo info{
    .id = "grant-to-public",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "4.3",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A SELECT on what is listed as meant for everyone is just that.
PrivilegeSet counted(const Model& model, RelationId relation, const AclEntry& entry) {
    if (entry.grantee != public_role) return {};
    return model.listed_public(relation) ? entry.privileges - Privilege::select : entry.privileges;
}

void report(const Model& model, const StandingGrant& grant, Sink& sink) {
    const RelationId first = grant.relations.front();
    Finding finding = sink.finding(model.catalog.name_of(first), grant.span,
                                   "every role there is and will be gets " + in_prose(grant.privileges) +
                                       " on " + name_of_all(model.catalog, grant.relations));
    doubt(finding, {model.doubt(first, Aspect::privileges)});
    std::string sql;
    const RoleId everyone[] = {public_role};
    for (const RelationId relation : grant.relations) {
        relate(finding, {{"granted to everyone", model.catalog[relation].name_span}});
        sql += (sql.empty() ? "" : "\n") + revoke(model, grant.privileges, relation, everyone);
    }
    finding.fixes.push_back({"Take it from PUBLIC", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant it by name to the roles that are meant, and take it from PUBLIC", sql);
    sink.report(std::move(finding));
}

void report_schema(const Schema& schema, Span place, Sink& sink) {
    const std::string name{schema.name.text()};
    Finding finding = sink.finding("role:PUBLIC", place, "every role may create objects in schema " + name);
    const std::string sql = "revoke create on schema " + quote_ident(name) + " from public;";
    finding.fixes.push_back({"Take it from PUBLIC", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant it by name to the roles that are meant, and take it from PUBLIC", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto grants = standing_grants(
        model, [&](RelationId relation, const AclEntry& entry) { return counted(model, relation, entry); });
    for (const StandingGrant& grant : grants)
        report(model, grant, sink);
    for (const Schema& schema : model.catalog.schemas()) {
        const AclEntry* entry = schema.acl.giving(public_role, Privilege::create);
        if (schema.origin.live() && entry != nullptr && entry->span.valid())
            report_schema(schema, entry->span, sink);
    }
}

} // namespace

Rule grant_to_public() { return {&info, check}; }

} // namespace rlslint::rules
