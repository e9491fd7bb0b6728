#include <algorithm>
#include <unordered_set>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients are granted a table but may not use its schema, so they cannot name it",
    .why =
        R"(Without USAGE on the schema a query that names the table fails with error 42501 before privileges on the table
or its policies count for anything.)",
    .when_fine =
        R"(The table is only read inside policies or views, which need no USAGE for what they were bound to at creation:
tables that a policy or view reads are not reported.)",
    .fix = R"(Grant USAGE on the schema, or take back what is granted in it.)",
    .bad = R"(create schema app;
create table app.notes (id bigint primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "read own notes" on app.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on app.notes to authenticated;)",
    .good = R"(create schema app;
grant usage on schema app to authenticated;
create table app.notes (id bigint primary key, user_id uuid not null, body text);
alter table app.notes enable row level security;
create policy "read own notes" on app.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
grant select on app.notes to authenticated;)",
};

constexpr RuleInfo info{
    .id = "missing-schema-usage",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

/// What is granted in one schema to one client that may not use it.
struct Locked {
    SchemaId schema;
    RoleId role;
    std::vector<RelationId> relations;
    std::vector<Span> grants;
};

/// The relations that policies and views read: for them no USAGE is needed.
std::unordered_set<RelationId> read_by_others(const Catalog& catalog) {
    std::unordered_set<RelationId> read;
    const auto add = [&](const auto& bound) {
        if (!bound.present()) return;
        for (const auto& [from, relation] : bound.bindings->relations)
            read.insert(relation);
    };
    for (const Relation& relation : catalog.relations())
        add(relation.query);
    for (const Policy& policy : catalog.policies()) {
        add(policy.using_clause);
        add(policy.check_clause);
    }
    return read;
}

Locked& at(std::vector<Locked>& all, SchemaId schema, RoleId role) {
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const Locked& l) { return l.schema == schema && l.role == role; });
    return known == all.end() ? all.emplace_back(Locked{schema, role, {}, {}}) : *known;
}

void collect(const Model& model, RelationId id, RoleId role, std::vector<Locked>& all) {
    const Relation& relation = model.catalog[id];
    const Origin& schema = model.catalog[relation.schema].origin;
    if (schema.assumed || schema.profile || model.reach.has_usage(role, relation.schema)) return;
    for (const Acl* acl : acls_of(relation)) {
        for (const AclEntry& entry : acl->entries) {
            const bool counts = entry.grantee == role && entry.source == GrantSource::explicit_ &&
                                entry.privileges.has_any(row_privileges);
            if (!counts) continue;
            Locked& locked = at(all, relation.schema, role);
            if (locked.relations.empty() || locked.relations.back() != id) locked.relations.push_back(id);
            if (std::find(locked.grants.begin(), locked.grants.end(), entry.span) == locked.grants.end())
                locked.grants.push_back(entry.span);
        }
    }
}

void report(const Model& model, const Locked& locked, Sink& sink) {
    const RelationId first = locked.relations.front();
    const std::string who = model.catalog.name_of(locked.role);
    const std::string_view schema = model.catalog[locked.schema].name.text();
    Finding finding =
        sink.finding(model.catalog.name_of(first), locked.grants.front(),
                     who + " may not use schema " + std::string{schema} + ": what it is granted on " +
                         name_of_all(model.catalog, locked.relations) + " fails with 42501");
    doubt(finding, {model.doubt(first, Aspect::grants), model.doubt(first, Aspect::privileges)});
    for (std::size_t i = 1; i < locked.grants.size(); ++i)
        relate(finding, {{"granted here", locked.grants[i]}});
    const std::string sql =
        "grant usage on schema " + quote_ident(schema) + " to " + sql_name(model.catalog, locked.role) + ";";
    finding.fixes.push_back({"Let it use the schema", Applicability::unsafe, sql, {}});
    finding.help = with_sql("Grant USAGE on the schema, or take the privileges back", sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const std::unordered_set<RelationId> read = read_by_others(model.catalog);
    std::vector<Locked> all;
    for (const RelationId relation : model.relations()) {
        if (read.contains(relation)) continue;
        for (const RoleId role : model.reach.api_roles())
            collect(model, relation, role, all);
    }
    for (const Locked& locked : all)
        report(model, locked, sink);
}

} // namespace

Rule missing_schema_usage() { return {&info, check}; }

} // namespace rlslint::rules
