#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary =
        "A policy is for roles that hold no privilege on the table for what it covers, so it does nothing",
    .why =
        R"(A policy filters rows for a role that may run the command at all. It gives no privilege: without a GRANT the
role is refused with error 42501 before the policy is asked.)",
    .when_fine =
        R"(The grant is made outside the migrations: bring it into them, so that what is in force can be read in one
place.)",
    .fix = R"(Grant the command to the role that the policy names, or drop the policy.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select on public.notes to authenticated;
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "remove own notes" on public.notes
    for delete to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
grant select, delete on public.notes to authenticated;
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "remove own notes" on public.notes
    for delete to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr RuleInfo info{
    .id = "policy-without-grant",
    .group = RuleGroup::grants,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
    .example_profile = "supabase",
};

PrivilegeSet needed(const Policy& policy) {
    PrivilegeSet privileges;
    for (const PolicyCommand command : row_commands) {
        if (covers(policy.command, command)) privileges |= privilege_for(command);
    }
    return privileges;
}

/// Not one of those that a platform has for its own services: they hold what they need, and no policy
/// is written for them.
bool counts(const Model& model, const Policy& policy, RoleId role) {
    const auto clients = model.reach.api_roles();
    return !model.catalog[role].origin.profile ||
           std::find(clients.begin(), clients.end(), role) != clients.end() ||
           std::find(policy.roles.begin(), policy.roles.end(), role) != policy.roles.end();
}

/// Some role that the policy binds holds one of the privileges: what makes it do something.
bool is_used(const Model& model, const Policy& policy) {
    const auto roles = model.catalog.roles();
    for (std::uint32_t i = 0; i < roles.size(); ++i) {
        const RoleId role{i};
        if (roles[i].origin.dropped || !counts(model, policy, role) ||
            !model.reach.applies_to(policy, role) || model.reach.exempt(role, policy.table))
            continue;
        if (model.reach.privileges(role, policy.table).has_any(needed(policy))) return true;
    }
    return false;
}

/// Whom it is for; of PUBLIC the API's roles, where the platform names them. What roles hold that are only named is not known.
std::vector<RoleId> meant(const Model& model, const Policy& policy) {
    std::vector<RoleId> roles;
    for (const RoleId role : policy.roles) {
        const auto clients = model.reach.api_roles();
        if (role == public_role && model.platform.api_roles.empty()) continue;
        if (role == public_role)
            roles.insert(roles.end(), clients.begin(), clients.end());
        else if (!model.reach.exempt(role, policy.table) && !model.catalog[role].origin.assumed)
            roles.push_back(role);
    }
    return roles;
}

/// The history took something from clients here: what is locked on purpose is not to be opened again.
bool was_revoked(const Model& model, RelationId table) {
    const auto events = model.catalog.events();
    return std::any_of(events.begin(), events.end(), [&](const Event& event) {
        const auto* relation = std::get_if<RelationId>(&event.subject);
        return event.kind == Event::Kind::revoked && relation != nullptr && *relation == table;
    });
}

void report(const Model& model, PolicyId id, std::span<const RoleId> roles, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const std::string lack = roles.size() == 1 ? " lacks " : " lack ";
    Finding finding =
        sink.finding(model, id, policy.roles_span.valid() ? policy.roles_span : policy.name_span,
                     "the policy does nothing: " + in_prose(model.catalog, roles) + lack +
                         in_prose(needed(policy)) + " on " + model.catalog.name_of(policy.table));
    doubt(finding, {model.doubt(policy.table, Aspect::grants), model.doubt(policy.table, Aspect::rls_off)});
    if (was_revoked(model, policy.table)) {
        finding.fixes.push_back({"Drop the policy", Applicability::unsafe, drop_policy(model, id), {}});
        finding.help =
            with_sql("The privilege was revoked: if it stays so, drop the policy", finding.fixes[0].sql);
    } else {
        const std::string sql = grant(model, needed(policy), policy.table, roles);
        finding.fixes.push_back({"Grant what the policy is about", Applicability::unsafe, sql, {}});
        finding.help = with_sql("Grant what the policy is about, or drop it", sql);
    }
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const Relation& table = model.catalog[policy.table];
        if (!policy.permissive || !table.rls || table.origin.assumed || is_used(model, policy)) continue;
        // That nobody holds anything on the table is missing-grant's to tell.
        if (is_served(model, policy.table) && is_ungranted(model, policy.table)) continue;
        const std::vector<RoleId> roles = meant(model, policy);
        if (!roles.empty()) report(model, id, roles, sink);
    }
}

} // namespace

Rule policy_without_grant() { return {&info, check}; }

} // namespace rlslint::rules
