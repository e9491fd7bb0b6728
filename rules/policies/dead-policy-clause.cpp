#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A permissive policy lacks the clause that its command needs, and so lets nothing through",
    .why =
        R"(A clause that a permissive policy leaves out counts as false, not as true: without WITH CHECK a policy
for INSERT refuses every row, without USING one for SELECT, UPDATE or DELETE admits none. PostgreSQL accepts such a
policy without a word, and it is often read as one that allows everything.)",
    .when_fine =
        R"(Never: the policy has no effect. To shut everyone out, write no policy, or `using (false)`.)",
    .fix = R"(Add the clause by ALTER POLICY, or drop the policy.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "add own notes" on public.notes
    for insert to authenticated;)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));
create policy "add own notes" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
};

constexpr Alias aliases[] = {{"pgrls", "SEC006"}};

constexpr RuleInfo info{
    .id = "dead-policy-clause",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = aliases,
    .doc = doc,
};

/// ALL takes either clause: with a check alone it still admits new rows.
bool lets_nothing_through(const Policy& policy) {
    switch (policy.command) {
    case PolicyCommand::all: return !policy.using_clause.present() && !policy.check_clause.present();
    case PolicyCommand::insert: return !policy.check_clause.present();
    case PolicyCommand::select:
    case PolicyCommand::update:
    case PolicyCommand::delete_: break;
    }
    return !policy.using_clause.present();
}

void report(const Model& model, PolicyId id, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const std::string_view clause = policy.command == PolicyCommand::insert ? "WITH CHECK" : "USING";
    const std::string command =
        policy.command == PolicyCommand::all ? "" : std::string{to_string(policy.command)};
    const Span place = policy.command_span.valid() ? policy.command_span : policy.name_span;
    Finding finding = sink.finding(model, id, place,
                                   "without " + std::string{clause} + " the policy lets no " +
                                       (command.empty() ? "command" : command) + " through on " +
                                       model.catalog.name_of(policy.table));
    finding.help = with_sql(
        "Say which rows it admits",
        alter_policy(model, id, policy.command == PolicyCommand::insert ? "with check (…)" : "using (…)"));
    finding.fixes.push_back(
        {"Drop the policy, which has no effect", Applicability::unsafe, drop_policy(model, id), {}});
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive && lets_nothing_through(policy)) report(model, id, sink);
    }
}

} // namespace

Rule dead_policy_clause() { return {&info, check}; }

} // namespace rlslint::rules
