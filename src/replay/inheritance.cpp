#include "inheritance.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "column.hpp"
#include "copy.hpp"

namespace rlslint::replaying {

namespace {

/// A parent's column as the child gets it. A partition's identity is its parent's since 17.
Column as_inherited(const Column& column) {
    Column inherited = column;
    inherited.acl = {};
    inherited.local = false;
    inherited.inherited = 1;
    if (column.identity != 0) inherited.sequence = {};
    inherited.identity = 0;
    return inherited;
}

void count_parent(Replayer& r, RelationId child, RelationId parent) {
    r.catalog.edit(child).parents.push_back(parent);
    r.catalog.edit(parent).children.push_back(child);
    if (!r.catalog[parent].columns_known()) r.catalog.edit(child).partial = true;
}

bool has(const std::vector<RelationId>& list, RelationId id) {
    return std::find(list.begin(), list.end(), id) != list.end();
}

/// An existing child must have all of its new parent's columns.
void require_columns_of(const Replayer& r, RelationId child, RelationId parent) {
    if (!r.catalog[child].columns_known()) return;
    for (const Column& column : r.catalog[parent].columns)
        if (!column.dropped && r.catalog.find_column(child, column.name) == whole_row)
            throw Refused{sqlstate::datatype_mismatch,
                          fmt::format("child table is missing column \"{}\"", column.name.text())};
}

void change_counts(Replayer& r, RelationId child, RelationId parent, bool up) {
    const std::vector<Column> of_parent = r.catalog[parent].columns;
    Relation& table = r.catalog.edit(child);
    for (const Column& column : of_parent) {
        const ColumnNumber number = column.dropped ? whole_row : column_in(table.columns, column.name);
        if (number == whole_row) continue;
        Column& own = table.columns[number];
        if (up)
            ++own.inherited;
        else if (own.inherited > 0 && --own.inherited == 0)
            own.local = true;
    }
}

} // namespace

std::vector<Column> inherited_columns(const Replayer& r, const std::vector<RelationId>& parents) {
    std::vector<Column> columns;
    for (const RelationId parent : parents) {
        for (const Column& column : r.catalog[parent].columns) {
            if (column.dropped) continue;
            const ColumnNumber same = column_in(columns, column.name);
            if (same == whole_row) {
                columns.push_back(as_inherited(column));
                continue;
            }
            ++columns[same].inherited;
            columns[same].not_null = columns[same].not_null || column.not_null;
        }
    }
    return columns;
}

void merge_column(std::vector<Column>& columns, Column column) {
    const ColumnNumber same = column_in(columns, column.name);
    if (same == whole_row) {
        columns.push_back(std::move(column));
        return;
    }
    Column& inherited = columns[same];
    if (inherited.local)
        throw Refused{sqlstate::duplicate_column,
                      fmt::format("column \"{}\" specified more than once", column.name.text())};
    inherited.local = true;
    inherited.not_null = inherited.not_null || column.not_null;
    if (column.identity != 0) inherited.identity = column.identity;
}

void become_child(Replayer& r, RelationId child, RelationId parent) {
    count_parent(r, child, parent);
    copy_checks(r, parent, child);
    if (!r.catalog[child].partition) return;
    copy_indexes(r, parent, child);
    copy_foreign_keys(r, parent, child);
}

void attach(Replayer& r, RelationId child, RelationId parent, bool partition) {
    if (has(with_descendants(r, child), parent))
        throw Refused{sqlstate::duplicate_table, "circular inheritance not allowed"};
    if (has(r.catalog[child].parents, parent)) {
        if (partition)
            throw Refused{sqlstate::wrong_object_type,
                          fmt::format("\"{}\" is already a partition", r.catalog[child].name.text())};
        throw Refused{sqlstate::duplicate_table,
                      fmt::format("relation \"{}\" would be inherited from more than once",
                                  r.catalog[parent].name.text())};
    }
    require_columns_of(r, child, parent);
    change_counts(r, child, parent, true);
    if (partition) {
        Relation& table = r.catalog.edit(child);
        table.partition = true;
        for (Column& column : table.columns)
            column.local = column.local && column.inherited == 0;
    }
    count_parent(r, child, parent);
}

void detach(Replayer& r, RelationId child, RelationId parent) {
    if (!has(r.catalog[child].parents, parent))
        throw Refused{sqlstate::undefined_table,
                      fmt::format("relation \"{}\" is not a parent of relation \"{}\"",
                                  r.catalog[parent].name.text(), r.catalog[child].name.text())};
    change_counts(r, child, parent, false);
    std::erase(r.catalog.edit(child).parents, parent);
    std::erase(r.catalog.edit(parent).children, child);
    r.catalog.edit(child).partition = false;
}

std::vector<RelationId> with_descendants(const Replayer& r, RelationId table, bool only) {
    std::vector<RelationId> all{table};
    std::unordered_set<RelationId> seen{table};
    for (std::size_t i = 0; i < all.size() && !only; ++i)
        for (const RelationId child : r.catalog[all[i]].children)
            if (seen.insert(child).second) all.push_back(child);
    return all;
}

} // namespace rlslint::replaying
