#include <algorithm>
#include <string>
#include <utility>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/unserved.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy compares a column in a form that its index does not serve",
    .why =
        R"(An index holds the column's values, not what a cast or a function makes of them: with `user_id::text = …` every
query on the table reads all of it, whatever indexes there are.)",
    .when_fine = R"(There is an index on the very expression, or the table stays small.)",
    .fix = R"(Leave the column as it is, and cast the other side: user_id = (…)::uuid.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create index on public.notes (user_id);
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id::text = (select auth.jwt()) ->> 'sub');)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create index on public.notes (user_id);
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = ((select auth.jwt()) ->> 'sub')::uuid);)",
};

constexpr std::string_view cwe[] = {"1050"};
constexpr Alias aliases[] = {{"pgrls", "PERF004"}};

constexpr RuleInfo info{
    .id = "index-defeated",
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

/// What stands around the column, where no condition beside it has one as it is stored; null elsewhere.
const Sought* wrapped_in(const Alternative& alternative) {
    const bool plain =
        std::any_of(alternative.begin(), alternative.end(), [](const Sought& one) { return one.as_stored; });
    const auto found =
        std::find_if(alternative.begin(), alternative.end(), [](const Sought& one) { return one.says_who; });
    return plain || found == alternative.end() ? nullptr : &*found;
}

void report(const Model& model, PolicyId id, const Sought& sought, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = policy.using_clause;
    const Span place = (*clause.tree)[sought.side].span;
    const std::string name{model.catalog[policy.table].columns[sought.column].name.text()};
    const std::string text{model.sources.text(place)};
    Finding finding = sink.finding(model, id, place,
                                   "no index on " + name + " serves " + text + ": a query on " +
                                       model.catalog.name_of(policy.table) +
                                       " with no other condition reads the whole table");
    finding.clause = without_layout(model.sources.text(clause.clause));
    finding.help =
        with_sql("Leave the column as it is and cast the other side, or index what is compared",
                 "create index on " + sql_name(model.catalog, policy.table) + " ((" + text + "));");
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        PolicyId last; // a policy once
        for (const Unserved& unserved : unserved_seeks(model, table)) {
            const Sought* sought = wrapped_in(unserved.alternative);
            if (sought != nullptr && unserved.policy != last) report(model, unserved.policy, *sought, sink);
            if (sought != nullptr) last = unserved.policy;
        }
    }
}

} // namespace

Rule index_defeated() { return {&info, check}; }

} // namespace rlslint::rules
