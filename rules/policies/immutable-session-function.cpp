#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy calls a function marked IMMUTABLE that reads the session or a table",
    .why =
        R"(PostgreSQL takes the result of an IMMUTABLE function for a constant. It may be computed once when a statement is
planned, and kept with a prepared plan: the next user of a pooled connection is then taken for the one before.)",
    .when_fine = R"(Never: what depends on the session or on data is STABLE.)",
    .fix = R"(Declare it STABLE.)",
    .bad = R"(create function public.my_id() returns uuid language sql immutable as $$ select auth.uid() $$;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    for select to authenticated
    using (user_id = (select public.my_id()));)",
    .good = R"(create function public.my_id() returns uuid language sql stable as $$ select auth.uid() $$;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "own notes" on public.notes
    for select to authenticated
    using (user_id = (select public.my_id()));)",
};

constexpr std::string_view cwe[] = {"362"};
constexpr Alias aliases[] = {
    {"pgrls", "SEC046"},
};

constexpr RuleInfo info{
    .id = "immutable-session-function",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "8.1",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

bool depends_on_more(const Model& model, const Reading& reading) {
    return reading.anatomy.reads_relations() || !reading.anatomy.settings.empty() ||
           !facts_of(model.catalog, model.platform, reading.expr).session_calls.empty();
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const Reading& reading : model.readings(where.clause)) {
            if (!reading.function.valid()) continue;
            const Function& function = model.catalog[reading.function];
            const bool marked = function.volatility == Volatility::immutable && !function.origin.profile;
            if (!marked || !depends_on_more(model, reading)) continue;
            const std::string name = model.catalog.name_of(reading.function);
            Finding finding =
                finding_in(model, sink, where, where.place(reading.call),
                           name + " is IMMUTABLE and reads " +
                               (reading.anatomy.reads_relations() ? "a table" : "the session") +
                               ": a plan that is kept answers for another user in the policy of " +
                               model.catalog.name_of(where.policy.table));
            relate(finding, {{"the function", function.name_span}});
            finding.help = with_sql("Declare it STABLE", "alter function " + name + " stable;");
            sink.report(std::move(finding));
            break;
        }
    }
}

} // namespace

Rule immutable_session_function() { return {&info, check}; }

} // namespace rlslint::rules
