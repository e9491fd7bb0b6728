#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/predecessors.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table or view was dropped and made anew without what protected it",
    .why =
        R"(DROP takes row security, policies and privileges along, and CREATE brings none of them back. What the new table
lacks shows in no single migration: the one that made the first table had it all.)",
    .when_fine = R"(The new table is meant to be used otherwise.)",
    .fix =
        R"(Turn row security on again, and repeat the policies and grants in the migration that makes the table anew.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
drop table public.notes;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
revoke all on public.notes from anon, authenticated;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
drop table public.notes;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"862"};

constexpr RuleInfo info{
    .id = "protection-lost-on-recreate",
    .group = RuleGroup::history,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// What bore a relation's name before it, if it was of the same sort; none where nothing did.
RelationId predecessor(const Catalog& catalog, const Predecessors& dropped, RelationId id) {
    const RelationId last = dropped.of(catalog, id);
    if (!last.valid() || catalog[last].origin.assumed) return {};
    return catalog[last].is_table() == catalog[id].is_table() ? last : RelationId{};
}

/// The statements that made the policies that it had when it was dropped.
std::string policies_of(const Model& model, RelationId table) {
    std::string sql;
    for (const Policy& policy : model.catalog.policies()) {
        if (policy.table == table && policy.origin.dropped_at == model.catalog[table].origin.dropped_at)
            sql +=
                (sql.empty() ? "" : "\n") + std::string{model.sources.text(policy.origin.introduced)} + ";";
    }
    return sql;
}

/// What clients were granted on a relation, to be granted on another one; empty where they were not.
std::string grants_of(const Model& model, const Relation& relation, RelationId on) {
    std::string sql;
    for (const Acl* acl : acls_of(relation)) {
        for (const AclEntry& entry : acl->entries) {
            const PrivilegeSet privileges = entry.privileges & row_privileges;
            if (entry.source == GrantSource::explicit_ && !privileges.empty() &&
                is_client(model, entry.grantee))
                sql += (sql.empty() ? "" : "\n") + grant(model, privileges, on, {&entry.grantee, 1});
        }
    }
    return sql;
}

struct Lost {
    std::string what; ///< in words; empty where all is there again
    std::string sql;  ///< that brings it back
};

Lost lost(const Model& model, RelationId before, RelationId now) {
    const Relation& made = model.catalog[now];
    if (made.is_table() && model.catalog[before].rls && !made.rls)
        return {"its row security", alter_table(model, now, "enable row level security")};
    const std::string policies = policies_of(model, before);
    if (made.is_table() && made.rls && made.policies.empty() && !policies.empty())
        return {"its policies", policies};
    const bool unreachable = clients_reaching(model, now).empty() && grants_of(model, made, now).empty();
    const std::string grants = grants_of(model, model.catalog[before], now);
    if (unreachable && !grants.empty()) return {"what clients were granted on it", grants};
    return {};
}

void check_relation(const Model& model, const Predecessors& dropped, RelationId id, Sink& sink) {
    const RelationId before = predecessor(model.catalog, dropped, id);
    const Lost gone = before.valid() ? lost(model, before, id) : Lost{};
    if (gone.what.empty() || model.listed_public(id)) return;
    const std::string name = model.catalog.name_of(id);
    Finding finding = sink.finding(name, model.catalog[id].name_span,
                                   name + " is made anew here without " + gone.what +
                                       ", which went with the one that was dropped");
    doubt(finding, {model.doubt(id, Aspect::rls_on), model.doubt(id, Aspect::more_policies)});
    relate(finding, {{"dropped here", model.catalog[before].origin.dropped_at},
                     {"the one before", model.catalog[before].name_span}});
    finding.help =
        with_sql("Repeat what protects and opens it in the migration that makes it anew", gone.sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const Predecessors dropped{model.catalog};
    for (const RelationId table : model.tables())
        check_relation(model, dropped, table, sink);
    for (const RelationId view : model.views())
        check_relation(model, dropped, view, sink);
}

} // namespace

Rule protection_lost_on_recreate() { return {&info, check}; }

} // namespace rlslint::rules
