#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "rlslint/lint/kit.hpp"

namespace rlslint::rules {
namespace {

constexpr RuleDoc doc{
    .summary = "A policy finds rows by a column that no index begins with",
    .why =
        R"(What a policy compares with the caller's identity is a condition of every query on the table. Without an index that
begins with the column, each of them reads the whole table.)",
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

/// The side of an equality that is a column of the policy's row, compared with what the session tells;
/// null where there is none.
const Operand* compared_column(const Comparison& comparison) {
    const Operand* column = comparison.is_equality() ? comparison.side(Operand::Kind::row_column) : nullptr;
    return column != nullptr && column->column != nullptr && comparison.across(*column).says_who() ? column
                                                                                                   : nullptr;
}

bool leads_index(const Model& model, RelationId id, ColumnNumber column) {
    const Relation& table = model.catalog[id];
    const bool key =
        std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& one) {
            const bool indexed =
                one.kind == TableConstraint::Kind::primary_key || one.kind == TableConstraint::Kind::unique;
            return indexed && !one.columns.empty() && one.columns[0] == column;
        });
    return key || std::any_of(table.indexes.begin(), table.indexes.end(), [&](IndexId index) {
               const Index& one = model.catalog[index];
               return !one.partial() && !one.keys.empty() &&
                      (one.keys[0].column == column || one.keys[0].expr.present());
           });
}

void check_policy(const Model& model, PolicyId id, std::set<std::pair<std::uint32_t, ColumnNumber>>& told,
                  Sink& sink) {
    const Policy& policy = model.catalog[id];
    const BoundExpr& clause = policy.using_clause;
    if (!clause.present() || policy.command == PolicyCommand::insert) return;
    for (const Comparison& comparison : model.anatomy(clause).comparisons) {
        const Operand* side = compared_column(comparison);
        if (side == nullptr || side->column->column == whole_row) continue;
        const ColumnNumber column = side->column->column;
        if (leads_index(model, policy.table, column) || !told.insert({policy.table.value, column}).second)
            continue;
        const Relation& table = model.catalog[policy.table];
        const std::string name{table.columns[column].name.text()};
        const Span place = (*clause.tree)[side->expr].span;
        Finding finding =
            sink.finding(model, id, place,
                         "no index of " + model.catalog.name_of(policy.table) + " begins with " + name +
                             ", by which this policy finds rows: every query reads the whole table");
        finding.clause = name;
        finding.fixes.push_back(
            {"Create an index",
             Applicability::unsafe,
             "create index on " + sql_name(model.catalog, policy.table) + " (" + quote_ident(name) + ");",
             {}});
        finding.help = with_sql("Create an index", finding.fixes[0].sql);
        sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    std::set<std::pair<std::uint32_t, ColumnNumber>> told; // a column once, however many policies compare it
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const Relation& table = model.catalog[policy.table];
        const bool asked = table.is_table() && table.rls && !table.origin.profile && !table.origin.assumed;
        if (asked && binds_someone(model, policy)) check_policy(model, id, told, sink);
    }
}

} // namespace

Rule unindexed_policy_column() { return {&info, check}; }

} // namespace rlslint::rules
