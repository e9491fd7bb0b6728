#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "binding.hpp"
#include "column.hpp"
#include "constraint.hpp"
#include "copy.hpp"
#include "copy_index.hpp"
#include "create.hpp"
#include "dynamic_table_rows.hpp"
#include "execution.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "partition.hpp"
#include "permission.hpp"
#include "query_columns.hpp"
#include "temporary.hpp"

/// CREATE TABLE (src/backend/commands/tablecmds.c, parser/parse_utilcmd.c).
namespace rlslint::replaying {

namespace {

SchemaId schema_of_new(Replayer& r, const QualifiedName& name, Persistence persistence) {
    return persistence == Persistence::temporary ? temporary_schema_of(r, name)
                                                 : require_creation_schema(r, name);
}

char kind_of(const CreateTable& create) {
    if (create.foreign) return 'f';
    return create.partitioned ? 'p' : 'r';
}

void require_partitioned(const Relation& parent) {
    if (parent.kind == 'p' || parent.origin.assumed) return;
    refuse(sqlstate::invalid_object_definition, "\"{}\" is not partitioned", parent.name.text());
}

void require_inheritable(const Relation& parent) {
    const std::string_view name = parent.name.text();
    if (!parent.is_table() && parent.kind != 'f')
        refuse(sqlstate::wrong_object_type, "inherited relation \"{}\" is not a table or foreign table",
               name);
    if (parent.kind == 'p')
        refuse(sqlstate::wrong_object_type, "cannot inherit from partitioned table \"{}\"", name);
    if (parent.partition) refuse(sqlstate::wrong_object_type, "cannot inherit from partition \"{}\"", name);
}

/// They are looked up before anything else that the statement names.
void require_types(const Replayer& r, const CreateTable& create) {
    for (const ColumnDef& def : create.columns)
        if (!def.type.name.empty()) (void)require_type_name(r, def.type);
}

std::vector<RelationId> parents_of(Replayer& r, const CreateTable& create) {
    std::vector<RelationId> parents;
    for (const QualifiedName& name : create.inherits) {
        const RelationId parent = require_relation(r, name);
        require_inheritable(r.catalog[parent]);
        require_owner(r, parent);
        if (std::find(parents.begin(), parents.end(), parent) != parents.end())
            refuse(sqlstate::duplicate_table, "relation \"{}\" would be inherited from more than once",
                   r.catalog[parent].name.text());
        parents.push_back(parent);
    }
    if (create.partition_of.empty()) return parents;
    parents.push_back(require_relation(r, create.partition_of, 'p'));
    if (!r.catalog[parents.back()].is_table())
        refuse(sqlstate::wrong_object_type, "inherited relation \"{}\" is not a table or foreign table",
               r.catalog[parents.back()].name.text());
    require_owner(r, parents.back());
    require_partitioned(r.catalog[parents.back()]);
    return parents;
}

/// A column as LIKE copies it: always name, type and NOT NULL, the rest on demand.
Column like_column(const Column& from, const LikeClause& like) {
    Column column;
    column.name = from.name;
    column.type = from.type;
    column.not_null = from.not_null;
    column.span = from.span;
    const bool generated = like.including_all || like.including_generated;
    const bool defaults = like.including_all || like.including_defaults;
    column.generated = from.generated && generated;
    if (from.generated ? generated : defaults) column.default_value = from.default_value;
    if (defaults && from.identity == 0) column.sequence = from.sequence;
    if (like.including_all || like.including_identity) column.identity = from.identity;
    return column;
}

/// LIKE takes a composite type for a relation.
TypeId composite_source(const Replayer& r, const QualifiedName& name) {
    if (find_relation(r, name).valid()) return {};
    const TypeId type = find_type(r, name);
    return type.valid() && r.catalog[type].kind == Type::Kind::composite ? type : TypeId{};
}

void add_like_columns(const Replayer& r, Relation& table, const Relation& source, const LikeClause& like) {
    for (const Column& column : source.columns)
        if (!column.dropped) merge_column(r, table.columns, like_column(column, like));
    table.partial = table.partial || !source.columns_known();
}

/// The columns of CREATE TABLE … OF a composite type.
void add_type_columns(const Replayer& r, Relation& table, const TypeName& name) {
    const TypeId type = find_known_type(r, {name.schema, name.name, name.span});
    if (!type.valid() && find_relation(r, {name.schema, name.name, name.span}).valid())
        refuse(sqlstate::wrong_object_type, "type {} is not a composite type", name.name.text());
    if (!type.valid() || r.catalog[type].kind != Type::Kind::composite) {
        table.partial = true;
        return;
    }
    require_type_usage(r, type);
    table.columns = r.catalog[type].columns;
    table.of_type = type;
}

/// What a parent generates a child cannot give a default.
void require_no_default(const std::vector<Column>& columns, const ColumnDef& def, const TypeName& type) {
    const ColumnNumber same = column_in(columns, def.name.text);
    // What the types say comes first.
    if (same == whole_row || !columns[same].generated || !may_merge(columns[same].type, type)) return;
    if (def.default_value.present() && !def.generated_stored && !def.generated_virtual)
        refuse(sqlstate::invalid_column_definition,
               "column \"{}\" inherits from generated column but specifies default", def.name.text.text());
}

/// In CREATE TABLE … OF and PARTITION OF the columns that are written only add to those there.
void add_own_columns(const Replayer& r, Relation& table, const CreateTable& create) {
    const bool typed = !create.of_type.name.empty();
    for (const ColumnDef& def : create.columns) {
        const ColumnNumber same = typed ? column_in(table.columns, def.name.text) : whole_row;
        if (typed && same == whole_row && table.columns_known())
            refuse(sqlstate::undefined_column, "column \"{}\" does not exist", def.name.text.text());
        refuse_system_column(def.name.text);
        if (def.identity != 0 && typed)
            refuse(sqlstate::feature_not_supported, "identity columns are not supported on typed tables");
        if (def.identity != 0 && !create.partition_of.empty() && r.version() < 17)
            refuse(sqlstate::feature_not_supported, "identity columns are not supported on partitions");
        if (same != whole_row) {
            table.columns[same].not_null |= new_column(r, def).not_null;
            continue;
        }
        Column column = new_column(r, def);
        require_no_default(table.columns, def, column.type);
        merge_column(r, table.columns, std::move(column));
    }
}

void after_like(Replayer& r, RelationId table, RelationId source, const LikeClause& like) {
    if (like.including_all || like.including_constraints) copy_checks(r, source, table, CheckCopy::own);
    if (like.including_all || like.including_indexes) copy_indexes(r, source, table);
    const std::vector<Column> columns = r.catalog[table].columns;
    for (const Column& column : r.catalog[source].columns) {
        const ColumnNumber number = column_in(columns, column.name);
        if (!column.dropped && number != whole_row && columns[number].identity != 0)
            add_owned_sequence(r, table, number, {});
    }
}

/// Generated columns that were taken over compute from the table's own columns.
void own_expressions(Replayer& r, RelationId table, RelationId from) {
    for (Column& column : r.catalog.edit(table).columns)
        if (column.generated) column.default_value = transferred(r, column.default_value, from, table);
}

/// What can only be added once the table is there: defaults and constraints bind to it.
void complete_table(Replayer& r, RelationId id, const CreateTable& create) {
    for (const Symbol key : create.partition_key)
        r.catalog.edit(id).partition_key.push_back(key.empty() ? whole_row : require_column(r, id, key));
    std::vector<LikeClause> likes = create.likes;
    std::erase_if(likes, [&](const LikeClause& like) { return composite_source(r, like.source).valid(); });
    for (const LikeClause& like : likes)
        own_expressions(r, id, require_relation(r, like.source));
    const std::vector<RelationId> parents = r.catalog[id].parents;
    for (const RelationId parent : parents)
        own_expressions(r, id, parent);
    for (std::size_t i = 0; i < r.catalog[id].columns.size(); ++i)
        note_dependencies(r, id, static_cast<ColumnNumber>(i));
    for (const ColumnDef& def : create.columns) {
        const ColumnNumber number = r.catalog.find_column(id, def.name.text);
        if (number != whole_row) complete_column(r, id, number, def);
    }
    for (const LikeClause& like : likes)
        after_like(r, id, require_relation(r, like.source), like);
    // What keys refer to may be in the table itself.
    const auto add_constraints = [&](bool foreign_keys) {
        for (const TableConstraint& constraint : create.constraints)
            if ((constraint.kind == TableConstraint::Kind::foreign_key) == foreign_keys)
                add_constraint(r, id, constraint);
    };
    add_constraints(false);
    for (const ColumnDef& def : create.columns)
        add_foreign_keys(r, id, def);
    add_constraints(true);
}

/// A table that the history has only named so far is taken to be the one that it creates here: it
/// keeps what is known of it, and its columns their numbers, by which clauses name them.
RelationId adopt(Replayer& r, RelationId id, Relation table) {
    Relation& known = r.catalog.edit(id);
    for (Column& column : table.columns) {
        const ColumnNumber number = column_in(known.columns, column.name);
        if (number == whole_row)
            known.columns.push_back(std::move(column));
        else
            known.columns[number] = std::move(column);
    }
    known.kind = table.kind;
    known.persistence = table.persistence;
    known.partition = table.partition;
    known.partial = table.partial;
    known.options = std::move(table.options);
    known.query = std::move(table.query);
    known.of_type = table.of_type;
    known.name_span = table.name_span;
    known.origin = table.origin;
    r.record(Event::Kind::created, id);
    return id;
}

Relation new_table(Replayer& r, const CreateTable& create, SchemaId schema,
                   const std::vector<RelationId>& parents) {
    Relation table;
    table.schema = schema;
    table.name = create.name.name;
    table.kind = kind_of(create);
    table.persistence = create.persistence;
    table.columns = inherited_columns(r, parents);
    table.partition = !create.partition_of.empty();
    table.partition_strategy = create.partition_strategy;
    if (create.bound) table.values = partition_values(r, *create.bound);
    table.options = create.options;
    table.server = create.server;
    table.name_span = create.name.span;
    table.origin = r.created();
    return table;
}

void require_fitting_bound(const Replayer& r, RelationId partition, RelationId parent) {
    const Relation& table = r.catalog[partition];
    require_bound_kind(r.catalog[parent], table.values);
    require_free_bound(r, parent, table.name, table.values);
}

} // namespace

Effect apply(Replayer& r, const CreateTable& create_table) {
    const SchemaId schema = schema_of_new(r, create_table.name, create_table.persistence);
    require_types(r, create_table);
    const std::vector<RelationId> parents = parents_of(r, create_table);
    Relation table = new_table(r, create_table, schema, parents);
    const RelationId existing = r.catalog.find_relation(table.schema, table.name);
    const bool assumed = existing.valid() && r.catalog[existing].origin.assumed;
    if (!assumed && create_table.if_not_exists && class_name_taken(r, table.schema, table.name)) return {};
    if (!create_table.of_type.name.empty()) add_type_columns(r, table, create_table.of_type);
    for (const LikeClause& like : create_table.likes) {
        if (const TypeId type = composite_source(r, like.source); type.valid()) {
            for (const Column& column : r.catalog[type].columns)
                if (!column.dropped) merge_column(r, table.columns, like_column(column, like));
            continue;
        }
        const RelationId source = require_relation(r, like.source);
        require_select(r, source);
        add_like_columns(r, table, r.catalog[source], like);
    }
    add_own_columns(r, table, create_table);
    if (!assumed) require_free_class_name(r, table.schema, table.name);
    require_free_row_type(r, table.schema, table.name);
    const RelationId id = assumed ? adopt(r, existing, std::move(table)) : create(r, std::move(table));
    if (r.catalog[id].of_type.valid()) r.dependents.add(r.catalog[id].of_type, id);
    if (create_table.bound) require_fitting_bound(r, id, parents.back());
    for (const RelationId parent : parents)
        become_child(r, id, parent);
    complete_table(r, id, create_table);
    if (create_table.drop_on_commit) drop_on_commit(r, id);
    dynamic::begin_rows(r, id);
    return {};
}

Effect apply(Replayer& r, const CreateTableAs& create_as) {
    Relation table;
    const BoundQuery query = bind_query(r, create_as.query, r.statement->span);
    // What is there already is seen before who may create, and before rows are read.
    table.schema = create_as.persistence == Persistence::temporary ? temporary_schema_of(r, create_as.name)
                                                                   : creation_schema(r, create_as.name);
    table.name = create_as.name.name;
    table.kind = create_as.kind == ObjectKind::materialized_view ? 'm' : 'r';
    table.persistence = create_as.persistence;
    table.options = create_as.options;
    table.name_span = create_as.name.span;
    table.origin = r.created();
    const RelationId existing = r.catalog.find_relation(table.schema, table.name);
    const bool assumed = existing.valid() && r.catalog[existing].origin.assumed;
    if (!assumed && create_as.if_not_exists && class_name_taken(r, table.schema, table.name)) return {};
    if (!assumed) require_free_class_name(r, table.schema, table.name);
    (void)schema_of_new(r, create_as.name, create_as.persistence);
    require_free_row_type(r, table.schema, table.name);

    set_columns(table, query.present() ? *query.bindings : Bindings{}, create_as.columns);
    require_distinct(table.columns);
    for (const Column& column : table.columns)
        require_type_usage(r, canonical(r, column.type));
    if (table.kind == 'm') table.query = query;
    const RelationId id = assumed ? adopt(r, existing, std::move(table)) : create(r, std::move(table));
    require_runnable(r, query);
    if (r.catalog[id].query.present()) r.dependents.add(*r.catalog[id].query.bindings, id);
    for (std::size_t i = 0; i < r.catalog[id].columns.size(); ++i)
        note_dependencies(r, id, static_cast<ColumnNumber>(i));
    if (create_as.drop_on_commit) drop_on_commit(r, id);
    return {};
}

} // namespace rlslint::replaying
