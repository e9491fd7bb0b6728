#include <algorithm>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A function that a policy calls names something that is not there",
    .why =
        R"(The names in a function's body are looked up when it runs. After a table or a column has been dropped or renamed the
function still stands, and every statement that the policy is asked for fails: `relation … does not exist` (42P01).)",
    .when_fine = R"(Never: those statements fail.)",
    .fix = R"(Bring the function up to date.)",
    .bad = R"(create table public.staff (user_id uuid primary key);
alter table public.staff enable row level security;
create policy "own" on public.staff for select to authenticated using (user_id = (select auth.uid()));
create function public.is_staff() returns boolean language sql stable as $$
    select exists (select 1 from public.staff where user_id = (select auth.uid()))
$$;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "staff read" on public.notes
    for select to authenticated
    using ((select public.is_staff()));
alter table public.staff rename to employees;)",
    .good = R"(create table public.staff (user_id uuid primary key);
alter table public.staff enable row level security;
create policy "own" on public.staff for select to authenticated using (user_id = (select auth.uid()));
create function public.is_staff() returns boolean language sql stable as $$
    select exists (select 1 from public.staff where user_id = (select auth.uid()))
$$;
create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "staff read" on public.notes
    for select to authenticated
    using ((select public.is_staff()));)",
};

constexpr std::string_view cwe[] = {"440"};
constexpr Alias aliases[] = {
    {"pgrls", "HYG001"},
};

constexpr RuleInfo info{
    .id = "broken-policy-function",
    .group = RuleGroup::policies,
    .severity = Severity::warning,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// relation "public.staff" does not exist: staff.
std::string_view relation_named(std::string_view message) {
    const std::size_t end = message.rfind('"');
    const std::size_t begin = message.find_last_of("\".", end - 1) + 1;
    return message.substr(begin, end - begin);
}

/// A table that the history has never had may be made elsewhere; one that it dropped or renamed is not.
bool once_there(const Model& model, const Unresolved& missing) {
    if (missing.sqlstate != "42P01") return missing.sqlstate == "42703";
    const std::string_view name = relation_named(missing.message);
    const auto relations = model.catalog.relations();
    const bool dropped = std::any_of(relations.begin(), relations.end(), [&](const Relation& relation) {
        return relation.origin.dropped && relation.name.text() == name;
    });
    const auto& log = model.history.log;
    return dropped || std::any_of(log.begin(), log.end(), [&](const LogEntry& entry) {
               if (entry.outcome != Outcome::applied || !std::string_view{entry.tag}.starts_with("ALTER "))
                   return false;
               const std::string text = lower_case(model.sources.text(entry.span));
               return text.find("rename to") != std::string::npos && text.find(name) != std::string::npos;
           });
}

void check(const Model& model, Sink& sink) {
    for (const ClauseOf& where : model.clauses_in_force()) {
        for (const auto& [call, bound] : where.clause.bindings->functions) {
            if (!bound.function.valid() || model.catalog[bound.function].origin.profile) continue;
            const auto missing = model.access.bodies().missing(bound.function);
            if (!missing || !once_there(model, *missing)) continue;
            Finding finding = finding_in(model, sink, where, where.place(call),
                                         "statements on " + model.catalog.name_of(where.policy.table) +
                                             " fail in " + model.catalog.name_of(bound.function) + ": " +
                                             missing->message + " (" + missing->sqlstate + ")");
            relate(finding, {{"the function", model.catalog[bound.function].name_span}});
            finding.help = "Bring the function up to date with CREATE OR REPLACE FUNCTION";
            sink.report(std::move(finding));
        }
    }
}

} // namespace

Rule broken_policy_function() { return {&info, check}; }

} // namespace rlslint::rules
