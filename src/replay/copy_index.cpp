#include "copy_index.hpp"

#include <algorithm>

#include "constraint.hpp"
#include "copy.hpp"
#include "create.hpp"
#include "generated_name.hpp"

namespace rlslint::replaying {

namespace {

/// The constraint that stands on an index bears its name.
const Constraint* constraint_on(const Replayer& r, const Index& index) {
    return find_constraint(r.catalog[index.table], index.name);
}

void change_constraint_on(Replayer& r, IndexId id, bool inherited) {
    const Index& index = r.catalog[id];
    for (Constraint& constraint : r.catalog.edit(index.table).constraints) {
        if (constraint.name != index.name) continue;
        constraint.inherited = inherited ? 1 : 0;
        constraint.local = !inherited;
    }
}

void copy_constraint_on(Replayer& r, const Index& original, const Index& copy) {
    const Constraint* constraint = constraint_on(r, original);
    if (constraint == nullptr) return;
    Constraint its = *constraint;
    its.name = copy.name;
    its.columns = counterparts(r, its.columns, original.table, copy.table);
    its.inherited = 0;
    its.local = true;
    note_dependencies(r, copy.table, its);
    r.catalog.edit(copy.table).constraints.push_back(std::move(its));
}

Symbol name_of_copy(const Replayer& r, const Index& index, RelationId to) {
    std::vector<Symbol> columns;
    for (const Index::Key& key : index.keys)
        columns.push_back(key.name);
    for (const Index::Key& key : index.include)
        columns.push_back(key.name);
    const std::string_view label = index.primary                        ? "pkey"
                                   : constraint_on(r, index) != nullptr ? "key"
                                                                        : "idx";
    return free_class_name(r, r.catalog[to].schema, r.catalog[to].name.text(),
                           index.primary ? std::string{} : joined(columns), label);
}

std::vector<Index::Key> keys_over(const Replayer& r, std::vector<Index::Key> keys, RelationId from,
                                  RelationId to) {
    for (Index::Key& key : keys) {
        key.column = counterpart(r, key.column, from, to);
        key.expr = transferred(r, key.expr, from, to);
    }
    return keys;
}

IndexId copy_index(Replayer& r, const Index& original, RelationId to) {
    Index index = original;
    index.table = to;
    index.name = name_of_copy(r, original, to);
    index.keys = keys_over(r, original.keys, original.table, to);
    index.include = keys_over(r, original.include, original.table, to);
    index.predicate = transferred(r, original.predicate, original.table, to);
    index.parent = {};
    index.origin = r.created();
    const Index copy = index;
    const IndexId id = create(r, std::move(index));
    copy_constraint_on(r, original, copy);
    return id;
}

std::vector<ColumnNumber> columns_of(const std::vector<Index::Key>& keys) {
    std::vector<ColumnNumber> columns;
    for (const Index::Key& key : keys)
        columns.push_back(key.column);
    return columns;
}

/// As it is written: two of the same meaning that are written in two ways are taken for two.
bool same_text(const Replayer& r, const BoundExpr& a, const BoundExpr& b) {
    if (a.present() != b.present()) return false;
    return !a.present() || r.sources.text(a.span()) == r.sources.text(b.span());
}

bool same_texts(const Replayer& r, const Index& a, const Index& b) {
    return same_text(r, a.predicate, b.predicate) &&
           std::equal(a.keys.begin(), a.keys.end(), b.keys.begin(), b.keys.end(),
                      [&](const Index::Key& x, const Index::Key& y) { return same_text(r, x.expr, y.expr); });
}

/// Whether a partition's index can stand for its parent's (CompareIndexInfo).
bool is_like(const Replayer& r, const Index& index, const Index& original) {
    const auto wanted = [&](const std::vector<Index::Key>& keys) {
        return counterparts(r, columns_of(keys), original.table, index.table);
    };
    return columns_of(index.keys) == wanted(original.keys) &&
           columns_of(index.include) == wanted(original.include) && index.unique == original.unique &&
           index.method == original.method && same_texts(r, index, original) &&
           (constraint_on(r, original) == nullptr || constraint_on(r, index) != nullptr);
}

/// The partition's own, which is nothing's part yet.
IndexId free_like(const Replayer& r, const Index& original, RelationId partition) {
    for (const IndexId id : r.catalog[partition].indexes)
        if (!r.catalog[id].parent.valid() && is_like(r, r.catalog[id], original)) return id;
    return {};
}

void make_part(Replayer& r, IndexId part, IndexId whole) {
    r.catalog.edit(part).parent = whole;
    if (constraint_on(r, r.catalog[whole]) != nullptr) change_constraint_on(r, part, true);
}

void give(Replayer& r, IndexId id, RelationId partition) {
    const Index original = r.catalog[id];
    if (r.catalog[partition].kind == 'f') return;
    if (const IndexId own = free_like(r, original, partition); own.valid()) return make_part(r, own, id);
    const IndexId part = copy_index(r, original, partition);
    make_part(r, part, id);
    give_to_partitions(r, part);
}

} // namespace

void copy_indexes(Replayer& r, RelationId from, RelationId to) {
    const std::vector<IndexId> originals = r.catalog[from].indexes;
    for (const IndexId id : originals) {
        const Index original = r.catalog[id];
        copy_index(r, original, to);
    }
}

void give_to_partitions(Replayer& r, IndexId index) {
    const std::vector<RelationId> children = r.catalog[r.catalog[index].table].children;
    for (const RelationId child : children)
        if (r.catalog[child].partition) give(r, index, child);
}

void give_to_partition(Replayer& r, RelationId parent, RelationId partition) {
    const std::vector<IndexId> indexes = r.catalog[parent].indexes;
    for (const IndexId id : indexes)
        give(r, id, partition);
}

void keep_indexes(Replayer& r, RelationId former_partition) {
    const std::vector<IndexId> indexes = r.catalog[former_partition].indexes;
    for (const IndexId id : indexes) {
        if (!r.catalog[id].parent.valid()) continue;
        r.catalog.edit(id).parent = {};
        change_constraint_on(r, id, false);
    }
}

void attach_index(Replayer& r, IndexId index, IndexId part) {
    const Index& whole = r.catalog[index];
    const Index& its = r.catalog[part];
    if (its.parent == index) return;
    const auto& parents = r.catalog[its.table].parents;
    const bool of_partition = std::find(parents.begin(), parents.end(), whole.table) != parents.end();
    const auto refuse_with = [&](const char* code) {
        refuse(code, "cannot attach index \"{}\" as a partition of index \"{}\"", its.name.text(),
               whole.name.text());
    };
    if (its.parent.valid() || !of_partition) refuse_with(sqlstate::object_not_in_prerequisite_state);
    const auto& siblings = r.catalog[its.table].indexes;
    if (std::any_of(siblings.begin(), siblings.end(),
                    [&](IndexId other) { return r.catalog[other].parent == index; }))
        refuse_with(sqlstate::object_not_in_prerequisite_state);
    if (!is_like(r, its, whole)) refuse_with(sqlstate::invalid_object_definition);
    make_part(r, part, index);
}

} // namespace rlslint::replaying
