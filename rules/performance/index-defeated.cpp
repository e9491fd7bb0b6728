#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "rlslint/lint/kit.hpp"
#include "rlslint/names/coercion.hpp"

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

/// The side of an equality that is a column of the policy's row, compared with what the session tells;
/// null where there is none.
const Operand* compared_column(const Comparison& comparison) {
    const Operand* column = comparison.is_equality() ? comparison.side(Operand::Kind::row_column) : nullptr;
    return column != nullptr && column->column != nullptr && comparison.across(*column).says_who() ? column
                                                                                                   : nullptr;
}

/// The column is not compared as it is stored. Between types of text a cast changes nothing.
ExprId wrapped(const Model& model, const BoundExpr& clause, const Comparison& comparison,
               const Operand& column) {
    const Tree& tree = *clause.tree;
    const auto* op = std::get_if<Operator>(&tree[comparison.expr].node);
    if (op == nullptr) return {};
    const ExprId side = &column == &comparison.left ? op->left : op->right;
    if (!side.valid() || std::holds_alternative<ColumnRef>(tree[side].node)) return {};
    if (const auto* cast = std::get_if<Cast>(&tree[side].node)) {
        const BoundColumn* stored = clause.bindings->columns.find(cast->arg);
        const bool known = stored != nullptr && stored->relation.valid() && stored->column != whole_row;
        if (!known) return side;
        const TypeName& from = model.catalog[stored->relation].columns[stored->column].type;
        const TypeName& to = tree.type(cast->type);
        if (format_type_name(from) == format_type_name(to) ||
            (type_category(model.catalog, from) == 'S' && type_category(model.catalog, to) == 'S'))
            return {};
    }
    return side;
}

bool has_expression_index(const Model& model, RelationId table, ColumnNumber column) {
    const auto& indexes = model.catalog[table].indexes;
    return std::any_of(indexes.begin(), indexes.end(), [&](IndexId id) {
        const auto& keys = model.catalog[id].keys;
        return std::any_of(keys.begin(), keys.end(), [&](const Index::Key& key) {
            return key.expr.present() &&
                   std::any_of(key.expr.bindings->columns.begin(), key.expr.bindings->columns.end(),
                               [&](const auto& entry) { return entry.second.column == column; });
        });
    });
}

void check_clause(const Model& model, PolicyId id, const BoundExpr& clause, Sink& sink) {
    const Policy& policy = model.catalog[id];
    for (const Comparison& comparison : model.anatomy(clause).comparisons) {
        const Operand* column = compared_column(comparison);
        const ExprId side = column != nullptr ? wrapped(model, clause, comparison, *column) : ExprId{};
        if (!side.valid() || has_expression_index(model, policy.table, column->column->column)) continue;
        const Span place = (*clause.tree)[side].span;
        const std::string name{model.catalog[policy.table].columns[column->column->column].name.text()};
        Finding finding = sink.finding(model, id, place,
                                       "no index on " + name + " serves " +
                                           std::string{model.sources.text(place)} + ": every query on " +
                                           model.catalog.name_of(policy.table) + " reads the whole table");
        finding.clause = without_layout(model.sources.text(clause.clause));
        finding.help =
            with_sql("Leave the column as it is and cast the other side, or index what is compared",
                     "create index on " + sql_name(model.catalog, policy.table) + " ((" +
                         std::string{model.sources.text(place)} + "));");
        return sink.report(std::move(finding));
    }
}

void check(const Model& model, Sink& sink) {
    for (const PolicyId id : model.policies()) {
        const Policy& policy = model.catalog[id];
        const Relation& table = model.catalog[policy.table];
        const bool asked =
            table.is_table() && table.rls && !table.origin.assumed && policy.using_clause.present();
        if (asked && binds_someone(model, policy)) check_clause(model, id, policy.using_clause, sink);
    }
}

} // namespace

Rule index_defeated() { return {&info, check}; }

} // namespace rlslint::rules
