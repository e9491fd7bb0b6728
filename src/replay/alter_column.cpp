#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "binding.hpp"
#include "column.hpp"
#include "constraint.hpp"
#include "deletion.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// The actions of ALTER TABLE on a column that is there (src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

namespace {

using Action = AlterTableAction;

ColumnNumber number_of(Replayer& r, RelationId id, const AlterTableCommand& command) {
    return require_column(r, id, command.name.text);
}

/// What a partitioned table is divided by cannot change.
void require_no_partition_key(const Relation& table, ColumnNumber number, std::string_view change) {
    const auto& key = table.partition_key;
    if (std::find(key.begin(), key.end(), number) == key.end()) return;
    refuse(sqlstate::invalid_table_definition,
           "cannot {} column \"{}\" because it is part of the partition key of relation \"{}\"", change,
           table.columns[number].name.text(), table.name.text());
}

/// Calls `change(table, number)` for the column in a table and in those below it, all of which must be the user's.
template <class Change>
void for_each_table(Replayer& r, RelationId id, Symbol column, bool only, const Change& change) {
    const std::vector<RelationId> tables = with_descendants(r, id, only);
    for (const RelationId table : tables)
        if (table != id) require_owner(r, table);
    for (const RelationId table : tables)
        if (const ColumnNumber number = r.catalog.find_column(table, column); number != whole_row)
            change(table, number);
}

// ---- DROP COLUMN, SET DATA TYPE -----------------------------------------------------------------------

void drop_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const Relation& table = r.catalog[id];
    if (table.of_type.valid()) refuse(sqlstate::wrong_object_type, "cannot drop column from typed table");
    if (r.catalog.find_column(id, command.name.text) == whole_row && command.if_exists) return;
    const ColumnNumber number = number_of(r, id, command);
    if (table.columns[number].inherited > 0)
        refuse(sqlstate::invalid_table_definition, "cannot drop inherited column \"{}\"",
               command.name.text.text());
    require_no_partition_key(table, number, "drop");
    if (only && table.kind == 'p' && !table.children.empty())
        refuse(sqlstate::invalid_table_definition,
               "cannot drop column from only the partitioned table when partitions exist");
    drop_column(r, id, number, only, command.behavior);
}

void require_alterable_type(Replayer& r, RelationId id, ColumnNumber number, bool only) {
    const Relation& table = r.catalog[id];
    if (table.of_type.valid()) refuse(sqlstate::wrong_object_type, "cannot alter column type of typed table");
    if (table.columns[number].inherited > 0)
        refuse(sqlstate::invalid_table_definition, "cannot alter inherited column \"{}\"",
               table.columns[number].name.text());
    require_no_partition_key(table, number, "alter");
    if (only && !table.children.empty())
        refuse(sqlstate::invalid_table_definition,
               "type of inherited column \"{}\" must be changed in child tables too",
               table.columns[number].name.text());
}

/// Tables below may have the column from elsewhere too.
void require_no_other_parents(Replayer& r, RelationId id, Symbol name, bool only) {
    const std::vector<RelationId> tables = with_descendants(r, id, only);
    for_each_table(r, id, name, only, [&](RelationId table, ColumnNumber number) {
        if (table == id ||
            r.catalog[table].columns[number].inherited <= parents_among(r.catalog[table], tables))
            return;
        refuse(sqlstate::invalid_table_definition, "cannot alter inherited column \"{}\" of relation \"{}\"",
               name.text(), r.catalog[table].name.text());
    });
}

/// Policies and views that use the column stand in the way (RememberAllDependentForRebuilding).
void change_type(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    require_alterable_type(r, id, number_of(r, id, command), only);
    const TypeName type = require_type_name(r, command.column->type);
    require_type_usage(r, type);
    require_no_other_parents(r, id, command.name.text, only);
    for_each_table(r, id, command.name.text, only, [&](RelationId table, ColumnNumber number) {
        Column changed = r.catalog[table].columns[number];
        changed.type = type;
        if (changed.identity != 0) require_identity_type(changed);
        require_type_change(r, table, number);
        r.catalog.edit(table).columns[number].type = type;
        require_comparable_keys(r, table);
        note_dependencies(r, table, number);
    });
}

// ---- SET and DROP DEFAULT, NOT NULL -------------------------------------------------------------------

void require_no_identity(const Relation& table, const Column& column) {
    if (column.identity != 0)
        refuse(sqlstate::syntax_error, "column \"{}\" of relation \"{}\" is an identity column",
               column.name.text(), table.name.text());
}

void set_default(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    number_of(r, id, command);
    const BoundExpr value = bind_clause(r, {}, command.expr);
    for_each_table(r, id, command.name.text, only, [&](RelationId table, ColumnNumber number) {
        Relation& relation = r.catalog.edit(table);
        Column& column = relation.columns[number];
        require_no_identity(relation, column);
        if (column.generated)
            refuse(sqlstate::syntax_error, "column \"{}\" of relation \"{}\" is a generated column",
                   column.name.text(), relation.name.text());
        require_default(r, column, value);
        const bool none = !value.present() || is_no_default(r, column, value.root);
        column.default_value = none ? BoundExpr{} : value;
        column.sequence = {};
        note_dependencies(r, table, number);
    });
}

bool is_in_primary_key(const Relation& table, ColumnNumber number) {
    return std::any_of(table.constraints.begin(), table.constraints.end(), [&](const Constraint& c) {
        return c.kind == TableConstraint::Kind::primary_key &&
               std::find(c.columns.begin(), c.columns.end(), number) != c.columns.end();
    });
}

/// A partition must have what its parent has.
void require_nullable_in_parent(const Replayer& r, const Relation& table, Symbol name) {
    if (!table.partition) return;
    const RelationId parent = table.parents.front();
    const ColumnNumber number = r.catalog.find_column(parent, name);
    if (number != whole_row && r.catalog[parent].columns[number].not_null)
        refuse(sqlstate::invalid_table_definition, "column \"{}\" is marked NOT NULL in parent table",
               name.text());
}

void drop_not_null(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    number_of(r, id, command);
    if (only && r.catalog[id].kind == 'p' && !r.catalog[id].children.empty())
        refuse(sqlstate::invalid_table_definition,
               "cannot remove constraint from only the partitioned table when partitions exist");
    for_each_table(r, id, command.name.text, only, [&](RelationId table, ColumnNumber number) {
        Relation& relation = r.catalog.edit(table);
        Column& column = relation.columns[number];
        require_no_identity(relation, column);
        if (is_in_primary_key(relation, number))
            refuse(sqlstate::invalid_table_definition, "column \"{}\" is in a primary key",
                   column.name.text());
        require_nullable_in_parent(r, relation, column.name);
        column.not_null = false;
    });
}

/// Where it is NOT NULL already the tables below are left alone.
void set_not_null(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const ColumnNumber own = number_of(r, id, command);
    if (r.catalog[id].columns[own].not_null) return;
    if (only && r.catalog[id].kind == 'p' && !r.catalog[id].children.empty())
        refuse(sqlstate::invalid_table_definition, "constraint must be added to child tables too");
    for_each_table(r, id, command.name.text, only, [&](RelationId table, ColumnNumber number) {
        r.catalog.edit(table).columns[number].not_null = true;
    });
}

// ---- identity and generated columns -------------------------------------------------------------------

/// Of a table that is known in part a column may be anything.
bool column_is_known(const Replayer& r, RelationId id) { return r.catalog[id].columns_known(); }

void add_identity(Replayer& r, RelationId id, ColumnNumber number, const AlterTableCommand& command) {
    const Column column = r.catalog[id].columns[number];
    const std::string_view name = column.name.text();
    require_identity_type(column);
    add_owned_sequence(r, id, number, command.relation);
    const Relation& table = r.catalog[id];
    if (column_is_known(r, id)) {
        if (!column.not_null)
            refuse(sqlstate::object_not_in_prerequisite_state,
                   "column \"{}\" of relation \"{}\" must be declared NOT NULL before identity can be added",
                   name, table.name.text());
        if (column.identity != 0)
            refuse(sqlstate::object_not_in_prerequisite_state,
                   "column \"{}\" of relation \"{}\" is already an identity column", name, table.name.text());
        if (column.default_value.present() || column.sequence.valid())
            refuse(sqlstate::object_not_in_prerequisite_state,
                   "column \"{}\" of relation \"{}\" already has a default value", name, table.name.text());
    }
    r.catalog.edit(id).columns[number].identity = command.identity;
}

void require_identity(const Replayer& r, RelationId id, const Column& column) {
    if (column.identity == 0 && column_is_known(r, id))
        refuse(sqlstate::object_not_in_prerequisite_state,
               "column \"{}\" of relation \"{}\" is not an identity column", column.name.text(),
               r.catalog[id].name.text());
}

void drop_identity(Replayer& r, RelationId id, ColumnNumber number, bool if_exists) {
    if (r.catalog[id].columns[number].identity == 0 && if_exists) return;
    require_identity(r, id, r.catalog[id].columns[number]);
    Column& column = r.catalog.edit(id).columns[number];
    column.identity = 0;
    column.sequence = {};
    drop_owned_sequences(r, id, number);
}

void change_identity(Replayer& r, RelationId id, const AlterTableCommand& command) {
    const ColumnNumber number = number_of(r, id, command);
    if (command.action == Action::add_identity) return add_identity(r, id, number, command);
    if (command.action == Action::drop_identity) return drop_identity(r, id, number, command.if_exists);
    require_identity(r, id, r.catalog[id].columns[number]);
    if (command.identity != 0) r.catalog.edit(id).columns[number].identity = command.identity;
}

void drop_expression(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const ColumnNumber own = number_of(r, id, command);
    const Column& column = r.catalog[id].columns[own];
    if (only && !r.catalog[id].children.empty())
        refuse(sqlstate::invalid_table_definition,
               "ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
    if (column.inherited > 0)
        refuse(sqlstate::invalid_table_definition, "cannot drop generation expression from inherited column");
    if (!column.generated && column_is_known(r, id)) {
        if (command.if_exists) return;
        refuse(sqlstate::object_not_in_prerequisite_state,
               "column \"{}\" of relation \"{}\" is not a stored generated column", column.name.text(),
               r.catalog[id].name.text());
    }
    for_each_table(r, id, command.name.text, only, [&](RelationId table, ColumnNumber number) {
        Column& changed = r.catalog.edit(table).columns[number];
        changed.generated = false;
        changed.default_value = {};
    });
}

} // namespace

void alter_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    switch (command.action) {
    case Action::add_column: return add_column(r, id, command, only);
    case Action::drop_column: return drop_column(r, id, command, only);
    case Action::column_type: return change_type(r, id, command, only);
    case Action::set_default:
    case Action::drop_default: return set_default(r, id, command, only);
    case Action::set_not_null: return set_not_null(r, id, command, only);
    case Action::drop_not_null: return drop_not_null(r, id, command, only);
    case Action::add_identity:
    case Action::set_identity:
    case Action::drop_identity: return change_identity(r, id, command);
    case Action::drop_expression: return drop_expression(r, id, command, only);
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
