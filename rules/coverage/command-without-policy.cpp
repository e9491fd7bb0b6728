#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Clients are granted a command that no policy lets them use",
    .why =
        R"(A command for which a role has no permissive policy reaches no row: an UPDATE or DELETE changes nothing and
reports no error, an INSERT fails. Either a policy was forgotten, or the grant gives more than is meant and waits for the
next policy to open it.)",
    .when_fine = R"(The policies come in a later migration.)",
    .fix = R"(Write the policy, or take the privilege back.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select, delete on public.notes to authenticated;
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select on public.notes to authenticated;
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr Alias aliases[] = {
    {"pgrls", "SEC022"},
    {"rlsautotest", "L010"},
};

constexpr RuleInfo info{
    .id = "command-without-policy",
    .group = RuleGroup::coverage,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
    .example_profile = "supabase",
};

/// Nothing that the role does by this command passes: no permissive policy is for it.
bool is_without_policy(const Model& model, RelationId table, RoleId role, PolicyCommand command) {
    const auto& policies = model.catalog[table].policies;
    return !model.reach.exempt(role, table) &&
           std::none_of(policies.begin(), policies.end(), [&](PolicyId id) {
               const Policy& policy = model.catalog[id];
               return policy.permissive && covers(policy.command, command) &&
                      model.reach.applies_to(policy, role);
           });
}

/// Some policy lets some client do something: else that is what other rules are about.
bool is_in_use(const Model& model, RelationId table) {
    const Relation& relation = model.catalog[table];
    if (!relation.is_table() || !relation.rls || relation.origin.assumed || relation.partition) return false;
    return std::any_of(relation.policies.begin(), relation.policies.end(), [&](PolicyId id) {
        return model.catalog[id].permissive && binds_someone(model, model.catalog[id]);
    });
}

/// What of an entry lets an API role run commands that no policy is for. That of a group counts for
/// nobody in particular.
PrivilegeSet idle(const Model& model, RelationId table, const AclEntry& entry) {
    PrivilegeSet privileges;
    const auto clients = model.reach.api_roles();
    if (std::find(clients.begin(), clients.end(), entry.grantee) == clients.end() || !is_in_use(model, table))
        return privileges;
    for (const PolicyCommand command : row_commands) {
        const Privilege privilege = privilege_for(command);
        if (entry.privileges.has(privilege) && is_without_policy(model, table, entry.grantee, command))
            privileges |= privilege;
    }
    return privileges;
}

void report(const Model& model, const StandingGrant& grant, Sink& sink) {
    const RelationId first = grant.relations.front();
    const std::string are = grant.grantees.size() == 1 ? " is granted " : " are granted ";
    Finding finding =
        sink.finding(model.catalog.name_of(first), grant.span,
                     in_prose(model.catalog, grant.grantees) + are + in_prose(grant.privileges) + " on " +
                         name_of_all(model.catalog, grant.relations) + ", and no policy lets a row pass");
    doubt(finding, {model.doubt(first, Aspect::more_policies), model.doubt(first, Aspect::privileges),
                    model.doubt(first, Aspect::rls_off)});
    for (const RelationId table : grant.relations)
        relate(finding, {{"the table", model.catalog[table].name_span}});
    finding.help = with_sql("Write a policy for it, or take it back",
                            revoke(model, grant.privileges, first, grant.grantees));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto grants = standing_grants(
        model, [&](RelationId table, const AclEntry& entry) { return idle(model, table, entry); });
    for (const StandingGrant& grant : grants)
        report(model, grant, sink);
}

} // namespace

Rule command_without_policy() { return {&info, check}; }

} // namespace rlslint::rules
