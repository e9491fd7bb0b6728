#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/predicate/decide.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A role may insert rows that no policy lets it read back",
    .why =
        R"(INSERT … RETURNING and ON CONFLICT read the new row and need the policies for SELECT. Where none admits it, the whole
statement fails: `new row violates row-level security policy` (42501). The API asks for the row back unless told otherwise.)",
    .when_fine =
        R"(Rows are meant to be dropped into a box: feedback, reports. Then ask for nothing back (`return=minimal`).)",
    .fix = R"(Add a policy for SELECT on the rows that the role inserts.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "add notes" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "add notes" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};

constexpr RuleInfo info{
    .id = "insert-not-readable",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = false,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = {},
    .doc = doc,
};

/// No row that the policy admits is shown by a policy for SELECT.
bool unreadable(const Model& model, RoleId role, const Policy& policy) {
    Decider decider{model.catalog, model.platform};
    std::vector<Demand> shown;
    for (const PolicyId id : model.catalog[policy.table].policies) {
        const Policy& other = model.catalog[id];
        const bool shows = other.permissive && covers(other.command, PolicyCommand::select) &&
                           other.using_clause.present() && model.reach.applies_to(other, role);
        if (shows) shown.push_back(decider.holds(other.using_clause));
    }
    if (shown.empty()) return true;
    return decider.possible(Demand::all(
               {decider.holds(policy.check_clause), Demand::any(std::move(shown))})) == Answer::no;
}

std::vector<RoleId> blind_roles(const Model& model, const Policy& policy) {
    std::vector<RoleId> roles;
    for (const RoleId role : clients_of(model, policy, PolicyCommand::insert)) {
        const bool may_read = model.reach.reachable(role, policy.table).has(Privilege::select);
        const bool inserts = truth_for(model, role, policy.check_clause) != Truth::never;
        if (may_read && inserts && is_meant_for(model, role, policy) && unreadable(model, role, policy))
            roles.push_back(role);
    }
    return roles;
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked = policy.permissive && policy.command == PolicyCommand::insert &&
                           policy.check_clause.present() && model.catalog[policy.table].rls;
        const auto roles = asked ? blind_roles(model, policy) : std::vector<RoleId>{};
        if (roles.empty()) continue;
        Finding finding = finding_in(
            model, sink, {id, policy, policy.check_clause}, policy.check_clause.span(),
            in_prose(model.catalog, roles) + " can insert rows into " + model.catalog.name_of(policy.table) +
                " and read none of them back: INSERT … RETURNING fails (42501)");
        doubt(finding, {model.doubt(policy.table, Aspect::more_policies)});
        finding.help =
            with_sql("Add a policy for SELECT on the rows that are inserted, or ask for nothing back",
                     create_policy(model, policy.table, "read what was inserted", PolicyCommand::select,
                                   roles, model.sources.text(policy.check_clause.span())));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule insert_not_readable() { return {&info, check}; }

} // namespace rlslint::rules
