#include "rlslint/catalog/catalog.hpp"

#include <algorithm>

namespace rlslint {
namespace {

/// Names of roles, schemas and publications are the database's, not a schema's.
constexpr std::uint32_t database = 0;

/// Lists of a table's things are in order of creation, so their ids ascend.
template <class IdType> void put_in(std::vector<IdType>& list, IdType id) {
    const auto at = std::lower_bound(list.begin(), list.end(), id);
    if (at == list.end() || *at != id) list.insert(at, id);
}

template <class IdType> void take_out(std::vector<IdType>& list, IdType id) {
    const auto at = std::lower_bound(list.begin(), list.end(), id);
    if (at != list.end() && *at == id) list.erase(at);
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

bool Catalog::ever_had_function(Symbol name) const {
    return function_names_anywhere_.find(database, name) != NameIndex::none;
}

ColumnNumber Catalog::find_column(RelationId relation, Symbol name) const {
    const std::vector<Column>& columns = relations_[relation.value].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name && !columns[i].dropped) return static_cast<ColumnNumber>(i);
    }
    return whole_row;
}

// ---- where objects are found ------------------------------------------------------------------------

void Catalog::enter(RoleId id) { role_names_.set(database, roles_[id.value].name, id.value); }
void Catalog::leave(RoleId id) { role_names_.erase(database, roles_[id.value].name, id.value); }

void Catalog::enter(SchemaId id) { schema_names_.set(database, schemas_[id.value].name, id.value); }
void Catalog::leave(SchemaId id) { schema_names_.erase(database, schemas_[id.value].name, id.value); }

void Catalog::enter(PublicationId id) {
    publication_names_.set(database, publications_[id.value].name, id.value);
}
void Catalog::leave(PublicationId id) {
    publication_names_.erase(database, publications_[id.value].name, id.value);
}

/// Indexes are in their table's schema.
void Catalog::enter(RelationId id) {
    const Relation& relation = relations_[id.value];
    relation_names_.set(relation.schema.value, relation.name, id.value);
    for (const IndexId index : relation.indexes) {
        index_names_.set(relation.schema.value, indexes_[index.value].name, index.value);
    }
}

void Catalog::leave(RelationId id) {
    const Relation& relation = relations_[id.value];
    relation_names_.erase(relation.schema.value, relation.name, id.value);
    for (const IndexId index : relation.indexes) {
        index_names_.erase(relation.schema.value, indexes_[index.value].name, index.value);
    }
}

void Catalog::enter(TypeId id) {
    const Type& type = types_[id.value];
    type_names_.set(type.schema.value, type.name, id.value);
}

void Catalog::leave(TypeId id) {
    const Type& type = types_[id.value];
    type_names_.erase(type.schema.value, type.name, id.value);
}

void Catalog::enter(PolicyId id) {
    const Policy& policy = policies_[id.value];
    policy_names_.set(policy.table.value, policy.name, id.value);
    put_in(relations_[policy.table.value].policies, id);
}

void Catalog::leave(PolicyId id) {
    const Policy& policy = policies_[id.value];
    policy_names_.erase(policy.table.value, policy.name, id.value);
    take_out(relations_[policy.table.value].policies, id);
}

void Catalog::enter(IndexId id) {
    const Index& index = indexes_[id.value];
    index_names_.set(schema_of(id).value, index.name, id.value);
    put_in(relations_[index.table.value].indexes, id);
}

void Catalog::leave(IndexId id) {
    const Index& index = indexes_[id.value];
    index_names_.erase(schema_of(id).value, index.name, id.value);
    take_out(relations_[index.table.value].indexes, id);
}

void Catalog::enter(TriggerId id) {
    const Trigger& trigger = triggers_[id.value];
    trigger_names_.set(trigger.table.value, trigger.name, id.value);
    put_in(relations_[trigger.table.value].triggers, id);
}

void Catalog::leave(TriggerId id) {
    const Trigger& trigger = triggers_[id.value];
    trigger_names_.erase(trigger.table.value, trigger.name, id.value);
    take_out(relations_[trigger.table.value].triggers, id);
}

/// Functions have several of a name.
void Catalog::enter(FunctionId id) {
    const Function& function = functions_[id.value];
    std::uint32_t list = function_names_.find(function.schema.value, function.name);
    if (list == NameIndex::none) {
        list = static_cast<std::uint32_t>(overloads_.size());
        overloads_.emplace_back();
        function_names_.set(function.schema.value, function.name, list);
        function_names_anywhere_.set(database, function.name, list);
    }
    put_in(overloads_[list], id);
}

void Catalog::leave(FunctionId id) {
    const Function& function = functions_[id.value];
    const std::uint32_t list = function_names_.find(function.schema.value, function.name);
    if (list != NameIndex::none) take_out(overloads_[list], id);
}

// ---- additions ------------------------------------------------------------------------------------

template <class IdType, class Object> IdType Catalog::append(Object object) {
    auto& all = objects(IdType{});
    all.push_back(std::move(object));
    const IdType id{static_cast<std::uint32_t>(all.size() - 1)};
    enter(id);
    return id;
}

RoleId Catalog::add(Role role) { return append<RoleId>(std::move(role)); }
SchemaId Catalog::add(Schema schema) { return append<SchemaId>(std::move(schema)); }
RelationId Catalog::add(Relation relation) { return append<RelationId>(std::move(relation)); }
PolicyId Catalog::add(Policy policy) { return append<PolicyId>(std::move(policy)); }
FunctionId Catalog::add(Function function) { return append<FunctionId>(std::move(function)); }
TypeId Catalog::add(Type type) { return append<TypeId>(std::move(type)); }
IndexId Catalog::add(Index index) { return append<IndexId>(std::move(index)); }
TriggerId Catalog::add(Trigger trigger) { return append<TriggerId>(std::move(trigger)); }
PublicationId Catalog::add(Publication publication) { return append<PublicationId>(std::move(publication)); }
void Catalog::add(Membership membership) { memberships_.push_back(membership); }

std::vector<Membership>& Catalog::edit_memberships() {
    journal_.save(memberships_);
    forget_index_of_memberships();
    return memberships_;
}

void Catalog::forget_index_of_memberships() {
    memberships_by_member_.clear();
    memberships_indexed_ = 0;
}

/// The index follows what is added, and is made anew once anything else has changed. Where it is whole
/// nothing is written: several threads may ask.
std::span<const std::uint32_t> Catalog::memberships_of(RoleId member) const {
    if (memberships_by_member_.size() != roles_.size()) memberships_by_member_.resize(roles_.size());
    for (; memberships_indexed_ < memberships_.size(); ++memberships_indexed_)
        memberships_by_member_[memberships_[memberships_indexed_].member.value].push_back(
            static_cast<std::uint32_t>(memberships_indexed_));
    return memberships_by_member_[member.value];
}

std::vector<DefaultPrivileges>& Catalog::edit_default_privileges() {
    journal_.save(default_privileges_);
    return default_privileges_;
}

std::vector<EventTrigger>& Catalog::edit_event_triggers() {
    journal_.save(event_triggers_);
    return event_triggers_;
}

std::vector<Extension>& Catalog::edit_extensions() {
    journal_.save(extensions_);
    return extensions_;
}

// ---- renames, moves, drops ------------------------------------------------------------------------

template <class IdType, class Change> void Catalog::relocate(IdType id, const Change& change) {
    save(id);
    leave(id);
    change(objects(id)[id.value]);
    enter(id);
}

void Catalog::rename(RoleId id, Symbol name) {
    relocate(id, [&](Role& role) { role.name = name; });
}
void Catalog::rename(SchemaId id, Symbol name) {
    relocate(id, [&](Schema& schema) { schema.name = name; });
}
void Catalog::rename(RelationId id, Symbol name) {
    relocate(id, [&](Relation& relation) { relation.name = name; });
}
void Catalog::rename(PolicyId id, Symbol name) {
    relocate(id, [&](Policy& policy) { policy.name = name; });
}
void Catalog::rename(FunctionId id, Symbol name) {
    relocate(id, [&](Function& function) { function.name = name; });
}
void Catalog::rename(TypeId id, Symbol name) {
    relocate(id, [&](Type& type) { type.name = name; });
}
void Catalog::rename(IndexId id, Symbol name) {
    relocate(id, [&](Index& index) { index.name = name; });
}
void Catalog::rename(TriggerId id, Symbol name) {
    relocate(id, [&](Trigger& trigger) { trigger.name = name; });
}
void Catalog::rename(PublicationId id, Symbol name) {
    relocate(id, [&](Publication& publication) { publication.name = name; });
}

void Catalog::move(RelationId id, SchemaId schema) {
    relocate(id, [&](Relation& relation) { relation.schema = schema; });
}
void Catalog::move(FunctionId id, SchemaId schema) {
    relocate(id, [&](Function& function) { function.schema = schema; });
}
void Catalog::move(TypeId id, SchemaId schema) {
    relocate(id, [&](Type& type) { type.schema = schema; });
}

template <class IdType> void Catalog::drop_object(IdType id, Span at) {
    save(id);
    leave(id);
    Origin& origin = objects(id)[id.value].origin;
    origin.dropped = true;
    origin.dropped_at = at;
}

void Catalog::drop(RoleId id, Span at) { drop_object(id, at); }
void Catalog::drop(SchemaId id, Span at) { drop_object(id, at); }
void Catalog::drop(RelationId id, Span at) { drop_object(id, at); }
void Catalog::drop(PolicyId id, Span at) { drop_object(id, at); }
void Catalog::drop(FunctionId id, Span at) { drop_object(id, at); }
void Catalog::drop(TypeId id, Span at) { drop_object(id, at); }
void Catalog::drop(IndexId id, Span at) { drop_object(id, at); }
void Catalog::drop(TriggerId id, Span at) { drop_object(id, at); }
void Catalog::drop(PublicationId id, Span at) { drop_object(id, at); }

// ---- undo -----------------------------------------------------------------------------------------

std::size_t Catalog::mark() {
    detail::Sizes sizes;
    sizes.objects = {roles_.size(),    schemas_.size(),   relations_.size(),
                     policies_.size(), functions_.size(), types_.size(),
                     indexes_.size(),  triggers_.size(),  publications_.size()};
    sizes.memberships = memberships_.size();
    sizes.events = events_.size();
    return journal_.mark(sizes);
}

void Catalog::release(std::size_t mark) { journal_.release(mark); }

template <class IdType, class Object> void Catalog::restore(detail::Saved<IdType, Object>& saved) {
    Object& object = objects(saved.id)[saved.id.value];
    if (object.origin.live()) leave(saved.id);
    object = std::move(saved.before);
    if (object.origin.live()) enter(saved.id);
}

/// The latest first, so that each one is found as it was when it came.
template <class IdType> void Catalog::remove_added(const detail::Sizes& before) {
    auto& all = objects(IdType{});
    while (all.size() > before.objects[detail::place(IdType{})]) {
        leave(IdType{static_cast<std::uint32_t>(all.size() - 1)});
        all.pop_back();
    }
}

void Catalog::undo(std::size_t mark) {
    if (mark >= journal_.mark_count()) return;
    const detail::Sizes before = journal_.undo(mark, [this](auto& saved) { restore(saved); });
    // What stands on a table goes before the table.
    remove_added<TriggerId>(before);
    remove_added<IndexId>(before);
    remove_added<PolicyId>(before);
    remove_added<RelationId>(before);
    remove_added<FunctionId>(before);
    remove_added<TypeId>(before);
    remove_added<PublicationId>(before);
    remove_added<SchemaId>(before);
    remove_added<RoleId>(before);
    if (memberships_indexed_ > before.memberships) forget_index_of_memberships();
    memberships_.resize(before.memberships);
    events_.resize(before.events);
}

} // namespace rlslint
