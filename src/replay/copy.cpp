#include "copy.hpp"

#include <algorithm>
#include <memory>

#include "constraint.hpp"
#include "create.hpp"
#include "generated_name.hpp"

namespace rlslint::replaying {

namespace {

using Kind = TableConstraint::Kind;

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

/// The constraint that stands on an index bears its name.
void copy_constraint_of_index(Replayer& r, const Index& index, Symbol name, RelationId from, RelationId to) {
    const Constraint* original = find_constraint(r.catalog[from], index.name);
    if (original == nullptr) return;
    Constraint copy = *original;
    copy.name = name;
    copy.columns = counterparts(r, copy.columns, from, to);
    append(r, to, std::move(copy));
}

Symbol name_of_copy(const Replayer& r, const Index& index, RelationId from, RelationId to) {
    std::vector<Symbol> columns;
    for (const Index::Key& key : index.keys)
        columns.push_back(key.name);
    const bool constraint = find_constraint(r.catalog[from], index.name) != nullptr;
    const std::string_view label = index.primary ? "pkey" : constraint ? "key" : "idx";
    return free_class_name(r, r.catalog[to].schema, r.catalog[to].name.text(),
                           index.primary ? std::string{} : joined(columns), label);
}

void copy_index(Replayer& r, const Index& original, RelationId from, RelationId to) {
    Index index = original;
    index.table = to;
    index.name = name_of_copy(r, original, from, to);
    for (Index::Key& key : index.keys) {
        key.column = counterpart(r, key.column, from, to);
        key.expr = transferred(r, key.expr, from, to);
    }
    index.origin = r.created();
    const Symbol name = index.name;
    create(r, std::move(index));
    copy_constraint_of_index(r, original, name, from, to);
}

/// Whether a partition's index can stand for its parent's.
bool is_like(const Replayer& r, const Index& index, const Index& original) {
    std::vector<ColumnNumber> wanted;
    for (const Index::Key& key : original.keys)
        wanted.push_back(counterpart(r, key.column, original.table, index.table));
    std::vector<ColumnNumber> keys;
    for (const Index::Key& key : index.keys)
        keys.push_back(key.column);
    return keys == wanted && index.unique == original.unique && index.primary == original.primary;
}

bool has_like(const Replayer& r, const Index& original, RelationId partition) {
    const auto& indexes = r.catalog[partition].indexes;
    return std::any_of(indexes.begin(), indexes.end(),
                       [&](IndexId id) { return is_like(r, r.catalog[id], original); });
}

void copy_check(Replayer& r, Constraint check, RelationId from, RelationId to, CheckCopy as) {
    check.local = as == CheckCopy::own;
    check.inherited = as == CheckCopy::own ? 0 : 1;
    check.check = transferred(r, check.check, from, to);
    check.columns = counterparts(r, check.columns, from, to);
    append(r, to, std::move(check));
}

} // namespace

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

void copy_foreign_keys(Replayer& r, RelationId from, RelationId to) {
    const std::vector<Constraint> originals = r.catalog[from].constraints;
    for (Constraint constraint : originals) {
        if (constraint.kind != Kind::foreign_key) continue;
        constraint.columns = counterparts(r, constraint.columns, from, to);
        append(r, to, std::move(constraint));
    }
}

void copy_missing_indexes(Replayer& r, RelationId parent, RelationId partition) {
    const std::vector<IndexId> originals = r.catalog[parent].indexes;
    for (const IndexId id : originals) {
        const Index original = r.catalog[id];
        if (!has_like(r, original, partition)) copy_index(r, original, parent, partition);
    }
}

IndexId index_above(const Replayer& r, IndexId id) {
    const Relation& partition = r.catalog[r.catalog[id].table];
    if (!partition.partition || partition.parents.empty()) return {};
    // Each index of the partitioned table has one of the partition's: the first that is like it and is free.
    std::vector<IndexId> free = partition.indexes;
    for (const IndexId above : r.catalog[partition.parents.front()].indexes) {
        const auto own = std::find_if(free.begin(), free.end(), [&](IndexId candidate) {
            return is_like(r, r.catalog[candidate], r.catalog[above]);
        });
        if (own == free.end()) continue;
        if (*own == id) return above;
        free.erase(own);
    }
    return {};
}

void copy_indexes(Replayer& r, RelationId from, RelationId to) {
    const std::vector<IndexId> originals = r.catalog[from].indexes;
    for (const IndexId id : originals) {
        const Index original = r.catalog[id];
        copy_index(r, original, from, to);
    }
}

} // namespace rlslint::replaying
