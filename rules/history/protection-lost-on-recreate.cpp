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

/// It had policies when it was dropped.
bool had_policies(const Catalog& catalog, RelationId table) {
    const auto policies = catalog.policies();
    return std::any_of(policies.begin(), policies.end(), [&](const Policy& policy) {
        return policy.table == table && policy.origin.dropped_at == catalog[table].origin.dropped_at;
    });
}

bool granted_to_clients(const Model& model, const Relation& relation) {
    for (const Acl* acl : acls_of(relation)) {
        for (const AclEntry& entry : acl->entries) {
            const bool counts =
                entry.source == GrantSource::explicit_ && entry.privileges.has_any(row_privileges);
            if (counts && is_client(model, entry.grantee)) return true;
        }
    }
    return false;
}

/// What is gone, in words; empty where all is there again.
std::string lost(const Model& model, RelationId before, RelationId now) {
    const Relation& made = model.catalog[now];
    if (made.is_table() && model.catalog[before].rls && !made.rls) return "its row security";
    if (made.is_table() && made.rls && made.policies.empty() && had_policies(model.catalog, before))
        return "its policies";
    const bool unreachable = clients_reaching(model, now).empty() && !granted_to_clients(model, made);
    if (unreachable && granted_to_clients(model, model.catalog[before]))
        return "what clients were granted on it";
    return {};
}

void check_relation(const Model& model, const Predecessors& dropped, RelationId id, Sink& sink) {
    const RelationId before = predecessor(model.catalog, dropped, id);
    const std::string what = before.valid() ? lost(model, before, id) : std::string{};
    if (what.empty() || model.listed_public(id)) return;
    const std::string name = model.catalog.name_of(id);
    Finding finding = sink.finding(name, model.catalog[id].name_span,
                                   name + " is made anew here without " + what +
                                       ", which went with the one that was dropped");
    doubt(finding, {model.doubt(id, Aspect::rls_on), model.doubt(id, Aspect::more_policies)});
    relate(finding, {{"dropped here", model.catalog[before].origin.dropped_at},
                     {"the one before", model.catalog[before].name_span}});
    finding.help = "Repeat what protects and opens it in the migration that makes it anew";
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
