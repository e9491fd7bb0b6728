#include <algorithm>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "column.hpp"
#include "copy.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"

/// ALTER TABLE … ADD COLUMN (ATExecAddColumn in src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

namespace {

constexpr std::size_t max_columns = 1600; // MaxHeapAttributeNumber

/// False where it is there already and IF NOT EXISTS says that it may be.
bool is_new(const Replayer& r, RelationId id, const AlterTableCommand& command, Symbol name) {
    if (r.catalog.find_column(id, name) == whole_row) return true;
    if (command.if_exists) return false;
    throw Refused{sqlstate::duplicate_column, fmt::format("column \"{}\" of relation \"{}\" already exists",
                                                          name.text(), r.catalog[id].name.text())};
}

void require_own_columns(const Relation& table) {
    if (table.of_type.valid()) throw Refused{sqlstate::wrong_object_type, "cannot add column to typed table"};
    if (table.partition) throw Refused{sqlstate::wrong_object_type, "cannot add column to a partition"};
}

void require_extensible(const Relation& table, const ColumnDef& def, bool only) {
    if (table.columns.size() >= max_columns)
        throw Refused{sqlstate::too_many_columns,
                      fmt::format("tables can have at most {} columns", max_columns)};
    if (table.children.empty()) return;
    if (def.identity != 0)
        throw Refused{sqlstate::invalid_table_definition,
                      "cannot recursively add identity column to table that has child tables"};
    if (only) throw Refused{sqlstate::invalid_table_definition, "column must be added to child tables too"};
}

/// A row cannot hold rows like itself (CheckAttributeType in heap.c).
void require_other_type(const Replayer& r, RelationId id, const TypeName& type) {
    const Relation& table = r.catalog[id];
    if (type.name == table.name && type.schema == r.catalog[table.schema].name)
        refuse(sqlstate::invalid_table_definition, "composite type {} cannot be made a member of itself",
               table.name.text());
}

/// In a child: merged with a column of its own, else added without default and constraints (its checks
/// follow it).
void add_inherited_column(Replayer& r, RelationId child, Column column) {
    column.local = false;
    column.inherited = 1;
    Relation& table = r.catalog.edit(child);
    const ColumnNumber same = column_in(table.columns, column.name);
    if (same == whole_row) {
        table.columns.push_back(std::move(column));
        return note_dependencies(r, child, static_cast<ColumnNumber>(table.columns.size() - 1));
    }
    if (!may_merge(table.columns[same].type, column.type))
        throw Refused{sqlstate::datatype_mismatch,
                      fmt::format("child table \"{}\" has different type for column \"{}\"",
                                  table.name.text(), column.name.text())};
    ++table.columns[same].inherited;
}

} // namespace

/// Once for each way down that leads to a new column.
void add_to_children(Replayer& r, RelationId parent, const Column& column) {
    const std::vector<RelationId> children = r.catalog[parent].children;
    for (const RelationId child : children) {
        const bool fresh = r.catalog.find_column(child, column.name) == whole_row;
        Column own = column;
        own.default_value = transferred(r, column.default_value, parent, child);
        add_inherited_column(r, child, std::move(own));
        if (fresh) add_to_children(r, child, column);
    }
}

namespace {

/// Those that came with a column.
void add_checks_to_children(Replayer& r, RelationId id, std::size_t first) {
    const auto& constraints = r.catalog[id].constraints;
    const std::vector<Constraint> added(constraints.begin() + static_cast<std::ptrdiff_t>(first),
                                        constraints.end());
    for (const Constraint& check : added) {
        if (check.kind == TableConstraint::Kind::check && !check.no_inherit)
            add_check_below(r, id, check.name);
    }
}

} // namespace

void add_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const ColumnDef& def = *command.column;
    require_own_columns(r.catalog[id]);
    if (!is_new(r, id, command, def.name.text)) return;
    require_extensible(r.catalog[id], def, only);
    refuse_system_column(def.name.text);
    Column added = new_column(r, def);
    require_other_type(r, id, added.type);
    r.catalog.edit(id).columns.push_back(std::move(added));
    const auto number = static_cast<ColumnNumber>(r.catalog[id].columns.size() - 1);
    const std::size_t constraints_before = r.catalog[id].constraints.size();
    complete_column(r, id, number, def);
    add_foreign_keys(r, id, def);
    const Column column = r.catalog[id].columns[number];
    add_to_children(r, id, column);
    add_checks_to_children(r, id, constraints_before);
}

} // namespace rlslint::replaying
