#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Two policies of a table say the same",
    .why =
        R"(Same command, same roles, same clauses: both are asked, and whoever changes one of them later changes nothing, because the
other still lets the rows through.)",
    .when_fine = R"(Never needed.)",
    .fix = R"(Drop one of them.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"1041"};
constexpr Alias aliases[] = {
    {"pgrls", "HYG003"},
};

constexpr RuleInfo info{
    .id = "duplicate-policy",
    .group = RuleGroup::policies,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

std::vector<RoleId> in_order(std::vector<RoleId> roles) {
    std::sort(roles.begin(), roles.end());
    return roles;
}

std::string words(const Model& model, const BoundExpr& clause) {
    return without_layout(model.sources.text(clause.span()));
}

/// Written alike, or proven to let the same rows through.
bool same(const Model& model, RelationId table, const BoundExpr& a, const BoundExpr& b) {
    if (!a.present() || !b.present()) return a.present() == b.present();
    return model.equivalent(table, a, b) || words(model, a) == words(model, b);
}

bool same(const Model& model, const Policy& a, const Policy& b) {
    return a.command == b.command && a.permissive == b.permissive && in_order(a.roles) == in_order(b.roles) &&
           same(model, a.table, a.using_clause, b.using_clause) &&
           same(model, a.table, a.check_clause, b.check_clause);
}

/// The first policy of the table that says the same; none for that one itself.
PolicyId earlier(const Model& model, PolicyId id) {
    if (!may_compare_policies(model, model.catalog[id].table)) return {};
    for (const PolicyId other : model.catalog[model.catalog[id].table].policies) {
        if (other == id) break;
        if (same(model, model.catalog[other], model.catalog[id])) return other;
    }
    return {};
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        if (clauses_of(model.catalog[id]).empty()) continue;
        const PolicyId first = earlier(model, id);
        if (!first.valid()) continue;
        const Policy& policy = model.catalog[id];
        Finding finding =
            sink.finding(model, id, policy.name_span,
                         "this policy of " + model.catalog.name_of(policy.table) + " says the same as " +
                             std::string{model.catalog[first].name.text()});
        doubt(finding, {model.doubt(first)});
        relate(finding, {{"which is made here", model.catalog[first].name_span}});
        finding.help = with_sql("Drop one of them", drop_policy(model, id));
        finding.fixes.push_back({"Drop it", Applicability::safe, drop_policy(model, id), {}});
        sink.report(std::move(finding));
    }
}

} // namespace

Rule duplicate_policy() { return {&info, check}; }

} // namespace rlslint::rules
