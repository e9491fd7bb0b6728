#include <algorithm>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/kit_mend.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A table has row security on and no policy, so clients that may query it reach no row",
    .why =
        R"(Without a policy nothing passes: clients get no rows and no error, their inserts fail. Nobody reads what
they should not, but a feature that silently finds nothing is often taken for one that has no data yet.)",
    .when_fine =
        R"(Only trusted back ends use the table, with a role that bypasses row security. List it under
`service_only` in `rlslint.toml`, or take the clients' privileges away: then the intention is in the database too.)",
    .fix = R"(Write a policy for each thing that clients may do, or revoke what they hold.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));

create table public.job_queue (id bigint primary key, payload jsonb);
alter table public.job_queue enable row level security;
revoke all on public.job_queue from anon, authenticated;)",
};

constexpr Alias aliases[] = {
    {"splinter", "0008_rls_enabled_no_policy"},
    {"pgrls", "SEC009"},
    {"supabase-rls-guard", "RLS002"},
};

constexpr RuleInfo info{
    .id = "rls-without-policies",
    .group = RuleGroup::coverage,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
};

/// A partition's rows are reached through its parent, by the parent's policies: to lock its own
/// door without a policy is how it is done.
bool guarded_by_parent(const Catalog& catalog, const Relation& relation) {
    return std::any_of(relation.parents.begin(), relation.parents.end(),
                       [&](RelationId parent) { return catalog[parent].rls.on; });
}

bool shuts_everyone_out(const Model& model, RelationId table) {
    const Relation& relation = model.catalog[table];
    return relation.rls && relation.policies.empty() && !guarded_by_parent(model.catalog, relation) &&
           !model.listed_service_only(table);
}

/// What gives the role the first of what it holds: of tables that one statement opens one is told.
Span granted_at(const Model& model, RelationId table, const Holder& client) {
    for (const PolicyCommand command : row_commands) {
        const Privilege privilege = privilege_for(command);
        const AclEntry* entry =
            client.privileges.has(privilege) ? model.reach.source(client.role, table, privilege) : nullptr;
        if (entry != nullptr) return entry->span;
    }
    return model.catalog[table].name_span;
}

void report(const Model& model, RelationId table, std::span<const Holder> clients, Sink& sink) {
    const Relation& relation = model.catalog[table];
    const std::string name = model.catalog.name_of(table);
    const Span place = relation.rls.span.valid() ? relation.rls.span : relation.name_span;
    const std::string who = in_prose(model.catalog, roles_of(clients));
    Finding finding =
        sink.finding(name, place, name + " has no policy: " + who + " can query it but reach no row");
    doubt(finding, {model.doubt(table, Aspect::more_policies), model.doubt(table, Aspect::rls_off),
                    model.doubt(table, Aspect::privileges)});
    relate(finding, grants_to(model, table, clients));
    finding.cause = {cause_at(granted_at(model, table, clients.front())), "table"};
    finding.help = with_sql(
        "Write a policy for what clients may do, or list the table under service_only in rlslint.toml",
        create_policy(model, table, "read own rows", PolicyCommand::select, roles_of(clients),
                      own_row_test(model, table)));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        if (!shuts_everyone_out(model, table)) continue;
        const std::vector<Holder> clients = clients_reaching(model, table);
        if (!clients.empty()) report(model, table, clients, sink);
    }
}

} // namespace

Rule rls_without_policies() { return {&info, check}; }

} // namespace rlslint::rules
