#include "composite.hpp"

#include <algorithm>

#include "alter_table.hpp"
#include "column.hpp"
#include "deletion.hpp"
#include "describe.hpp"
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

namespace {

[[noreturn]] void refuse_type(std::string message) {
    throw Refused{sqlstate::datatype_mismatch, std::move(message)};
}

std::vector<Column> live(const std::vector<Column>& columns) {
    std::vector<Column> kept;
    std::copy_if(columns.begin(), columns.end(), std::back_inserter(kept),
                 [](const Column& column) { return !column.dropped; });
    return kept;
}

/// The columns must be the type's, in its order (ATExecAddOf).
void require_columns_of(const Relation& table, const Type& type) {
    if (!table.columns_known()) return;
    const std::vector<Column> own = live(table.columns);
    const std::vector<Column> wanted = live(type.columns);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const std::string_view name = wanted[i].name.text();
        if (i >= own.size()) refuse_type(fmt::format("table is missing column \"{}\"", name));
        if (own[i].name != wanted[i].name)
            refuse_type(
                fmt::format("table has column \"{}\" where type requires \"{}\"", own[i].name.text(), name));
        if (!may_merge(own[i].type, wanted[i].type))
            refuse_type(
                fmt::format("table \"{}\" has different type for column \"{}\"", table.name.text(), name));
    }
    if (own.size() > wanted.size())
        refuse_type(fmt::format("table has extra column \"{}\"", own[wanted.size()].name.text()));
}

} // namespace

void make_typed(Replayer& r, RelationId table, const TypeName& name) {
    const TypeId type = find_known_type(r, {name.schema, name.name, name.span});
    if (!type.valid()) return; // made elsewhere
    if (r.catalog[type].kind != Type::Kind::composite)
        refuse(sqlstate::wrong_object_type, "type {} is not a composite type", r.catalog[type].name.text());
    if (!r.catalog[table].parents.empty()) refuse(sqlstate::wrong_object_type, "typed tables cannot inherit");
    require_columns_of(r.catalog[table], r.catalog[type]);
    r.catalog.edit(table).of_type = type;
    r.dependents.add(type, table);
}

void make_untyped(Replayer& r, RelationId table) {
    const Relation& relation = r.catalog[table];
    if (!relation.of_type.valid() && fully_known(relation))
        refuse(sqlstate::wrong_object_type, "\"{}\" is not a typed table", relation.name.text());
    r.catalog.edit(table).of_type = {};
}

void refuse_composite(const Replayer& r, const QualifiedName& name) {
    const TypeId type = find_type(r, name);
    if (type.valid() && r.catalog[type].kind == Type::Kind::composite)
        refuse(sqlstate::wrong_object_type, "\"{}\" is a composite type", name.name.text());
}

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
