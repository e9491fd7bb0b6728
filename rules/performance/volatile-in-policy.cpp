#include <algorithm>
#include <string>
#include <utility>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy calls a volatile function for every row",
    .why =
        R"(A function that is not declared STABLE or IMMUTABLE is VOLATILE: PostgreSQL must call it anew for each row that a
query looks at, can use no index for what it is compared with, and runs no query of such a policy in parallel. Most such
functions only read, and were left without the word.)",
    .when_fine = R"(The function must give another answer for each row, or the table stays small.)",
    .fix =
        R"(Declare the function STABLE if it only reads, and call it in a sub-select of its own: (select f()).)",
    .bad = R"(create function public.my_team() returns uuid
    language sql
    as $$ select gen_random_uuid() $$;
create table public.notes (id bigint primary key, user_id uuid not null, public boolean not null);
alter table public.notes enable row level security;
create policy "read" on public.notes
    for select to authenticated
    using (user_id = public.my_team());)",
    .good = R"(create function public.my_team() returns uuid
    language sql
    as $$ select gen_random_uuid() $$;
create table public.notes (id bigint primary key, user_id uuid not null, public boolean not null);
alter table public.notes enable row level security;
create policy "read" on public.notes
    for select to authenticated
    using (user_id = (select public.my_team()));)",
};

constexpr std::string_view cwe[] = {"1050"};
constexpr Alias aliases[] = {{"pgrls", "PERF002"}};

constexpr RuleInfo info{
    .id = "volatile-in-policy",
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

/// Where each row of the table costs a call.
bool is_costly(const Model& model, const FunctionCall& call) {
    if (!call.per_row) return false;
    if (!call.function.valid()) return true; // PostgreSQL's own are known by name
    const Function& function = model.catalog[call.function];
    return function.volatility == Volatility::volatile_ && !function.origin.assumed &&
           !function.origin.profile;
}

void report(const Model& model, PolicyId id, const BoundExpr& clause, const FunctionCall& call, Sink& sink) {
    const std::string table = model.catalog.name_of(model.catalog[id].table);
    Finding finding = sink.finding(model, id, call.span,
                                   std::string{model.sources.text(call.span)} +
                                       " is volatile: it is called for every row of " + table);
    if (model.catalog[id].command == PolicyCommand::insert) finding.severity = Severity::info;
    finding.clause = without_layout(model.sources.text(clause.clause));
    if (!call.function.valid()) {
        finding.help = "Call it in a sub-select of its own, if one value for all rows will do";
        return sink.report(std::move(finding));
    }
    finding.cause = {model.catalog.name_of(call.function), "clause"};
    doubt(finding, {model.doubt(id), model.doubt(call.function, Aspect::settings)});
    relate(finding, {{"the function", model.catalog[call.function].name_span}});
    finding.fixes.push_back(
        {"Declare it STABLE", Applicability::unsafe, alter_function(model, call.function, "stable"), {}});
    finding.help = with_sql("If it only reads, say so", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        if (!binds_someone(model, policy)) continue;
        for (const BoundExpr* clause : clauses_of(policy)) {
            const auto& calls = model.facts(*clause).calls;
            const auto costly = std::find_if(
                calls.begin(), calls.end(), [&](const FunctionCall& call) { return is_costly(model, call); });
            if (costly != calls.end()) report(model, id, *clause, *costly, sink);
        }
    }
}

} // namespace

Rule volatile_in_policy() { return {&info, check}; }

} // namespace rlslint::rules
