#include "copy.hpp"

#include <algorithm>
#include <memory>

#include "constraint.hpp"

namespace rlslint::replaying {

namespace {

using Kind = TableConstraint::Kind;

/// One of the same name is merged.
void append(Replayer& r, RelationId to, Constraint constraint) {
    for (Constraint& same : r.catalog.edit(to).constraints) {
        if (same.name != constraint.name) continue;
        same.inherited += constraint.inherited;
        return;
    }
    replaying::note_dependencies(r, to, constraint);
    r.catalog.edit(to).constraints.push_back(std::move(constraint));
}

void copy_check(Replayer& r, Constraint check, RelationId from, RelationId to, CheckCopy as) {
    check.local = as == CheckCopy::own;
    check.inherited = as == CheckCopy::own ? 0 : 1;
    check.check = transferred(r, check.check, from, to);
    check.columns = counterparts(r, check.columns, from, to);
    append(r, to, std::move(check));
}

} // namespace

ColumnNumber counterpart(const Replayer& r, ColumnNumber column, RelationId from, RelationId to) {
    if (column >= r.catalog[from].columns.size()) return column;
    return r.catalog.find_column(to, r.catalog[from].columns[column].name);
}

std::vector<ColumnNumber> counterparts(const Replayer& r, const std::vector<ColumnNumber>& columns,
                                       RelationId from, RelationId to) {
    std::vector<ColumnNumber> numbers;
    for (const ColumnNumber column : columns)
        numbers.push_back(counterpart(r, column, from, to));
    return numbers;
}

BoundExpr transferred(const Replayer& r, const BoundExpr& expr, RelationId from, RelationId to) {
    if (!expr.present()) return expr;
    auto bindings = std::make_shared<Bindings>(*expr.bindings);
    IdMap<ExprId, BoundColumn> columns;
    for (auto [id, column] : expr.bindings->columns) {
        if (!column.from.valid() && column.relation == from) {
            column.relation = to;
            column.column = counterpart(r, column.column, from, to);
        }
        columns.set(id, std::move(column));
    }
    bindings->columns = std::move(columns);
    BoundExpr copy = expr;
    copy.bindings = std::move(bindings);
    return copy;
}

void copy_checks(Replayer& r, RelationId from, RelationId to, CheckCopy as) {
    const std::vector<Constraint> originals = r.catalog[from].constraints;
    for (const Constraint& constraint : originals)
        if (constraint.kind == Kind::check && (as == CheckCopy::own || !constraint.no_inherit))
            copy_check(r, constraint, from, to, as);
}

void copy_check(Replayer& r, RelationId parent, Symbol name, RelationId child) {
    const Constraint original = *find_constraint(r.catalog[parent], name);
    copy_check(r, original, parent, child, CheckCopy::inherited);
}

} // namespace rlslint::replaying
