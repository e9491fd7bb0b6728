#include <fmt/format.h>

#include "acl.hpp"
#include "alter_table.hpp"
#include "apply.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "type_use.hpp"

/// ALTER … OWNER TO and ALTER … SET SCHEMA (src/backend/commands/alter.c).
namespace rlslint::replaying {

namespace {

SchemaId schema_of(const Replayer&, SchemaId) { return {}; }
template <class IdType> SchemaId schema_of(const Replayer& r, IdType id) { return r.catalog[id].schema; }

template <class IdType> Effect change_object_owner(Replayer& r, IdType id, RoleId owner) {
    if (r.catalog[id].owner == owner) return {};
    require_owner(r, id);
    require_new_owner(r, owner, schema_of(r, id));
    auto& object = r.catalog.edit(id);
    change_owner(object.acl, object.owner, owner);
    object.owner = owner;
    r.touch(object.origin);
    return {};
}

template <class IdType> Effect change_recorded_owner(Replayer& r, IdType id, RoleId owner) {
    r.record(Event::Kind::owner_changed, id);
    return change_object_owner(r, id, owner);
}

void require_free_name_in(const Replayer& r, SchemaId schema, Symbol name) {
    if (!class_name_taken(r, schema, name)) return;
    throw Refused{sqlstate::duplicate_table, fmt::format("relation \"{}\" already exists in schema \"{}\"",
                                                         name.text(), r.catalog[schema].name.text())};
}

/// With its indexes and the sequences of its columns.
Effect move_relation(Replayer& r, RelationId id, SchemaId schema) {
    if (r.catalog[id].schema == schema) return {};
    require_free_name_in(r, schema, r.catalog[id].name);
    if (r.catalog[id].kind != 'S') require_free_row_type(r, schema, r.catalog[id].name);
    for (const IndexId index : r.catalog[id].indexes)
        require_free_name_in(r, schema, r.catalog[index].name);
    const TypeUse row_type{r, id};
    move(r, id, schema);
    row_type.update(r);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::altered, id);
    for (const IndexId index : r.catalog[id].indexes)
        r.indexes.add(schema, r.catalog[schema].name, r.catalog[index].name, index);
    for (const RelationId sequence : owned_sequences(r, id))
        move_relation(r, sequence, schema);
    return {};
}

Effect set_schema_of_relation(Replayer& r, const ObjectRef& object, Symbol new_schema) {
    const RelationId id = require_relation(r, object.name);
    require_owner(r, id);
    require_kind_named(r.catalog[id], object.kind);
    if (r.catalog[id].kind == 'S' && r.catalog[id].owned_by.valid())
        refuse(sqlstate::feature_not_supported, "cannot move an owned sequence into another schema");
    const SchemaId schema = require_schema(r, new_schema);
    require_create(r, schema);
    return move_relation(r, id, schema);
}

Effect move_function(Replayer& r, FunctionId id, Symbol new_schema) {
    const SchemaId schema = require_schema(r, new_schema);
    const Function& function = r.catalog[id];
    require_create(r, schema);
    if (function.schema == schema) return {};
    require_owner(r, id);
    const std::vector<TypeName> types = input_types(function.args);
    for (const FunctionId other : r.catalog.find_functions(schema, function.name))
        if (same_types(input_types(r.catalog[other].args), types))
            throw Refused{sqlstate::duplicate_function,
                          fmt::format("function {} already exists in schema \"{}\"",
                                      shown({{}, function.name, {}}, types), r.catalog[schema].name.text())};
    r.catalog.move(id, schema);
    r.functions.add(schema, r.catalog[schema].name, r.catalog[id].name, id);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::altered, id);
    return {};
}

Effect move_type(Replayer& r, TypeId id, Symbol new_schema) {
    const SchemaId schema = require_schema(r, new_schema);
    require_create(r, schema);
    require_owner(r, id);
    if (r.catalog[id].schema == schema) return {};
    const Symbol name = r.catalog[id].name;
    if (type_name_taken(r, schema, name))
        refuse(sqlstate::duplicate_object, "type \"{}\" already exists in schema \"{}\"", name.text(),
               r.catalog[schema].name.text());
    if (r.catalog[id].kind == Type::Kind::composite) require_free_name_in(r, schema, name);
    const TypeUse use{r, id};
    r.catalog.move(id, schema);
    use.update(r);
    r.types.add(schema, r.catalog[schema].name, r.catalog[id].name, id);
    return {};
}

} // namespace

Effect apply(Replayer& r, const ChangeOwner& change) {
    const RoleId owner = require_role(r, change.owner);
    if (owner == public_role) return inert();
    switch (change.object.kind) {
    case ObjectKind::schema:
        return change_recorded_owner(r, require_schema(r, change.object.name.name), owner);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine:
    case ObjectKind::aggregate: return change_recorded_owner(r, require_function(r, change.object), owner);
    case ObjectKind::type:
    case ObjectKind::domain:
        if (const TypeId id = find_known_type(r, change.object.name); id.valid()) {
            require_domain(r, id, change.object.kind);
            return change_object_owner(r, id, owner);
        }
        return inert();
    case ObjectKind::event_trigger:
        if (!r.catalog[owner].superuser && !r.catalog[owner].origin.assumed)
            refuse(sqlstate::insufficient_privilege,
                   "permission denied to change owner of event trigger \"{}\"",
                   change.object.name.name.text());
        return inert();
    default: return inert(); // databases, languages, publications: their owners have no bearing on access
    }
}

Effect apply(Replayer& r, const SetSchema& statement) {
    const ObjectRef& object = statement.object;
    const Symbol schema = statement.new_schema.text;
    switch (object.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table:
    case ObjectKind::sequence:
        if (statement.if_exists && !find_relation(r, object.name).valid()) return {};
        return set_schema_of_relation(r, object, schema);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine:
    case ObjectKind::aggregate: return move_function(r, require_function(r, object), schema);
    case ObjectKind::type:
    case ObjectKind::domain:
        if (const TypeId id = find_known_type(r, object.name); id.valid()) {
            require_domain(r, id, object.kind);
            return move_type(r, id, schema);
        }
        return inert();
    default: return inert();
    }
}

} // namespace rlslint::replaying
