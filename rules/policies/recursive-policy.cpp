#include <algorithm>

#include "rlslint/lint/circles.hpp"
#include "rlslint/lint/kit_policies.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "Policies that come back to their own table make statements fail with infinite recursion",
    .why =
        R"(To apply a policy PostgreSQL expands the policies of every table that its sub-selects read. Where that
leads back to a table whose policies for SELECT hold any sub-select, the statement is refused: `infinite recursion detected
in policy` (42P17), whatever the rows. Where a function on the way queries the table as a role that its policies bind, the
function calls itself until the stack is full (54001). Nothing leaks, but nothing works.)",
    .when_fine =
        R"(Never meant: the statements that are named fail for everyone they are named for. Views and functions whose owner
bypasses row security end the circle and are not reported.)",
    .fix =
        R"(Move the reading into a SECURITY DEFINER function whose owner bypasses row security, with a fixed search_path,
and call that in the policy.)",
    .bad =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy "see fellow members" on public.members
    for select to authenticated
    using (org_id in (select m.org_id from public.members as m where m.user_id = (select auth.uid())));)",
    .good =
        R"(create table public.members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
alter table public.members enable row level security;
create policy "see own memberships" on public.members
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"674"};
constexpr Alias aliases[] = {
    {"rlsautotest", "L006"},
};

constexpr RuleInfo info{
    .id = "recursive-policy",
    .group = RuleGroup::policies,
    .severity = Severity::error,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::very_high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

std::string name_of(const Model& model, const RecursionStep& step) {
    return step.view.valid() ? "view " + model.catalog.name_of(step.view)
                             : "policy " + model.catalog.name_of(step.policy);
}

/// The statements that fail, those on the relations of the circle first; many are counted.
std::string what_fails(const Model& model, const Circle& circle) {
    constexpr std::size_t most_named = 4;
    std::size_t named_first = 0;
    std::vector<std::string> parts;
    for (const Failing& failing : circle.failing) {
        const auto& steps = circle.recursion.steps;
        const bool inside = std::any_of(steps.begin(), steps.end(),
                                        [&](const auto& step) { return step.relation == failing.relation; });
        const std::string part = std::string{verb(failing.command)} + " " +
                                 model.catalog.name_of(failing.relation) + " (" +
                                 in_prose(model.catalog, failing.roles) + ")";
        parts.insert(inside ? parts.begin() + static_cast<std::ptrdiff_t>(named_first++) : parts.end(), part);
    }
    const std::size_t more = parts.size() > most_named ? parts.size() - most_named : 0;
    parts.resize(parts.size() - more);
    if (more > 0) parts.push_back(std::to_string(more) + " more such statement" + (more == 1 ? "" : "s"));
    return in_prose(parts);
}

std::vector<Note> steps_of(const Model& model, const Circle& circle) {
    std::vector<Note> notes;
    for (const RecursionStep& step : circle.recursion.steps) {
        const std::string reads = step.function.valid()
                                      ? " calls " + model.catalog.name_of(step.function) + ", which reads "
                                      : " reads ";
        notes.push_back({name_of(model, step) + reads + model.catalog.name_of(step.relation), step.place});
    }
    for (const RecursionStep& step : circle.others)
        notes.push_back(
            {name_of(model, step) + " reads " + model.catalog.name_of(step.relation) + " too", step.place});
    return notes;
}

void report(const Model& model, const Circle& circle, Sink& sink) {
    const auto& steps = circle.recursion.steps;
    const auto first =
        std::find_if(steps.begin(), steps.end(), [](const auto& s) { return s.policy.valid(); });
    if (first == steps.end()) return;
    const std::string why = circle.recursion.by_function
                                ? "a function calls itself without end once rows are looked at (54001): "
                                : "infinite recursion (42P17): ";
    const std::string fail = circle.failing.size() == 1 ? " fails" : " fail";
    Finding finding =
        sink.finding(model, first->policy, first->place, why + "to " + what_fails(model, circle) + fail);
    finding.clause = "circle";
    for (const RecursionStep& step : steps) {
        finding.clause += " " + model.catalog.name_of(step.relation);
        if (step.policy.valid()) doubt(finding, {model.doubt(step.policy)});
    }
    relate(finding, steps_of(model, circle));
    finding.help =
        with_sql("Let a SECURITY DEFINER function, whose owner bypasses row security, do the reading of " +
                     model.catalog.name_of(first->relation) + ", and call it in the policy",
                 "create function private.may_see(…) returns boolean\n"
                 "    language sql stable security definer set search_path = ''\n"
                 "    as $$ select exists (select 1 from " +
                     sql_name(model.catalog, first->relation) + " where …) $$;\n" +
                     alter_policy(model, first->policy,
                                  model.catalog[first->policy].using_clause.present()
                                      ? "using (private.may_see(…))"
                                      : "with check (private.may_see(…))"));
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const Circle& circle : circles_of(model))
        report(model, circle, sink);
}

} // namespace

Rule recursive_policy() { return {&info, check}; }

} // namespace rlslint::rules
