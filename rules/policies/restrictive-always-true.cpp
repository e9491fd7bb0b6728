#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A restrictive policy restricts nothing",
    .why =
        R"(Restrictive policies narrow what the permissive ones open. One whose clause always holds for those whom it binds,
or is left out, narrows nothing: whoever relies on it is not protected by it.)",
    .when_fine = R"(As a reminder of what is to come; better a comment.)",
    .fix = R"(Give it the test that was meant, or drop it.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "second factor" on public.notes
    as restrictive for select to authenticated
    using (true);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "second factor" on public.notes
    as restrictive for select to authenticated
    using ((select auth.jwt()) ->> 'aal' = 'aal2');)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC031"},
};

constexpr RuleInfo info{
    .id = "restrictive-always-true",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// Left out, or true in every session of the roles that the policy binds.
bool restricts_nothing(const Model& model, const Policy& policy, const BoundExpr& clause) {
    if (!clause.present() || model.facts(clause).truth == Truth::always) return true;
    bool binds_any = false;
    for (const RoleId role : model.reach.api_roles()) {
        if (!model.reach.applies_to(policy, role)) continue;
        if (truth_for(model, role, clause) != Truth::always) return false;
        binds_any = true;
    }
    return binds_any && policy.roles != std::vector<RoleId>{public_role};
}

Span place_of(const Policy& policy) {
    if (policy.using_clause.present()) return policy.using_clause.span();
    return policy.check_clause.present() ? policy.check_clause.span() : policy.name_span;
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive || !is_in_force(model, policy)) continue;
        if (!restricts_nothing(model, policy, policy.using_clause) ||
            !restricts_nothing(model, policy, policy.check_clause))
            continue;
        Finding finding = sink.finding(
            model, id, place_of(policy),
            "this restrictive policy restricts nothing on " + model.catalog.name_of(policy.table) +
                (clauses_of(policy).empty() ? ": it has no clause"
                                            : ": its clause holds for all whom it binds"));
        finding.help = with_sql("Give it the test that was meant, or drop it", drop_policy(model, id));
        sink.report(std::move(finding));
    }
}

} // namespace

Rule restrictive_always_true() { return {&info, check}; }

} // namespace rlslint::rules
