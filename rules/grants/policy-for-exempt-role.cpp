#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy lets in nobody but a role that bypasses row security anyway, so it does nothing",
    .why =
        R"(The back end's role reads and writes every row with or without it. Such a policy is often the rest of a mistake:
without its TO it opens the table to everyone, and readers take it for what protects the rows.)",
    .when_fine = R"(The same migrations also run where the role is bound by policies.)",
    .fix = R"(Drop the policy.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "back end" on public.notes
    to service_role
    using (true) with check (true);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr Alias aliases[] = {
    {"pgrls", "SEC023"},
};

constexpr RuleInfo info{
    .id = "policy-for-exempt-role",
    .group = RuleGroup::grants,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
};

/// A session of this role passes the policy's clauses in some row.
bool lets_in(const Model& model, const Policy& policy, RoleId role) {
    if (!model.reach.applies_to(policy, role)) return false;
    const std::vector<const BoundExpr*> clauses = clauses_of(policy);
    const std::vector<Caller> callers = model.access.callers(role);
    return std::any_of(callers.begin(), callers.end(), [&](const Caller& caller) {
        const Circumstances session{caller, role, nullptr, {}};
        return std::any_of(clauses.begin(), clauses.end(), [&](const BoundExpr* clause) {
            return truth_under(session, model.catalog, model.platform, *clause) != Truth::never;
        });
    });
}

bool lets_a_client_in(const Model& model, const Policy& policy) {
    const auto clients = model.reach.api_roles();
    return std::any_of(clients.begin(), clients.end(),
                       [&](RoleId role) { return lets_in(model, policy, role); });
}

bool lets_the_back_end_in(const Model& model, const Policy& policy) {
    const auto& names = model.platform.service_roles;
    return std::any_of(names.begin(), names.end(), [&](Symbol name) {
        const RoleId role = model.catalog.find_role(name);
        return role.valid() && lets_in(model, policy, role);
    });
}

/// It is for the API's roles and no others, besides those that bypass row security.
bool is_for_the_api(const Model& model, const Policy& policy) {
    const auto clients = model.reach.api_roles();
    return !clients.empty() && std::all_of(policy.roles.begin(), policy.roles.end(), [&](RoleId role) {
        return role == public_role || model.reach.exempt(role, policy.table) ||
               std::find(clients.begin(), clients.end(), role) != clients.end();
    });
}

/// What it asks for is a claim that only the back end's sessions have.
bool asks_for_the_back_end(const Model& model, const Policy& policy) {
    const std::vector<const BoundExpr*> clauses = clauses_of(policy);
    const bool by_claim =
        !clauses.empty() && std::all_of(clauses.begin(), clauses.end(), [&](const BoundExpr* c) {
            const Facts& facts = model.facts(*c);
            return facts.reads_identity && facts.truth == Truth::depends;
        });
    return by_claim && is_for_the_api(model, policy) && lets_the_back_end_in(model, policy) &&
           !lets_a_client_in(model, policy);
}

void report(const Model& model, PolicyId id, Span place, const std::string& whom, Sink& sink) {
    Finding finding = sink.finding(model, id, place,
                                   "the policy does nothing: " + whom + " bypasses the row security of " +
                                       model.catalog.name_of(model.catalog[id].table));
    finding.cause = {whom, "policy"};
    finding.fixes.push_back({"Drop the policy", Applicability::unsafe, drop_policy(model, id), {}});
    finding.help = with_sql("Drop the policy", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive || !model.catalog[policy.table].rls) continue;
        if (!binds_someone(model, policy))
            report(model, id, policy.roles_span, in_prose(model.catalog, policy.roles), sink);
        else if (asks_for_the_back_end(model, policy))
            report(model, id, clauses_of(policy).front()->span(),
                   "only the back end's sessions pass, and their role", sink);
    }
}

} // namespace

Rule policy_for_exempt_role() { return {&info, check}; }

} // namespace rlslint::rules
