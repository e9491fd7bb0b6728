#include "inheritance.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "column.hpp"
#include "constraint.hpp"
#include "copy.hpp"
#include "copy_index.hpp"
#include "partition_foreign_key.hpp"
#include "trigger.hpp"

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

/// An existing child must have a parent's column, and as strict a one (MergeAttributesIntoExisting).
void require_column_of(const Replayer& r, const Relation& child, const Column& column) {
    const std::string_view name = column.name.text();
    const ColumnNumber number = column_in(child.columns, column.name);
    if (number == whole_row) {
        if (child.columns_known())
            refuse(sqlstate::datatype_mismatch, "child table is missing column \"{}\"", name);
        return;
    }
    const Column& own = child.columns[number];
    if (!may_merge(own.type, column.type))
        refuse(sqlstate::datatype_mismatch, "child table \"{}\" has different type for column \"{}\"",
               child.name.text(), name);
    if (column.not_null && !own.not_null && child.columns_known())
        refuse(sqlstate::datatype_mismatch, "column \"{}\" in child table must be marked NOT NULL", name);
    // Until 15 what only the child generates is its own affair.
    const bool differs = column.generated != own.generated && (column.generated || r.version() >= 16);
    if (differs && child.columns_known())
        refuse(sqlstate::datatype_mismatch, "column \"{}\" in child table must {}be a generated column", name,
               column.generated ? "" : "not ");
}

void require_columns_of(const Replayer& r, RelationId child, RelationId parent) {
    for (const Column& column : r.catalog[parent].columns)
        if (!column.dropped) require_column_of(r, r.catalog[child], column);
}

/// A check is inherited by its name.
void require_checks_of(const Replayer& r, RelationId child, RelationId parent) {
    if (!r.catalog[child].columns_known()) return;
    for (const Constraint& check : r.catalog[parent].constraints) {
        if (!is_inheritable(check)) continue;
        const Constraint* own = find_constraint(r.catalog[child], check.name);
        if (own == nullptr || own->kind != check.kind)
            refuse(sqlstate::datatype_mismatch, "child table is missing constraint \"{}\"",
                   check.name.text());
        if (own->no_inherit)
            refuse(sqlstate::invalid_object_definition,
                   "constraint \"{}\" conflicts with non-inherited constraint on child table \"{}\"",
                   check.name.text(), r.catalog[child].name.text());
    }
}

/// What is a column or a constraint: what a child has of its own, or of several parents.
template <class Part> void change_count(Part& part, bool up) {
    if (up)
        ++part.inherited;
    else if (part.inherited > 0 && --part.inherited == 0)
        part.local = true;
}

void change_counts(Replayer& r, RelationId child, RelationId parent, bool up) {
    const Relation of_parent = r.catalog[parent];
    Relation& table = r.catalog.edit(child);
    for (const Column& column : of_parent.columns) {
        const ColumnNumber number = column.dropped ? whole_row : column_in(table.columns, column.name);
        if (number != whole_row) change_count(table.columns[number], up);
    }
    for (Constraint& own : table.constraints) {
        const Constraint* inherited = find_constraint(of_parent, own.name);
        if (inherited != nullptr && is_inheritable(*inherited)) change_count(own, up);
    }
}

/// Until 15 a child takes over how a column is generated or says it alone; since then it may only repeat it.
void require_same_generation(const Replayer& r, const Column& inherited, const Column& column) {
    const std::string_view name = column.name.text();
    const bool may_say_it = r.version() >= 16 ? inherited.generated : !inherited.generated;
    if (column.generated && !may_say_it)
        refuse(sqlstate::invalid_column_definition, "child column \"{}\" specifies generation expression",
               name);
    if (inherited.generated && column.identity != 0)
        refuse(sqlstate::invalid_column_definition,
               "column \"{}\" inherits from generated column but specifies identity", name);
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
            if (!may_merge(columns[same].type, column.type))
                refuse(sqlstate::datatype_mismatch, "inherited column \"{}\" has a type conflict",
                       column.name.text());
            if (columns[same].generated != column.generated)
                refuse(sqlstate::datatype_mismatch, "inherited column \"{}\" has a generation conflict",
                       column.name.text());
            ++columns[same].inherited;
            columns[same].not_null = columns[same].not_null || column.not_null;
        }
    }
    return columns;
}

bool may_merge(const TypeName& a, const TypeName& b) {
    return a.name.empty() || b.name.empty() || format_type(a) == format_type(b);
}

void merge_column(const Replayer& r, std::vector<Column>& columns, Column column) {
    const ColumnNumber same = column_in(columns, column.name);
    if (same == whole_row) {
        columns.push_back(std::move(column));
        return;
    }
    Column& inherited = columns[same];
    if (inherited.local)
        throw Refused{sqlstate::duplicate_column,
                      fmt::format("column \"{}\" specified more than once", column.name.text())};
    if (!may_merge(inherited.type, column.type))
        refuse(sqlstate::datatype_mismatch, "column \"{}\" has a type conflict", column.name.text());
    require_same_generation(r, inherited, column);
    inherited.generated = column.generated || inherited.generated;
    inherited.local = true;
    inherited.not_null = inherited.not_null || column.not_null;
    if (column.identity != 0) inherited.identity = column.identity;
}

void become_child(Replayer& r, RelationId child, RelationId parent) {
    count_parent(r, child, parent);
    copy_checks(r, parent, child, CheckCopy::inherited);
    if (!r.catalog[child].partition) return;
    give_to_partition(r, parent, child);
    clone_triggers(r, parent, child);
    give_foreign_keys(r, parent, child);
}

void require_no_cycle(const Replayer& r, RelationId child, RelationId parent) {
    if (has(with_descendants(r, child), parent))
        refuse(sqlstate::duplicate_table, "circular inheritance not allowed");
}

void attach(Replayer& r, RelationId child, RelationId parent, bool partition) {
    require_no_cycle(r, child, parent);
    if (has(r.catalog[child].parents, parent))
        refuse(sqlstate::duplicate_table, "relation \"{}\" would be inherited from more than once",
               r.catalog[parent].name.text());
    require_columns_of(r, child, parent);
    require_checks_of(r, child, parent);
    change_counts(r, child, parent, true);
    if (partition) {
        Relation& table = r.catalog.edit(child);
        table.partition = true;
        for (Column& column : table.columns)
            column.local = column.local && column.inherited == 0;
        for (Constraint& check : table.constraints)
            check.local = check.local && check.inherited == 0;
    }
    count_parent(r, child, parent);
}

void detach(Replayer& r, RelationId child, RelationId parent) {
    if (!has(r.catalog[child].parents, parent))
        throw Refused{sqlstate::undefined_table,
                      fmt::format("relation \"{}\" is not a parent of relation \"{}\"",
                                  r.catalog[parent].name.text(), r.catalog[child].name.text())};
    change_counts(r, child, parent, false);
    if (r.catalog[child].partition) {
        drop_cloned_triggers(r, child);
        keep_indexes(r, child);
        keep_foreign_keys(r, child);
    }
    std::erase(r.catalog.edit(child).parents, parent);
    std::erase(r.catalog.edit(parent).children, child);
    r.catalog.edit(child).partition = false;
    r.catalog.edit(child).values = {};
}

std::size_t parents_among(const Relation& table, const std::vector<RelationId>& tables) {
    return static_cast<std::size_t>(std::count_if(table.parents.begin(), table.parents.end(),
                                                  [&](RelationId parent) { return has(tables, parent); }));
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
