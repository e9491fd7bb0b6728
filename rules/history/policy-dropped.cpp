#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy was dropped, and nothing gives its access back",
    .why =
        R"(Without a permissive policy for a command PostgreSQL lets no row through, and says nothing of it for SELECT, UPDATE
and DELETE: lists are empty and changes do nothing. That may be meant, and may be what is left of a policy that was to be
written anew, or of a DROP … CASCADE that took it along.)",
    .when_fine =
        R"(The access is meant to end. Revoke the privilege as well: then the attempt is an error that says so.)",
    .fix = R"(Write the policy anew, or revoke the privilege from those who no longer need it.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "add own notes" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));
drop policy "add own notes" on public.notes;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
drop policy "read own notes" on public.notes;
create policy "read own notes or all" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr RuleInfo info{
    .id = "policy-dropped",
    .group = RuleGroup::history,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

/// In none of the sessions in which clients hold the role.
bool admits_none(const Model& model, RoleId role, const BoundExpr& clause) {
    const std::vector<Caller> callers = model.access.callers(role);
    return std::all_of(callers.begin(), callers.end(), [&](const Caller& caller) {
        Circumstances session;
        session.caller = caller;
        return truth_under(session, model.catalog, model.platform, clause) == Truth::never;
    });
}

/// It was written for those who have signed in, and covered others only because it named none.
bool covers_by_the_way(const Model& model, const Policy& policy, RoleId role, const BoundExpr& clause) {
    return !is_meant_for(model, role, policy) &&
           (!model.facts(clause).session_calls.empty() || calls_functions(model, clause));
}

/// Nothing of the policies that are left lets the role through.
bool is_lost(const Model& model, const Policy& dropped, RoleId role, PolicyCommand command) {
    if (!covers(dropped.command, command) || !model.reach.applies_to(dropped, role) ||
        model.reach.exempt(role, dropped.table) ||
        !model.reach.reachable(role, dropped.table).has(privilege_for(command)))
        return false;
    const BoundExpr& clause = gate(dropped, command);
    if (!clause.present() || admits_none(model, role, clause) ||
        covers_by_the_way(model, dropped, role, clause))
        return false;
    const auto& left = model.catalog[dropped.table].policies;
    return std::none_of(left.begin(), left.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        return policy.permissive && covers(policy.command, command) && model.reach.applies_to(policy, role);
    });
}

/// What each API role has lost by it.
std::vector<Holder> losers(const Model& model, const Policy& dropped) {
    std::vector<Holder> result;
    for (const RoleId role : model.reach.api_roles()) {
        PrivilegeSet lost;
        for (const PolicyCommand command : row_commands) {
            if (is_lost(model, dropped, role, command)) lost |= privilege_for(command);
        }
        if (!lost.empty()) result.push_back({role, lost});
    }
    return result;
}

/// The table is there and row security keeps it, so that access hangs on policies; of one that has none
/// left rls-without-policies tells.
bool is_kept(const Model& model, const Policy& dropped) {
    const Relation& table = model.catalog[dropped.table];
    return dropped.permissive && table.origin.live() && !table.origin.assumed && table.rls &&
           !table.policies.empty() && !model.listed_service_only(dropped.table);
}

void report(const Model& model, PolicyId id, std::span<const Holder> lost, Sink& sink) {
    const Policy& policy = model.catalog[id];
    PrivilegeSet commands;
    for (const Holder& loser : lost)
        commands |= loser.privileges;
    const std::string table = model.catalog.name_of(policy.table);
    Finding finding =
        sink.finding(model.catalog.name_of(id), policy.origin.dropped_at,
                     "from here on no policy of " + table + " lets " +
                         in_prose(model.catalog, roles_of(lost)) + " through for " + in_prose(commands));
    doubt(finding,
          {model.doubt(policy.table, Aspect::more_policies), model.doubt(policy.table, Aspect::privileges)});
    relate(finding, {{"the policy", policy.name_span}});
    finding.help = with_sql("If the access is meant to end, revoke the privilege as well",
                            revoke(model, commands, policy.table, roles_of(lost)));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto policies = model.catalog.policies();
    std::unordered_set<RelationId> told; // of several that were dropped the last one
    for (std::uint32_t i = static_cast<std::uint32_t>(policies.size()); i-- > 0;) {
        const Policy& policy = policies[i];
        if (!policy.origin.dropped || policy.origin.profile || told.contains(policy.table) ||
            !is_kept(model, policy))
            continue;
        const std::vector<Holder> lost = losers(model, policy);
        if (lost.empty()) continue;
        told.insert(policy.table);
        report(model, PolicyId{i}, lost, sink);
    }
}

} // namespace

Rule policy_dropped() { return {&info, check}; }

} // namespace rlslint::rules
