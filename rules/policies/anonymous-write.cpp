#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy that asks who is calling lets those who are nobody write every row",
    .why =
        R"(Without a session `auth.uid()` is NULL. A clause such as `auth.uid() is null or …`, `not (auth.uid() is not
null)` or `coalesce(auth.uid(), user_id) = user_id` holds for everyone who has not signed in: with the public key of the API alone
they insert, change or delete rows that signed-in users may not touch.)",
    .when_fine =
        R"(`to anon` with a test that the role is `anon`, which is only noted: whoever writes that means it.)",
    .fix = R"(Compare a column with the identity and leave it at that: NULL equals nothing.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "add notes" on public.notes
    for insert to anon, authenticated
    with check ((select auth.uid()) is null or user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "add notes" on public.notes
    for insert to authenticated
    with check (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863", "287"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC039"},
};

constexpr RuleInfo info{
    .id = "anonymous-write",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "9.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// What an anonymous role may do with every row by this policy.
PrivilegeSet opened_to(const Model& model, const Policy& policy, RoleId role) {
    PrivilegeSet opened;
    for (const PolicyCommand command :
         {PolicyCommand::insert, PolicyCommand::update, PolicyCommand::delete_}) {
        if (opens_to_nobody(model, role, policy, command)) opened |= privilege_for(command);
    }
    return opened;
}

void report(const Model& model, PolicyId id, const Holder& nobody, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = policy.using_clause.present() ? policy.using_clause : policy.check_clause;
    Finding finding = finding_in(model, sink, {id, policy, clause}, clause.span(),
                                 can_do(model, {&nobody, 1}, policy.table) +
                                     ": the clause holds for whoever has not signed in");
    if (names_only_anonymous(model, policy)) finding.severity = Severity::info;
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    relate(finding, grants_to(model, policy.table, {&nobody, 1}));
    finding.help =
        "Compare a column with the caller's identity alone, as in: user_id = (select auth.uid()); NULL "
        "equals nothing, so that whoever has not signed in passes with no row";
    propose_signed_in(model, id, finding);
    finding.witness = meeting_every_row(model, {&nobody, 1}, policy.table);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!policy.permissive || !is_in_force(model, policy)) continue;
        for (const RoleId role : model.reach.anonymous_roles()) {
            const PrivilegeSet opened = opened_to(model, policy, role);
            if (!opened.empty()) report(model, id, {role, opened}, sink);
        }
    }
}

} // namespace

Rule anonymous_write() { return {&info, check}; }

} // namespace rlslint::rules
