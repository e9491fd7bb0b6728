#pragma once

#include <span>
#include <string>
#include <vector>

#include "rlslint/catalog/event.hpp"
#include "rlslint/catalog/journal.hpp"
#include "rlslint/catalog/name_index.hpp"
#include "rlslint/catalog/objects.hpp"

namespace rlslint {

/// Everything that the replayed history has created. A plain value: look-ups here, the rules of
/// who may change what in replay/.
///
/// Objects are reached by id; a name finds the live object that bears it. All changes to names go
/// through `add_…`, `rename_…`, `move_…` and `drop_…`, which keep the look-ups true; everything
/// else is changed through `edit`, so that a transaction can keep what was there before.
class Catalog {
public:
    // -- look-ups by name; none where there is no live object -----------------------------------
    [[nodiscard]] RoleId find_role(Symbol name) const;
    [[nodiscard]] SchemaId find_schema(Symbol name) const;
    [[nodiscard]] RelationId find_relation(SchemaId schema, Symbol name) const;
    [[nodiscard]] TypeId find_type(SchemaId schema, Symbol name) const;
    [[nodiscard]] IndexId find_index(SchemaId schema, Symbol name) const;
    [[nodiscard]] PolicyId find_policy(RelationId table, Symbol name) const;
    [[nodiscard]] TriggerId find_trigger(RelationId table, Symbol name) const;
    [[nodiscard]] PublicationId find_publication(Symbol name) const;
    /// All live overloads, in order of creation.
    [[nodiscard]] std::span<const FunctionId> find_functions(SchemaId schema, Symbol name) const;
    /// Whether a function of this name has ever been there, in whatever schema.
    [[nodiscard]] bool ever_had_function(Symbol name) const;
    /// A live column's number; `whole_row` for none.
    [[nodiscard]] ColumnNumber find_column(RelationId relation, Symbol name) const;

    // -- access by id ---------------------------------------------------------------------------
    [[nodiscard]] const Role& operator[](RoleId id) const { return roles_[id.value]; }
    [[nodiscard]] const Schema& operator[](SchemaId id) const { return schemas_[id.value]; }
    [[nodiscard]] const Relation& operator[](RelationId id) const { return relations_[id.value]; }
    [[nodiscard]] const Policy& operator[](PolicyId id) const { return policies_[id.value]; }
    [[nodiscard]] const Function& operator[](FunctionId id) const { return functions_[id.value]; }
    [[nodiscard]] const Type& operator[](TypeId id) const { return types_[id.value]; }
    [[nodiscard]] const Index& operator[](IndexId id) const { return indexes_[id.value]; }
    [[nodiscard]] const Trigger& operator[](TriggerId id) const { return triggers_[id.value]; }
    [[nodiscard]] const Publication& operator[](PublicationId id) const { return publications_[id.value]; }

    // -- everything, dropped objects included; an id is the index -------------------------------
    [[nodiscard]] std::span<const Role> roles() const { return roles_; }
    [[nodiscard]] std::span<const Schema> schemas() const { return schemas_; }
    [[nodiscard]] std::span<const Relation> relations() const { return relations_; }
    [[nodiscard]] std::span<const Policy> policies() const { return policies_; }
    [[nodiscard]] std::span<const Function> functions() const { return functions_; }
    [[nodiscard]] std::span<const Type> types() const { return types_; }
    [[nodiscard]] std::span<const Index> indexes() const { return indexes_; }
    [[nodiscard]] std::span<const Trigger> triggers() const { return triggers_; }
    [[nodiscard]] std::span<const Publication> publications() const { return publications_; }
    [[nodiscard]] std::span<const Membership> memberships() const { return memberships_; }
    /// Places in `memberships()` of those that a role is the member of, in their order.
    [[nodiscard]] std::span<const std::uint32_t> memberships_of(RoleId member) const;
    [[nodiscard]] std::span<const DefaultPrivileges> default_privileges() const {
        return default_privileges_;
    }
    [[nodiscard]] std::span<const EventTrigger> event_triggers() const { return event_triggers_; }
    [[nodiscard]] std::span<const Extension> extensions() const { return extensions_; }
    [[nodiscard]] std::span<const Event> events() const { return events_; }

    // -- changes --------------------------------------------------------------------------------
    RoleId add(Role role);
    SchemaId add(Schema schema);
    RelationId add(Relation relation);
    PolicyId add(Policy policy); ///< also appended to its table's list
    FunctionId add(Function function);
    TypeId add(Type type);
    IndexId add(Index index);       ///< also appended to its table's list
    TriggerId add(Trigger trigger); ///< also appended to its table's list
    PublicationId add(Publication publication);

    void add(Membership membership);

    /// For changes of anything but names, schemas and liveness.
    template <class IdType> [[nodiscard]] auto& edit(IdType id) {
        save(id);
        return objects(id)[id.value];
    }
    [[nodiscard]] std::vector<Membership>& edit_memberships();
    [[nodiscard]] std::vector<DefaultPrivileges>& edit_default_privileges();
    [[nodiscard]] std::vector<EventTrigger>& edit_event_triggers();
    [[nodiscard]] std::vector<Extension>& edit_extensions();

    void rename(RoleId id, Symbol name);
    void rename(SchemaId id, Symbol name);
    void rename(RelationId id, Symbol name);
    void rename(PolicyId id, Symbol name);
    void rename(FunctionId id, Symbol name);
    void rename(TypeId id, Symbol name);
    void rename(IndexId id, Symbol name);
    void rename(TriggerId id, Symbol name);
    void rename(PublicationId id, Symbol name);
    void move(RelationId id, SchemaId schema);
    void move(FunctionId id, SchemaId schema);
    void move(TypeId id, SchemaId schema);

    /// Marks an object as dropped by the statement at `at` and takes it out of look-ups and out of
    /// its table's lists. What depends on it is the caller's business.
    void drop(RoleId id, Span at);
    void drop(SchemaId id, Span at);
    void drop(RelationId id, Span at);
    void drop(PolicyId id, Span at);
    void drop(FunctionId id, Span at);
    void drop(TypeId id, Span at);
    void drop(IndexId id, Span at);
    void drop(TriggerId id, Span at);
    void drop(PublicationId id, Span at);

    // -- undo -----------------------------------------------------------------------------------
    /// Remembers the present state: what changes from here on can be undone. Marks nest, as
    /// savepoints do; returns how many there were.
    std::size_t mark();

    /// Takes back what has changed since a mark, and forgets it and those after it.
    void undo(std::size_t mark);

    /// Keeps what has changed since a mark, and forgets it and those after it.
    void release(std::size_t mark);

    void record(Event event) { events_.push_back(std::move(event)); }

    // -- names as people write them -------------------------------------------------------------
    /// schema.name, without quotes.
    [[nodiscard]] std::string name_of(RelationId id) const;
    /// schema.table/policy.
    [[nodiscard]] std::string name_of(PolicyId id) const;
    /// schema.function(argtypes), the types as format_type prints them.
    [[nodiscard]] std::string name_of(FunctionId id) const;
    /// The role's name; "PUBLIC" for `public_role`.
    [[nodiscard]] std::string name_of(RoleId id) const;

private:
    // Entering puts an object where it is found: into look-ups and its table's lists. Leaving takes
    // it out.
    void enter(RoleId id);
    void enter(SchemaId id);
    void enter(RelationId id);
    void enter(PolicyId id);
    void enter(FunctionId id);
    void enter(TypeId id);
    void enter(IndexId id);
    void enter(TriggerId id);
    void enter(PublicationId id);
    void leave(RoleId id);
    void leave(SchemaId id);
    void leave(RelationId id);
    void leave(PolicyId id);
    void leave(FunctionId id);
    void leave(TypeId id);
    void leave(IndexId id);
    void leave(TriggerId id);
    void leave(PublicationId id);

    [[nodiscard]] std::vector<Role>& objects(RoleId) { return roles_; }
    [[nodiscard]] std::vector<Schema>& objects(SchemaId) { return schemas_; }
    [[nodiscard]] std::vector<Relation>& objects(RelationId) { return relations_; }
    [[nodiscard]] std::vector<Policy>& objects(PolicyId) { return policies_; }
    [[nodiscard]] std::vector<Function>& objects(FunctionId) { return functions_; }
    [[nodiscard]] std::vector<Type>& objects(TypeId) { return types_; }
    [[nodiscard]] std::vector<Index>& objects(IndexId) { return indexes_; }
    [[nodiscard]] std::vector<Trigger>& objects(TriggerId) { return triggers_; }
    [[nodiscard]] std::vector<Publication>& objects(PublicationId) { return publications_; }

    template <class IdType, class Object> IdType append(Object object);
    template <class IdType, class Change> void relocate(IdType id, const Change& change);
    template <class IdType> void drop_object(IdType id, Span at);

    template <class IdType> void save(IdType id) { journal_.save(id, objects(id)[id.value]); }
    template <class IdType, class Object> void restore(detail::Saved<IdType, Object>& saved);
    void restore(std::vector<Membership>& saved) {
        memberships_.swap(saved);
        forget_index_of_memberships();
    }
    void forget_index_of_memberships();
    void restore(std::vector<DefaultPrivileges>& saved) { default_privileges_.swap(saved); }
    void restore(std::vector<EventTrigger>& saved) { event_triggers_.swap(saved); }
    void restore(std::vector<Extension>& saved) { extensions_.swap(saved); }
    template <class IdType> void remove_added(const detail::Sizes& before);
    [[nodiscard]] detail::Sizes sizes() const;

    [[nodiscard]] SchemaId schema_of(IndexId id) const {
        return relations_[indexes_[id.value].table.value].schema;
    }

    std::vector<Role> roles_;
    std::vector<Schema> schemas_;
    std::vector<Relation> relations_;
    std::vector<Policy> policies_;
    std::vector<Function> functions_;
    std::vector<Type> types_;
    std::vector<Index> indexes_;
    std::vector<Trigger> triggers_;
    std::vector<Publication> publications_;
    std::vector<Membership> memberships_;
    mutable std::vector<std::vector<std::uint32_t>> memberships_by_member_;
    mutable std::size_t memberships_indexed_ = 0; ///< how many of them are in the index
    std::vector<DefaultPrivileges> default_privileges_;
    std::vector<EventTrigger> event_triggers_;
    std::vector<Extension> extensions_;
    std::vector<Event> events_;

    NameIndex role_names_;
    NameIndex schema_names_;
    NameIndex publication_names_;
    NameIndex relation_names_; ///< by schema, as the three below
    NameIndex type_names_;
    NameIndex index_names_;
    NameIndex function_names_; ///< to a place in `overloads_`
    NameIndex function_names_anywhere_;
    NameIndex policy_names_; ///< by table
    NameIndex trigger_names_;
    std::vector<std::vector<FunctionId>> overloads_;

    detail::Journal journal_;
};

/// A type as format_type prints it with search_path public: "integer", "character varying(10)",
/// "text[]", "auth.level"; the types of pg_catalog and public without schema. For the types of
/// columns, with their modifiers.
[[nodiscard]] std::string format_type(const TypeName& type);

/// The same as format_type prints it for a type alone (no modifiers): a function's argument.
[[nodiscard]] std::string format_type_name(const TypeName& type);

/// A function's arguments as pg_get_function_identity_arguments prints them: "a integer, VARIADIC b
/// text[]".
[[nodiscard]] std::string identity_arguments(const Function& function);

/// `quote_ident`: with double quotes where PostgreSQL would put them.
[[nodiscard]] std::string quote_ident(std::string_view name);

} // namespace rlslint
