#include <string_view>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A routine of the migrations that comes to no end",
    .why =
        R"(DO blocks, and functions that migrations call, are run over the replayed catalog within generous budgets: steps,
statements, SQL that they make, and routines that call each other. One that spends them all loops or recurses without
end, as far as can be told, and the server would run it until something else stops it. It is followed up to there: what
comes behind is not seen, and findings that it may have mended are withheld.)",
    .when_fine = R"(It ends on a real database, after very many rounds.)",
    .fix = R"(Give the loop an end, or the recursion a case in which it stops.)",
    .bad = R"(create function public.protect(name text) returns void
    language plpgsql set search_path = ''
as $$
begin
    execute format('alter table public.%I enable row level security', name);
    perform public.protect(name);
end
$$;
create table public.notes (id bigint primary key);
revoke all on public.notes from anon, authenticated;
revoke execute on function public.protect(text) from public, anon, authenticated;
select public.protect('notes');)",
    .good = R"(create function public.protect(name text) returns void
    language plpgsql set search_path = ''
as $$
begin
    execute format('alter table public.%I enable row level security', name);
end
$$;
create table public.notes (id bigint primary key);
revoke all on public.notes from anon, authenticated;
revoke execute on function public.protect(text) from public, anon, authenticated;
select public.protect('notes');)",
};

constexpr RuleInfo info{
    .id = "runaway-routine",
    .group = RuleGroup::project,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = {},
    .aliases = {},
    .doc = doc,
};

/// What the replay notes of a statement that it gave up following for its length alone.
constexpr std::string_view over_budget = "54000";

void check(const Model& model, Sink& sink) {
    for (const LogEntry& entry : model.history.log) {
        if (entry.outcome != Outcome::undetermined || entry.sqlstate != over_budget) continue;
        Finding finding = sink.finding("project", entry.span,
                                       "running this " + entry.tag + " comes to no end: " + entry.why);
        finding.clause = entry.tag;
        finding.help =
            "Give the loop an end, or the recursion a case in which it stops; what comes behind is not "
            "seen";
        sink.report(std::move(finding));
    }
}

} // namespace

Rule runaway_routine() { return {&info, check}; }

} // namespace rlslint::rules
