#include "composite.hpp"

#include <algorithm>

#include "alter_table.hpp"
#include "column.hpp"
#include "deletion.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "references.hpp"

namespace rlslint::replaying {

namespace {

using Action = AlterTableAction;

/// Tables of the type follow it, if CASCADE says so.
std::vector<RelationId> require_tables_of(const Replayer& r, TypeId type, DropBehavior behavior) {
    std::vector<RelationId> tables;
    for (const Dependency& dependency : dependents_of(r, type)) {
        const Object& object = dependency.dependent;
        if (object.kind == Object::Kind::relation && r.catalog[RelationId{object.id}].of_type == type)
            tables.emplace_back(RelationId{object.id});
    }
    std::sort(tables.begin(), tables.end());
    tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
    if (!tables.empty() && behavior == DropBehavior::restrict)
        refuse(sqlstate::dependent_objects_still_exist,
               "cannot alter type \"{}\" because it is the type of a typed table",
               r.catalog[type].name.text());
    return tables;
}

ColumnNumber require_attribute(const Replayer& r, TypeId type, Symbol name) {
    const ColumnNumber number = column_in(r.catalog[type].columns, name);
    if (number == whole_row)
        refuse(sqlstate::undefined_column, "column \"{}\" of relation \"{}\" does not exist", name.text(),
               r.catalog[type].name.text());
    return number;
}

Object last_attribute(const Replayer& r, TypeId type) {
    return Object::attribute(type, static_cast<ColumnNumber>(r.catalog[type].columns.size() - 1));
}

void add_attribute(Replayer& r, TypeId type, const AlterTableCommand& command) {
    const std::vector<RelationId> tables = require_tables_of(r, type, command.behavior);
    const Column column = new_column(r, *command.column);
    if (column_in(r.catalog[type].columns, column.name) != whole_row)
        refuse(sqlstate::duplicate_column, "column \"{}\" of relation \"{}\" already exists",
               column.name.text(), r.catalog[type].name.text());
    const SchemaId schema = r.catalog.find_schema(column.type.schema);
    if (schema.valid() && r.catalog.find_type(schema, column.type.name) == type)
        refuse(sqlstate::invalid_table_definition, "composite type {} cannot be made a member of itself",
               r.catalog[type].name.text());
    r.catalog.edit(type).columns.push_back(column);
    depend_on_type(r, column.type, last_attribute(r, type));
    for (const RelationId table : tables) {
        r.catalog.edit(table).columns.push_back(column);
        note_dependencies(r, table, static_cast<ColumnNumber>(r.catalog[table].columns.size() - 1));
        add_to_children(r, table, column);
    }
}

void drop_attribute(Replayer& r, TypeId type, const AlterTableCommand& command) {
    const Symbol name = command.name.text;
    const std::vector<RelationId> tables = require_tables_of(r, type, command.behavior);
    if (column_in(r.catalog[type].columns, name) == whole_row && command.if_exists) return;
    const ColumnNumber number = require_attribute(r, type, name);
    r.catalog.edit(type).columns[number].dropped = true;
    for (const RelationId table : tables)
        if (const ColumnNumber own = r.catalog.find_column(table, name); own != whole_row)
            drop_column(r, table, own, false, command.behavior);
}

/// Columns of the type would have to be rewritten (find_composite_type_dependencies).
void require_unused(const Replayer& r, TypeId type) {
    for (const Dependency& dependency : dependents_of(r, type))
        if (dependency.dependent.kind == Object::Kind::column)
            refuse(sqlstate::feature_not_supported, "cannot alter type \"{}\" because a column uses it",
                   r.catalog[type].name.text());
}

void alter_attribute(Replayer& r, TypeId type, const AlterTableCommand& command) {
    const ColumnNumber number = require_attribute(r, type, command.name.text);
    const TypeName changed = require_type_name(r, command.column->type);
    require_type_usage(r, changed);
    const std::vector<RelationId> tables = require_tables_of(r, type, command.behavior);
    require_unused(r, type);
    r.catalog.edit(type).columns[number].type = changed;
    depend_on_type(r, changed, Object::attribute(type, number));
    for (const RelationId table : tables)
        if (const ColumnNumber own = r.catalog.find_column(table, command.name.text); own != whole_row)
            r.catalog.edit(table).columns[own].type = changed;
}

void run_command(Replayer& r, TypeId type, const AlterTableCommand& command) {
    switch (command.action) {
    case Action::add_column: return add_attribute(r, type, command);
    case Action::drop_column: return drop_attribute(r, type, command);
    case Action::column_type: return alter_attribute(r, type, command);
    default: return;
    }
}

} // namespace

namespace {

/// It is altered as a relation is, and called one.
TypeId find_composite(const Replayer& r, const QualifiedName& name) {
    try {
        return find_known_type(r, name);
    } catch (const Refused& refused) {
        if (refused.sqlstate != sqlstate::undefined_object) throw;
        refuse(sqlstate::undefined_table, "relation \"{}\" does not exist", shown(name));
    }
}

} // namespace

Effect rename_attribute(Replayer& r, const Rename& statement) {
    const TypeId type = find_composite(r, statement.object.name);
    if (!type.valid()) return {}; // made elsewhere
    require_owner(r, type);
    const Symbol from = statement.object.part.text;
    const Symbol to = statement.new_name.text;
    const std::vector<RelationId> tables = require_tables_of(r, type, statement.behavior);
    const ColumnNumber number = require_attribute(r, type, from);
    if (column_in(r.catalog[type].columns, to) != whole_row)
        refuse(sqlstate::duplicate_column, "column \"{}\" of relation \"{}\" already exists", to.text(),
               r.catalog[type].name.text());
    r.catalog.edit(type).columns[number].name = to;
    for (const RelationId typed : tables)
        for (const RelationId table : with_descendants(r, typed))
            if (const ColumnNumber own = r.catalog.find_column(table, from); own != whole_row)
                r.catalog.edit(table).columns[own].name = to;
    return {};
}

Effect alter_composite(Replayer& r, const AlterTable& alter) {
    const TypeId type = find_composite(r, alter.name);
    if (!type.valid()) return {}; // made elsewhere
    if (r.catalog[type].kind != Type::Kind::composite)
        refuse(sqlstate::wrong_object_type, "\"{}\" is not a composite type", r.catalog[type].name.text());
    require_owner(r, type);
    for (const AlterTableCommand& command : alter.commands)
        run_command(r, type, command);
    r.touch(r.catalog.edit(type).origin);
    return {};
}

} // namespace rlslint::replaying
