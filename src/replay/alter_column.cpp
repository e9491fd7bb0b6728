#include <algorithm>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "binding.hpp"
#include "column.hpp"
#include "deletion.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"

/// The actions of ALTER TABLE on one column (src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

namespace {

using Action = AlterTableAction;

constexpr std::size_t max_columns = 1600; // MaxHeapAttributeNumber

// ---- ADD COLUMN -------------------------------------------------------------------------------------

/// False where it is there already and IF NOT EXISTS says that it may be.
bool is_new(const Replayer& r, RelationId id, const AlterTableCommand& command, Symbol name) {
    if (r.catalog.find_column(id, name) == whole_row) return true;
    if (command.if_exists) return false;
    throw Refused{sqlstate::duplicate_column, fmt::format("column \"{}\" of relation \"{}\" already exists",
                                                          name.text(), r.catalog[id].name.text())};
}

/// In a child: merged with a column of its own, else added without default and constraints (checks
/// are inherited by other means).
void add_inherited_column(Replayer& r, RelationId child, Column column) {
    column.local = false;
    column.inherited = 1;
    Relation& table = r.catalog.edit(child);
    const ColumnNumber same = column_in(table.columns, column.name);
    if (same == whole_row) {
        table.columns.push_back(std::move(column));
        note_dependencies(r, child, static_cast<ColumnNumber>(table.columns.size() - 1));
    } else
        ++table.columns[same].inherited;
}

void add_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const ColumnDef& def = *command.column;
    if (r.catalog[id].partition)
        throw Refused{sqlstate::wrong_object_type, "cannot add column to a partition"};
    if (!is_new(r, id, command, def.name.text)) return;
    const Column column = new_column(r, def);
    Relation& table = r.catalog.edit(id);
    if (only && !table.children.empty())
        throw Refused{sqlstate::invalid_table_definition, "column must be added to child tables too"};
    if (table.columns.size() >= max_columns)
        throw Refused{sqlstate::too_many_columns,
                      fmt::format("tables can have at most {} columns", max_columns)};
    table.columns.push_back(column);
    complete_column(r, id, static_cast<ColumnNumber>(table.columns.size() - 1), def);
    for (const RelationId child : with_descendants(r, id))
        if (child != id) add_inherited_column(r, child, column);
}

// ---- the others -------------------------------------------------------------------------------------

ColumnNumber number_of(Replayer& r, RelationId id, const AlterTableCommand& command) {
    return require_column(r, id, command.name.text);
}

void drop_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    if (r.catalog.find_column(id, command.name.text) == whole_row && command.if_exists) return;
    const ColumnNumber number = number_of(r, id, command);
    if (r.catalog[id].columns[number].inherited > 0)
        throw Refused{sqlstate::invalid_table_definition,
                      fmt::format("cannot drop inherited column \"{}\"", command.name.text.text())};
    drop_column(r, id, number, only, command.behavior);
}

/// Policies and views that use the column stand in the way (RememberAllDependentForRebuilding).
void change_type(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    number_of(r, id, command);
    const TypeName type = canonical(r, command.column->type);
    for (const RelationId table : with_descendants(r, id, only)) {
        const ColumnNumber number = r.catalog.find_column(table, command.name.text);
        if (number == whole_row) continue;
        require_type_change(r, table, number);
        r.catalog.edit(table).columns[number].type = type;
    }
}

void set_default(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    number_of(r, id, command);
    const BoundExpr value = bind_clause(r, {}, command.expr);
    for (const RelationId table : with_descendants(r, id, only)) {
        const ColumnNumber number = r.catalog.find_column(table, command.name.text);
        if (number == whole_row) continue;
        Column& column = r.catalog.edit(table).columns[number];
        column.default_value = value;
        if (column.identity == 0) column.sequence = {};
        note_dependencies(r, table, number);
    }
}

void set_not_null(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    number_of(r, id, command);
    for (const RelationId table : with_descendants(r, id, only)) {
        const ColumnNumber number = r.catalog.find_column(table, command.name.text);
        if (number != whole_row)
            r.catalog.edit(table).columns[number].not_null = command.action == Action::set_not_null;
    }
}

void change_identity(Replayer& r, RelationId id, const AlterTableCommand& command) {
    const ColumnNumber number = number_of(r, id, command);
    Column& column = r.catalog.edit(id).columns[number];
    if (command.action == Action::drop_identity) {
        if (column.identity == 0 && !command.if_exists && r.catalog[id].columns_known())
            throw Refused{sqlstate::object_not_in_prerequisite_state,
                          fmt::format("column \"{}\" of relation \"{}\" is not an identity column",
                                      column.name.text(), r.catalog[id].name.text())};
        column.identity = 0;
        column.sequence = {};
        return drop_owned_sequences(r, id, number);
    }
    if (command.action == Action::add_identity && !column.not_null && r.catalog[id].columns_known())
        throw Refused{
            sqlstate::object_not_in_prerequisite_state,
            fmt::format(
                "column \"{}\" of relation \"{}\" must be declared NOT NULL before identity can be added",
                column.name.text(), r.catalog[id].name.text())};
    column.identity = command.identity != 0 ? command.identity : column.identity;
    if (command.action == Action::add_identity) add_owned_sequence(r, id, number, command.relation);
}

} // namespace

void alter_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    switch (command.action) {
    case Action::add_column: return add_column(r, id, command, only);
    case Action::drop_column: return drop_column(r, id, command, only);
    case Action::column_type: return change_type(r, id, command, only);
    case Action::set_default:
    case Action::drop_default: return set_default(r, id, command, only);
    case Action::set_not_null:
    case Action::drop_not_null: return set_not_null(r, id, command, only);
    case Action::add_identity:
    case Action::set_identity:
    case Action::drop_identity: return change_identity(r, id, command);
    case Action::drop_expression: {
        const ColumnNumber number = number_of(r, id, command);
        Column& column = r.catalog.edit(id).columns[number];
        column.generated = false;
        column.default_value = {};
        return;
    }
    default: return;
    }
}

std::vector<RelationId> owned_sequences(const Replayer& r, RelationId table) {
    std::vector<RelationId> sequences;
    for (const Object& object : r.dependents.of(table)) {
        if (object.kind != Object::Kind::relation || object.id >= r.catalog.relations().size()) continue;
        const RelationId id{object.id};
        if (r.catalog[id].origin.live() && r.catalog[id].kind == 'S' && r.catalog[id].owned_by == table)
            sequences.push_back(id);
    }
    std::sort(sequences.begin(), sequences.end());
    sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
    return sequences;
}

} // namespace rlslint::replaying
