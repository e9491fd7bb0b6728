#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "rlslint/lint/kit.hpp"
#include "rlslint/lint/unserved.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy finds rows by a column that no index begins with",
    .why =
        R"(What a policy compares with the caller's identity is a condition of every query on the table. Without an index that
begins with the column, each of them that has no condition of its own reads the whole table. Where another alternative,
of the policy or of another one for the same command, compares no column with a fixed value (`or is_admin()`), no index
would be used, and nothing is reported.)",
    .when_fine = R"(The table stays small, or nearly every row is the caller's.)",
    .fix = R"(Create an index on the column.)",
    .bad = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
    .good = R"(create table public.notes (id bigint primary key, user_id uuid not null, body text);
alter table public.notes enable row level security;
create index on public.notes (user_id);
create policy "read own notes" on public.notes
    for select to authenticated
    using (user_id = (select auth.uid()));)",
};

constexpr std::string_view cwe[] = {"1050"};
constexpr Alias aliases[] = {{"pgrls", "PERF003"}};

constexpr RuleInfo info{
    .id = "unindexed-policy-column",
    .group = RuleGroup::performance,
    .severity = Severity::info,
    .on_by_default = true,
    .security_severity = "",
    .precision = Precision::high,
    .since = "0.1.0",
    .cwe = cwe,
    .aliases = aliases,
    .doc = doc,
};

/// The first column as it is stored that is compared with who is asking; null where there is none.
const Sought* column_of(const Alternative& alternative) {
    const auto found = std::find_if(alternative.begin(), alternative.end(),
                                    [](const Sought& one) { return one.as_stored && one.says_who; });
    return found == alternative.end() ? nullptr : &*found;
}

void report(const Model& model, PolicyId id, const Sought& sought, Sink& sink) {
    const Policy& policy = model.catalog[id];
    const std::string table = model.catalog.name_of(policy.table);
    const std::string name{model.catalog[policy.table].columns[sought.column].name.text()};
    Finding finding =
        sink.finding(model, id, (*policy.using_clause.tree)[sought.side].span,
                     "no index of " + table + " begins with " + name +
                         ", by which this policy finds rows: a query with no other condition reads the "
                         "whole table");
    finding.clause = name;
    finding.cause = {name, "table"};
    finding.fixes.push_back(
        {"Create an index",
         Applicability::unsafe,
         "create index on " + sql_name(model.catalog, policy.table) + " (" + quote_ident(name) + ");",
         {}});
    finding.help = with_sql("Create an index", finding.fixes[0].sql);
    sink.report(std::move(finding));
}

void check(const Model& model, Sink& sink) {
    for (const RelationId table : model.tables()) {
        std::set<ColumnNumber> told; // a column once, however many policies compare it
        for (const Unserved& unserved : unserved_seeks(model, table)) {
            const Sought* sought = column_of(unserved.alternative);
            if (sought != nullptr && told.insert(sought->column).second)
                report(model, unserved.policy, *sought, sink);
        }
    }
}

} // namespace

Rule unindexed_policy_column() { return {&info, check}; }

} // namespace rlslint::rules
