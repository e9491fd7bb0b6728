#include "rlslint/catalog/catalog.hpp"

#include <algorithm>

namespace rlslint {
namespace {

/// Names of roles, schemas and publications are the database's, not a schema's.
constexpr std::uint32_t database = 0;

template <class IdType, class Object> IdType append(std::vector<Object>& objects, Object object) {
    objects.push_back(std::move(object));
    return {static_cast<std::uint32_t>(objects.size() - 1)};
}

/// Lists of a table's things are in order of creation, so their ids ascend.
template <class IdType> void take_out(std::vector<IdType>& list, IdType id) {
    const auto at = std::lower_bound(list.begin(), list.end(), id);
    if (at != list.end() && *at == id) list.erase(at);
}

template <class Object> void mark_dropped(Object& object, Span at) {
    object.origin.dropped = true;
    object.origin.dropped_at = at;
}

template <class Object>
void rename_in(NameIndex& index, std::uint32_t scope, Object& object, Symbol name, std::uint32_t id) {
    index.erase(scope, object.name, id);
    object.name = name;
    index.set(scope, name, id);
}

template <class Object> void move_in(NameIndex& index, Object& object, SchemaId schema, std::uint32_t id) {
    index.erase(object.schema.value, object.name, id);
    object.schema = schema;
    index.set(schema.value, object.name, id);
}

} // namespace

// ---- look-ups -------------------------------------------------------------------------------------

RoleId Catalog::find_role(Symbol name) const { return {role_names_.find(database, name)}; }
SchemaId Catalog::find_schema(Symbol name) const { return {schema_names_.find(database, name)}; }
PublicationId Catalog::find_publication(Symbol name) const {
    return {publication_names_.find(database, name)};
}

RelationId Catalog::find_relation(SchemaId schema, Symbol name) const {
    return {relation_names_.find(schema.value, name)};
}

TypeId Catalog::find_type(SchemaId schema, Symbol name) const {
    return {type_names_.find(schema.value, name)};
}
IndexId Catalog::find_index(SchemaId schema, Symbol name) const {
    return {index_names_.find(schema.value, name)};
}

PolicyId Catalog::find_policy(RelationId table, Symbol name) const {
    return {policy_names_.find(table.value, name)};
}

TriggerId Catalog::find_trigger(RelationId table, Symbol name) const {
    return {trigger_names_.find(table.value, name)};
}

std::span<const FunctionId> Catalog::find_functions(SchemaId schema, Symbol name) const {
    const std::uint32_t overloads = function_names_.find(schema.value, name);
    if (overloads == NameIndex::none) return {};
    return overloads_[overloads];
}

ColumnNumber Catalog::find_column(RelationId relation, Symbol name) const {
    const std::vector<Column>& columns = relations_[relation.value].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name && !columns[i].dropped) return static_cast<ColumnNumber>(i);
    }
    return whole_row;
}

// ---- additions ------------------------------------------------------------------------------------

RoleId Catalog::add(Role role) {
    const Symbol name = role.name;
    const auto id = append<RoleId>(roles_, std::move(role));
    role_names_.set(database, name, id.value);
    return id;
}

SchemaId Catalog::add(Schema schema) {
    const Symbol name = schema.name;
    const auto id = append<SchemaId>(schemas_, std::move(schema));
    schema_names_.set(database, name, id.value);
    return id;
}

RelationId Catalog::add(Relation relation) {
    const auto id = append<RelationId>(relations_, std::move(relation));
    const Relation& added = relations_.back();
    relation_names_.set(added.schema.value, added.name, id.value);
    return id;
}

PolicyId Catalog::add(Policy policy) {
    const auto id = append<PolicyId>(policies_, std::move(policy));
    const Policy& added = policies_.back();
    policy_names_.set(added.table.value, added.name, id.value);
    relations_[added.table.value].policies.push_back(id);
    return id;
}

FunctionId Catalog::add(Function function) {
    const auto id = append<FunctionId>(functions_, std::move(function));
    enter_overload(id);
    return id;
}

TypeId Catalog::add(Type type) {
    const auto id = append<TypeId>(types_, std::move(type));
    const Type& added = types_.back();
    type_names_.set(added.schema.value, added.name, id.value);
    return id;
}

IndexId Catalog::add(Index index) {
    const auto id = append<IndexId>(indexes_, std::move(index));
    const Index& added = indexes_.back();
    index_names_.set(schema_of(id).value, added.name, id.value);
    relations_[added.table.value].indexes.push_back(id);
    return id;
}

TriggerId Catalog::add(Trigger trigger) {
    const auto id = append<TriggerId>(triggers_, std::move(trigger));
    const Trigger& added = triggers_.back();
    trigger_names_.set(added.table.value, added.name, id.value);
    relations_[added.table.value].triggers.push_back(id);
    return id;
}

PublicationId Catalog::add(Publication publication) {
    const Symbol name = publication.name;
    const auto id = append<PublicationId>(publications_, std::move(publication));
    publication_names_.set(database, name, id.value);
    return id;
}

// ---- functions have several of a name -------------------------------------------------------------

void Catalog::enter_overload(FunctionId id) {
    const Function& function = functions_[id.value];
    std::uint32_t list = function_names_.find(function.schema.value, function.name);
    if (list == NameIndex::none) {
        list = static_cast<std::uint32_t>(overloads_.size());
        overloads_.emplace_back();
        function_names_.set(function.schema.value, function.name, list);
    }
    std::vector<FunctionId>& overloads = overloads_[list];
    overloads.insert(std::upper_bound(overloads.begin(), overloads.end(), id), id);
}

void Catalog::leave_overloads(FunctionId id) {
    const Function& function = functions_[id.value];
    const std::uint32_t list = function_names_.find(function.schema.value, function.name);
    if (list != NameIndex::none) take_out(overloads_[list], id);
}

// ---- renames and moves ----------------------------------------------------------------------------

void Catalog::rename(RoleId id, Symbol name) {
    rename_in(role_names_, database, roles_[id.value], name, id.value);
}

void Catalog::rename(SchemaId id, Symbol name) {
    rename_in(schema_names_, database, schemas_[id.value], name, id.value);
}

void Catalog::rename(RelationId id, Symbol name) {
    Relation& relation = relations_[id.value];
    rename_in(relation_names_, relation.schema.value, relation, name, id.value);
}

void Catalog::rename(PolicyId id, Symbol name) {
    Policy& policy = policies_[id.value];
    rename_in(policy_names_, policy.table.value, policy, name, id.value);
}

void Catalog::rename(FunctionId id, Symbol name) {
    leave_overloads(id);
    functions_[id.value].name = name;
    enter_overload(id);
}

void Catalog::rename(TypeId id, Symbol name) {
    Type& type = types_[id.value];
    rename_in(type_names_, type.schema.value, type, name, id.value);
}

void Catalog::rename(IndexId id, Symbol name) {
    rename_in(index_names_, schema_of(id).value, indexes_[id.value], name, id.value);
}

void Catalog::rename(TriggerId id, Symbol name) {
    Trigger& trigger = triggers_[id.value];
    rename_in(trigger_names_, trigger.table.value, trigger, name, id.value);
}

void Catalog::rename(PublicationId id, Symbol name) {
    rename_in(publication_names_, database, publications_[id.value], name, id.value);
}

void Catalog::move(RelationId id, SchemaId schema) {
    Relation& relation = relations_[id.value];
    for (const IndexId index : relation.indexes) {
        index_names_.erase(relation.schema.value, indexes_[index.value].name, index.value);
        index_names_.set(schema.value, indexes_[index.value].name, index.value);
    }
    move_in(relation_names_, relation, schema, id.value);
}

void Catalog::move(FunctionId id, SchemaId schema) {
    leave_overloads(id);
    functions_[id.value].schema = schema;
    enter_overload(id);
}

void Catalog::move(TypeId id, SchemaId schema) { move_in(type_names_, types_[id.value], schema, id.value); }

// ---- drops ----------------------------------------------------------------------------------------

void Catalog::drop(RoleId id, Span at) {
    mark_dropped(roles_[id.value], at);
    role_names_.erase(database, roles_[id.value].name, id.value);
}

void Catalog::drop(SchemaId id, Span at) {
    mark_dropped(schemas_[id.value], at);
    schema_names_.erase(database, schemas_[id.value].name, id.value);
}

void Catalog::drop(RelationId id, Span at) {
    Relation& relation = relations_[id.value];
    mark_dropped(relation, at);
    relation_names_.erase(relation.schema.value, relation.name, id.value);
}

void Catalog::drop(PolicyId id, Span at) {
    Policy& policy = policies_[id.value];
    mark_dropped(policy, at);
    policy_names_.erase(policy.table.value, policy.name, id.value);
    take_out(relations_[policy.table.value].policies, id);
}

void Catalog::drop(FunctionId id, Span at) {
    mark_dropped(functions_[id.value], at);
    leave_overloads(id);
}

void Catalog::drop(TypeId id, Span at) {
    const Type& type = types_[id.value];
    mark_dropped(types_[id.value], at);
    type_names_.erase(type.schema.value, type.name, id.value);
}

void Catalog::drop(IndexId id, Span at) {
    Index& index = indexes_[id.value];
    mark_dropped(index, at);
    index_names_.erase(schema_of(id).value, index.name, id.value);
    take_out(relations_[index.table.value].indexes, id);
}

void Catalog::drop(TriggerId id, Span at) {
    Trigger& trigger = triggers_[id.value];
    mark_dropped(trigger, at);
    trigger_names_.erase(trigger.table.value, trigger.name, id.value);
    take_out(relations_[trigger.table.value].triggers, id);
}

void Catalog::drop(PublicationId id, Span at) {
    mark_dropped(publications_[id.value], at);
    publication_names_.erase(database, publications_[id.value].name, id.value);
}

} // namespace rlslint
