#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/repeated_calls.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy calls a session function once for every row",
    .why =
        R"(`auth.uid()`, `auth.jwt()` and `current_setting(…)` give the same answer all through a statement, but a
bare call in a policy is made for each row that a query looks at. Wrapped in a sub-select, `(select auth.uid())`, it is
made once: on large tables a difference of orders of magnitude. The check of an INSERT, which sees only the new rows,
is only noted.)",
    .when_fine =
        R"(On tables that stay small. Wrapping adds a sub-select to the policy. Where policies read their own
table again, by way of others or directly, PostgreSQL can then refuse the query as infinitely recursive (42P17): no fix
is offered there. Take that reading into a SECURITY DEFINER function first.)",
    .fix = R"(Write `(select auth.uid())` for `auth.uid()`.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = auth.uid());)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"1050"};
constexpr Alias aliases[] = {
    {"splinter", "0003_auth_rls_initplan"},
    {"pgrls", "PERF001"},
    {"supabase-rls-guard", "RLS008"},
};

constexpr RuleInfo info{
    .id = "auth-call-per-row",
    .group = RuleGroup::performance,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

std::string rows_of(const Model& model, PolicyId id, const RepeatedCall& call) {
    const std::string table = model.catalog.name_of(model.catalog[id].table);
    if (call.per_row && model.catalog[id].command == PolicyCommand::insert)
        return "every new row of " + table;
    return call.per_row ? "every row of " + table
                        : "every row that this sub-select of a policy of " + table + " reads";
}

std::string wrapping(const Model& model, const RepeatingClause& part) {
    std::vector<Replacement> wrapped;
    wrapped.reserve(part.calls.size());
    for (const RepeatedCall& call : part.calls)
        wrapped.push_back({call.span, "(select " + std::string{model.sources.text(call.span)} + ")"});
    return alter_policy(model, part.policy,
                        rewritten(model.sources, part.clause->clause, std::move(wrapped)));
}

/// Wraps every call. No fix where that would, or nearly certainly would, end in infinite recursion, and
/// none for a clause whose text would mean something else today.
void propose_wrapping(const Model& model, const RepeatingClause& part, Finding& finding) {
    const Policy& policy = model.catalog[part.policy];
    const Reentry reentry = model.reenters(policy.table);
    if (reentry == Reentry::yes) {
        finding.help =
            "Wrapped in a sub-select it would be called once, but the table's policies read the table "
            "itself again, and could then fail with infinite recursion (42P17). Move that reading into a "
            "SECURITY DEFINER function first";
        return;
    }
    const std::string changed = changed_meaning(model, policy, *part.clause);
    if (!changed.empty()) {
        finding.help =
            "Wrap the call in a sub-select, as in (select auth.uid()). The clause cannot be repeated "
            "as it was written: " +
            changed;
        return;
    }
    const std::string sql = wrapping(model, part);
    finding.help = with_sql("Wrapped in a sub-select it is called once a statement", sql);
    finding.fixes.push_back({"Wrap the call in a sub-select",
                             reentry == Reentry::no ? Applicability::unsafe : Applicability::display,
                             sql,
                             {}});
}

/// A clause's calls are one finding, and all of them are mended in one go.
void report(const Model& model, const RepeatingClause& part, Sink& sink) {
    const Policy& policy = model.catalog[part.policy];
    const Span first = part.calls[0].span;
    Finding finding =
        sink.finding(model, part.policy, first,
                     std::string{model.sources.text(first)} + " is called for " +
                         rows_of(model, part.policy, part.calls[0]) + " instead of once a statement");
    if (policy.command == PolicyCommand::insert) finding.severity = Severity::info;
    finding.clause = without_layout(model.sources.text(part.clause->clause));
    finding.cause = {"called again and again", "clause"};
    for (const RepeatedCall& other : part.calls) {
        if (other.span != first) relate(finding, {{"called again and again too", other.span}});
    }
    propose_wrapping(model, part, finding);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RepeatingClause& part : repeating_clauses(model))
        report(model, part, sink);
}

} // namespace

Rule auth_call_per_row() { return {&info, check}; }

} // namespace rlslint::rules
