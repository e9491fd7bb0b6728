#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy that asks who is calling shows every row to those who are nobody",
    .why =
        R"(Without a session `auth.uid()` is NULL. A clause such as `auth.uid() is null or user_id = auth.uid()`,
`not (auth.uid() is not null)` or a `coalesce` that stands in for the missing id holds for everyone who has not signed in: they
see more than those who have.)",
    .when_fine =
        R"(`to anon` with a test that the role is `anon`, which is only noted. A policy meant for everyone says
`using (true)`; list its table under `public_tables`.)",
    .fix = R"(Compare a column with the identity and leave it at that: NULL equals nothing.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to anon, authenticated
    using ((select auth.uid()) is null or user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"863", "287"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC004"},
    {"pgrls", "SEC038"},
};

constexpr RuleInfo info{
    .id = "anonymous-read",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "7.5",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

void report(const Model& model, PolicyId id, RoleId role, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = gate(policy, PolicyCommand::select);
    const std::string table = model.catalog.name_of(policy.table);
    Finding finding = finding_in(model, sink, {id, policy, clause}, clause.span(),
                                 model.catalog.name_of(role) + " can read every row of " + table +
                                     ": the clause holds for whoever has not signed in");
    if (names_only_anonymous(model, policy)) finding.severity = Severity::info;
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    relate(finding, grants_to(model, policy.table, std::vector<Holder>{{role, Privilege::select}}));
    finding.help =
        "Compare a column with the caller's identity alone, as in: user_id = (select auth.uid()); NULL "
        "equals nothing, so that whoever has not signed in sees no row";
    propose_signed_in(model, id, finding);
    finding.witness = meeting_every_row(model, std::vector<Holder>{{role, Privilege::select}}, policy.table);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked =
            policy.permissive && is_in_force(model, policy) && !model.listed_public(policy.table);
        if (!asked) continue;
        for (const RoleId role : model.reach.anonymous_roles()) {
            if (opens_to_nobody(model, role, policy, PolicyCommand::select)) report(model, id, role, sink);
        }
    }
}

} // namespace

Rule anonymous_read() { return {&info, check}; }

} // namespace rlslint::rules
