#include "create.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

#include "acl.hpp"

namespace rlslint::replaying {

namespace {

ObjectKind kind_of(const Relation& relation) {
    return relation.kind == 'S' ? ObjectKind::sequence : ObjectKind::table;
}

/// What `select * from` a sequence shows.
std::vector<Column> sequence_columns() {
    std::vector<Column> columns(3);
    constexpr std::array<std::array<std::string_view, 2>, 3> shapes{
        {{"last_value", "int8"}, {"log_cnt", "int8"}, {"is_called", "bool"}}};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i].name = Symbol{shapes[i][0]};
        columns[i].type.schema = Symbol{"pg_catalog"};
        columns[i].type.name = Symbol{shapes[i][1]};
        columns[i].not_null = true;
    }
    return columns;
}

} // namespace

RelationId create(Replayer& r, Relation relation) {
    const SchemaId schema = relation.schema;
    const Symbol name = relation.name;
    static const Symbol pg_catalog{"pg_catalog"};
    if (r.catalog[schema].name == pg_catalog && !relation.origin.assumed)
        throw Refused{sqlstate::insufficient_privilege,
                      fmt::format("permission denied to create \"pg_catalog.{}\"", name.text())};
    if (!relation.owner.valid()) relation.owner = r.session.current_user;
    if (relation.kind == 'S') relation.columns = sequence_columns();
    relation.acl = default_acl(r, kind_of(relation), relation.owner, schema);
    const RelationId id = r.catalog.add(std::move(relation));
    r.relations.add(schema, r.catalog[schema].name, name, id);
    r.record(Event::Kind::created, id);
    return id;
}

FunctionId create(Replayer& r, Function function) {
    const SchemaId schema = function.schema;
    const Symbol name = function.name;
    if (!function.owner.valid()) function.owner = r.session.current_user;
    function.acl = default_acl(r, ObjectKind::function, function.owner, schema);
    const FunctionId id = r.catalog.add(std::move(function));
    r.functions.add(schema, r.catalog[schema].name, name, id);
    r.record(Event::Kind::created, id);
    return id;
}

TypeId create(Replayer& r, Type type) {
    const SchemaId schema = type.schema;
    const Symbol name = type.name;
    if (!type.owner.valid()) type.owner = r.session.current_user;
    type.acl = default_acl(r, ObjectKind::type, type.owner, schema);
    const TypeId id = r.catalog.add(std::move(type));
    r.types.add(schema, r.catalog[schema].name, name, id);
    return id;
}

SchemaId create(Replayer& r, Schema schema) {
    if (!schema.owner.valid()) schema.owner = r.session.current_user;
    schema.acl = default_acl(r, ObjectKind::schema, schema.owner, {});
    r.schemas.add(schema.name);
    const SchemaId id = r.catalog.add(std::move(schema));
    r.record(Event::Kind::created, id);
    return id;
}

RoleId create(Replayer& r, Role role) {
    r.roles.add(role.name);
    const RoleId id = r.catalog.add(std::move(role));
    r.record(Event::Kind::created, id);
    return id;
}

IndexId create(Replayer& r, Index index) {
    const SchemaId schema = r.catalog[index.table].schema;
    const Symbol name = index.name;
    const IndexId id = r.catalog.add(std::move(index));
    r.indexes.add(schema, r.catalog[schema].name, name, id);
    for (const Index::Key& key : r.catalog[id].keys)
        if (key.expr.present()) r.dependents.add(*key.expr.bindings, id);
    if (r.catalog[id].partial()) r.dependents.add(*r.catalog[id].predicate.bindings, id);
    return id;
}

void rename(Replayer& r, RelationId id, Symbol name) {
    r.catalog.rename(id, name);
    const SchemaId schema = r.catalog[id].schema;
    r.relations.add(schema, r.catalog[schema].name, name, id);
}

void rename(Replayer& r, IndexId id, Symbol name) {
    r.catalog.rename(id, name);
    const SchemaId schema = r.catalog[r.catalog[id].table].schema;
    r.indexes.add(schema, r.catalog[schema].name, name, id);
}

void move(Replayer& r, RelationId id, SchemaId schema) {
    r.catalog.move(id, schema);
    r.relations.add(schema, r.catalog[schema].name, r.catalog[id].name, id);
}

bool class_name_taken(const Replayer& r, SchemaId schema, Symbol name) {
    if (r.catalog.find_relation(schema, name).valid() || r.catalog.find_index(schema, name).valid())
        return true;
    const TypeId type = r.catalog.find_type(schema, name);
    return type.valid() && r.catalog[type].kind == Type::Kind::composite;
}

void require_free_row_type(const Replayer& r, SchemaId schema, Symbol name) {
    if (r.catalog.find_type(schema, name).valid())
        throw Refused{sqlstate::duplicate_object, fmt::format("type \"{}\" already exists", name.text())};
}

bool type_name_taken(const Replayer& r, SchemaId schema, Symbol name) {
    const RelationId relation = r.catalog.find_relation(schema, name);
    const bool row_type = relation.valid() && r.catalog[relation].kind != 'S';
    return row_type || r.catalog.find_type(schema, name).valid();
}

void require_free_type_name(const Replayer& r, SchemaId schema, Symbol name) {
    if (type_name_taken(r, schema, name))
        refuse(sqlstate::duplicate_object, "type \"{}\" already exists", name.text());
}

void require_free_class_name(const Replayer& r, SchemaId schema, Symbol name) {
    if (class_name_taken(r, schema, name))
        throw Refused{sqlstate::duplicate_table, fmt::format("relation \"{}\" already exists", name.text())};
}

} // namespace rlslint::replaying
