#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Several permissive policies are evaluated for the same role and command",
    .why =
        R"(Permissive policies add up: PostgreSQL evaluates each of them that applies, for every row that none before has let
through, and an index serves an OR of them badly. What a row must fulfil is also harder to see.)",
    .when_fine =
        R"(They are easier to read apart, and the table stays small. Do not merge policies of different commands or roles:
a policy FOR ALL that swallows them lets more through.)",
    .fix = R"(Write one policy for the role and command, its conditions joined by OR.)",
    .bad =
        R"(create table public.notes (id bigint primary key, user_id uuid not null, public boolean not null);
alter table public.notes enable row level security;
create policy "own" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "public ones" on public.notes
    for select to authenticated
    using (public);)",
    .good =
        R"(create table public.notes (id bigint primary key, user_id uuid not null, public boolean not null);
alter table public.notes enable row level security;
create policy "own or public" on public.notes
    for select to authenticated
    using (public or user_id = (select auth.uid()));
create policy "add own" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"1050"};
constexpr Alias aliases[] = {{"splinter", "0006_multiple_permissive_policies"},
                             {"supabase-rls-guard", "RLS017"}};

constexpr RuleOption options[] = {
    {"most", RuleOption::Kind::number, "So many permissive policies for one role and command are fine.", 1}};

constexpr RuleInfo info{
    .id = "multiple-permissive",
    .group = RuleGroup::performance,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
    .options = options,
};

/// Those that can let the role do something: of others policy-for-exempt-role tells.
std::vector<PolicyId> applying(const Model& model, RelationId table, RoleId role, PolicyCommand command) {
    std::vector<PolicyId> found;
    for (const PolicyId id : model.catalog[table].policies) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive && covers(policy.command, command) && model.reach.applies_to(policy, role) &&
            gate(policy, command).present() && truth_for(model, role, gate(policy, command)) != Truth::never)
            found.push_back(id);
    }
    return found;
}

/// What there is too much of on one table.
struct Overlap {
    PrivilegeSet commands;
    std::vector<RoleId> roles;
    std::vector<PolicyId> policies;
};

template <class Id> void add(std::vector<Id>& list, Id id) {
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

Overlap overlap(const Model& model, RelationId table, std::size_t most) {
    Overlap found;
    for (const RoleId role : model.reach.api_roles()) {
        const PrivilegeSet reached = model.reach.reachable(role, table);
        if (model.reach.exempt(role, table)) continue;
        for (const PolicyCommand command : row_commands) {
            const auto policies = applying(model, table, role, command);
            if (policies.size() <= most || !reached.has(privilege_for(command))) continue;
            found.commands |= privilege_for(command);
            add(found.roles, role);
            for (const PolicyId id : policies)
                add(found.policies, id);
        }
    }
    return found;
}

void check(const Model& model, Sink& sink) {
    const auto most = static_cast<std::size_t>(std::max(1, sink.number("most")));
    for (const RelationId table : model.tables()) {
        if (!model.catalog[table].rls) continue;
        const Overlap found = overlap(model, table, most);
        if (found.policies.empty()) continue;
        const std::string name = model.catalog.name_of(table);
        const PolicyId last = found.policies.back();
        Finding finding =
            sink.finding(name, model.catalog[last].name_span,
                         std::to_string(found.policies.size()) + " permissive policies of " + name +
                             " overlap for " + in_prose(model.catalog, found.roles) + ": for " +
                             in_prose(found.commands) + " more than one is evaluated");
        doubt(finding, {model.doubt(table, Aspect::fewer_policies), model.doubt(table, Aspect::privileges)});
        for (const PolicyId id : found.policies) {
            if (id != last) relate(finding, {{"so does this one", model.catalog[id].name_span}});
        }
        finding.clause = in_prose(found.commands);
        finding.cause = {in_prose(model.catalog, found.roles) + ": " + finding.clause, "table"};
        finding.help =
            "Join their conditions by OR in one policy for each command; a policy FOR ALL in their place "
            "would let more through";
        sink.report(std::move(finding));
    }
}

} // namespace

Rule multiple_permissive() { return {&info, check}; }

} // namespace rlslint::rules
