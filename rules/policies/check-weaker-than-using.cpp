#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/witness.hpp"
#include "rlslint/predicate/decide.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A row that its owner may change can be rewritten into somebody else's",
    .why =
        R"(USING decides which rows may be updated, WITH CHECK what they may become. Where USING ties a column to the caller
and WITH CHECK does not look at that column, the caller can give the row to another user or tenant: plant it among their data,
or get it out of sight of whoever should see it.)",
    .when_fine = R"(Rows are meant to be handed over: then let the check say to whom.)",
    .fix = R"(Leave WITH CHECK out, so that USING is asked of the new row too, or repeat the tie in it.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "change own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid())) with check (body is not null);)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy see on public.notes for select to authenticated using (user_id = (select auth.uid()));
create policy "change own notes" on public.notes
    for update to authenticated
    using (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()) and body is not null);)",
};

constexpr std::string_view cwe[] = {"863", "639"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC020"},
    {"pgrls", "SEC040"},
};

constexpr RuleInfo info{
    .id = "check-weaker-than-using",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "7.1",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// A column that USING ties to the caller and that a client can change to anything.
struct Loose {
    Tie tie;
    RoleId role;
};

/// A restrictive policy looks at the column, or at what is not known.
bool restricted(const Model& model, RoleId role, RelationId table, ColumnNumber column) {
    const auto& policies = model.catalog[table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        if (policy.permissive || !covers(policy.command, PolicyCommand::update) ||
            !model.reach.applies_to(policy, role))
            return false;
        const BoundExpr& clause = policy.check_clause.present() ? policy.check_clause : policy.using_clause;
        return clause.present() &&
               (model.anatomy(clause).uses_row_column(column) || model.readings(clause)[0].unread);
    });
}

/// No proof that the column stays as it is.
bool can_change(const Model& model, const Policy& policy, ColumnNumber column) {
    Decider decider{model.catalog, model.platform};
    return decider.possible(Demand::all({decider.holds(policy.using_clause),
                                         decider.holds(policy.check_clause, RowVersion::new_row),
                                         decider.changes(policy.table, column)})) != Answer::no;
}

std::optional<Loose> loose(const Model& model, const Policy& policy) {
    const Anatomy& check = model.anatomy(policy.check_clause);
    if (model.readings(policy.check_clause)[0].unread) return std::nullopt;
    for (const Tie& tie : model.anatomy(policy.using_clause).ties()) {
        if (check.uses_row_column(tie.column) || !can_change(model, policy, tie.column)) continue;
        for (const RoleId role : clients_of(model, policy, PolicyCommand::update)) {
            const bool passes = truth_for(model, role, policy.check_clause) != Truth::never &&
                                truth_for(model, role, policy.using_clause) != Truth::never;
            if (passes && model.reach.holds_on_column(role, policy.table, tie.column, Privilege::update) &&
                !restricted(model, role, policy.table, tie.column))
                return Loose{tie, role};
        }
    }
    return std::nullopt;
}

/// The same row before and after, for a column that holds the caller's id.
Witness witness(const Model& model, RelationId table, const Loose& found) {
    const std::string column{model.catalog[table].columns[found.tie.column].name.text()};
    Witness shown = in_session(model, found.role,
                               "update " + sql_name(model.catalog, table) + " set " + quote_ident(column) +
                                   " = gen_random_uuid();");
    shown.row.emplace()[column] = "the caller's id";
    shown.new_row.emplace()[column] = "any other id";
    return shown;
}

void report(const Model& model, PolicyId id, const Loose& found, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const Relation& table = model.catalog[policy.table];
    const std::string column{table.columns[found.tie.column].name.text()};
    Finding finding =
        finding_in(model, sink, {id, policy, policy.check_clause}, policy.check_clause.span(),
                   model.catalog.name_of(found.role) + " can change " + column + " of their rows of " +
                       model.catalog.name_of(policy.table) + " to anyone's: the check does not look at it");
    doubt(finding,
          {model.doubt(policy.table, Aspect::restrictions), model.doubt(policy.table, Aspect::privileges)});
    if (guarded_by_trigger(model, policy.table, column)) finding.severity = Severity::info;
    relate(finding,
           {{"USING ties it to the caller", (*policy.using_clause.tree)[found.tie.comparison].span}});
    finding.help = "Ask it of the new row too: with check (" +
                   std::string{model.sources.text((*policy.using_clause.tree)[found.tie.comparison].span)} +
                   " and …); without WITH CHECK, USING is asked of both";
    propose_asking_too(model, {id, policy, policy.check_clause, true},
                       (*policy.using_clause.tree)[found.tie.comparison].span, finding);
    if (found.tie.to_identity) finding.witness = witness(model, policy.table, found);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const bool asked = policy.permissive && is_in_force(model, policy) && policy.using_clause.present() &&
                           policy.check_clause.present();
        if (!asked) continue;
        if (const auto found = loose(model, policy)) report(model, id, *found, sink);
    }
}

} // namespace

Rule check_weaker_than_using() { return {&info, check}; }

} // namespace rlslint::rules
