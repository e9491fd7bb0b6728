#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A restrictive policy was dropped, and access is wider without it",
    .why =
        R"(A restrictive policy narrows what all permissive ones let through: no session without a second factor, no row of a
locked account. With the last one for a command gone, what the permissive policies say is all that counts, and nothing
fails.)",
    .when_fine = R"(The restriction is no longer wanted, or is part of the permissive policies now.)",
    .fix = R"(Create it again, or write its condition into every permissive policy.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "second factor" on public.notes as restrictive
    to authenticated
    using ((select auth.jwt()) ->> 'aal' = 'aal2');
drop policy "second factor" on public.notes;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "second factor" on public.notes as restrictive
    to authenticated
    using ((select auth.jwt()) ->> 'aal' = 'aal2');
drop policy "second factor" on public.notes;
create policy "strong sessions" on public.notes as restrictive
    using ((select auth.jwt()) ->> 'aal' = 'aal2');)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "restriction-dropped",
    .group = RuleGroup::history,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

bool lets_through(const Model& model, RelationId table, RoleId role, PolicyCommand command) {
    const auto& policies = model.catalog[table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        return policy.permissive && covers(policy.command, command) && model.reach.applies_to(policy, role) &&
               gate(policy, command).present();
    });
}

/// It kept rows from a role, which now gets them: no other restriction is left for the command.
bool is_wider(const Model& model, const Policy& dropped, RoleId role, PolicyCommand command) {
    const BoundExpr& clause = gate(dropped, command);
    return covers(dropped.command, command) && model.reach.applies_to(dropped, role) && clause.present() &&
           model.facts(clause).truth != Truth::always && !model.reach.exempt(role, dropped.table) &&
           model.reach.reachable(role, dropped.table).has(privilege_for(command)) &&
           lets_through(model, dropped.table, role, command) &&
           !is_restricted(model, dropped.table, role, command);
}

std::vector<Holder> winners(const Model& model, const Policy& dropped) {
    std::vector<Holder> result;
    for (const RoleId role : model.reach.api_roles()) {
        PrivilegeSet wider;
        for (const PolicyCommand command : row_commands) {
            if (is_wider(model, dropped, role, command)) wider |= privilege_for(command);
        }
        if (!wider.empty()) result.push_back({role, wider});
    }
    return result;
}

void report(const Model& model, PolicyId id, std::span<const Holder> wider, Sink& sink) {
    const Policy& policy = model.catalog[id];
    PrivilegeSet commands;
    for (const Holder& winner : wider)
        commands |= winner.privileges;
    Finding finding =
        sink.finding(model.catalog.name_of(id), policy.origin.dropped_at,
                     "from here on nothing restricts what " + in_prose(model.catalog, roles_of(wider)) +
                         " may " + in_prose(commands) + " on " + model.catalog.name_of(policy.table) +
                         " beyond its permissive policies");
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    relate(finding, {{"the restrictive policy", policy.name_span}});
    finding.help = "Create it again, or write its condition into every permissive policy";
    if (!policy.origin.changed.valid()) {
        const std::string again{model.sources.text(policy.origin.introduced)};
        finding.help = with_sql(finding.help, again.ends_with(';') ? again : again + ";");
    }
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const auto policies = model.catalog.policies();
    std::unordered_set<RelationId> told; // of several that were dropped the last one
    for (std::uint32_t i = static_cast<std::uint32_t>(policies.size()); i-- > 0;) {
        const Policy& policy = policies[i];
        const Relation& table = model.catalog[policy.table];
        const bool asked = policy.origin.dropped && !policy.origin.profile && !policy.permissive &&
                           table.origin.live() && !table.origin.assumed && table.rls &&
                           !told.contains(policy.table);
        if (!asked) continue;
        const std::vector<Holder> wider = winners(model, policy);
        if (wider.empty()) continue;
        told.insert(policy.table);
        report(model, PolicyId{i}, wider, sink);
    }
}

} // namespace

Rule restriction_dropped() { return {&info, check}; }

} // namespace rlslint::rules
