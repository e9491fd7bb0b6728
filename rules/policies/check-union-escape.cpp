#include <algorithm>

#include "rlslint/access/questions.hpp"
#include "rlslint/lint/kit_mend.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary =
        "Together the policies of a table let rows be changed in a way that none of them lets by itself",
    .why =
        R"(PostgreSQL asks whether some policy admits the old row, and whether some policy admits the new one: not whether it is
the same. With one policy for own rows and another for drafts, a user turns an own row into somebody else's draft.)",
    .when_fine =
        R"(Both steps together are meant. Where no policy has a WITH CHECK of its own it is only noted.)",
    .fix =
        R"(Put what must hold of every new row into a restrictive policy, or write one policy with both alternatives.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, status text not null);
alter table public.notes enable row level security;
create policy "see own" on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "change own" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "review drafts" on public.notes
    for update to authenticated
    using (status = 'draft') with check (status = 'reviewed');)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "see own" on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "change own" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863"};
constexpr Alias aliases[] = {
    {"rlsautotest", "runtime"},
};

constexpr RuleInfo info{
    .id = "check-union-escape",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "6.5",
    .precision = Precision::medium,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The permissive policies for UPDATE that bind a role.
std::vector<PolicyId> update_policies(const Model& model, RelationId table, RoleId role) {
    std::vector<PolicyId> policies;
    for (const PolicyId id : model.catalog[table].policies) {
        const Policy& policy = model.catalog[id];
        const auto clients = clients_of(model, policy, PolicyCommand::update);
        const bool binds = std::find(clients.begin(), clients.end(), role) != clients.end();
        if (policy.permissive && binds && policy.using_clause.present()) policies.push_back(id);
    }
    return policies;
}

void report(const Model& model, RelationId table, RoleId role, std::span<const PolicyId> policies,
            Sink& sink) {
    const bool checked = std::any_of(policies.begin(), policies.end(),
                                     [&](PolicyId id) { return model.catalog[id].check_clause.present(); });
    const Policy& first = model.catalog[policies.front()];
    Finding finding = sink.finding(
        model, policies.front(), first.name_span,
        model.catalog.name_of(role) + " can change rows of " + model.catalog.name_of(table) +
            " in a way that no policy allows by itself: one admits the old row, another the new one");
    if (!checked) finding.severity = Severity::info;
    doubt(finding, {model.doubt(table, Aspect::restrictions), model.doubt(table, Aspect::privileges)});
    for (const PolicyId id : policies.subspan(1)) {
        doubt(finding, {model.doubt(id)});
        relate(finding, {{"together with this policy", model.catalog[id].name_span}});
    }
    finding.help = with_sql(
        "Put what must hold of every new row into a restrictive policy, or write one policy with both "
        "alternatives",
        "create policy \"every new row\" on " + sql_name(model.catalog, table) +
            " as restrictive for update to " + sql_name(model.catalog, role) + " using (true) with check (" +
            own_row_test(model, table) + ");");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    const Questions questions{model.catalog, model.platform, model.reach, model.access};
    for (const RelationId table : model.tables()) {
        if (!model.catalog[table].rls) continue;
        for (const RoleId role : model.reach.api_roles()) {
            const auto policies = update_policies(model, table, role);
            const bool several = policies.size() > 1 && policies.size() < 9;
            if (!several || is_restricted(model, table, role, PolicyCommand::update) ||
                questions.admitted_only_together(policies) != Answer::yes)
                continue;
            report(model, table, role, policies, sink);
            break;
        }
    }
}

} // namespace

Rule check_union_escape() { return {&info, check}; }

} // namespace rlslint::rules
