#pragma once

#include "rlslint/names/binder.hpp"

#include "replayer.hpp"

/// From the names in a statement to objects. `find_…` gives none where there is no such object.
/// `require_…` takes what the history never created as made elsewhere, by hand: it is created then,
/// known in part (`Origin::assumed`), and refused only where the history shows that it is gone.
namespace rlslint::replaying {

/// The schemas of search_path that exist, that of temporary objects first
/// (src/backend/catalog/namespace.c).
[[nodiscard]] SearchPath search_path(const Replayer& r);

[[nodiscard]] SchemaId require_schema(Replayer& r, Symbol name);
/// What is named with a schema that the history has dropped cannot be found either.
void refuse_gone_schema(const Replayer& r, Symbol name);
/// Where a new object of this name would go, and the same for one that the statement creates, for
/// which the current user must have the right to.
[[nodiscard]] SchemaId creation_schema(Replayer& r, const QualifiedName& name);
[[nodiscard]] SchemaId require_creation_schema(Replayer& r, const QualifiedName& name);
/// The schema of temporary objects, made when it is first needed.
[[nodiscard]] SchemaId temporary_schema(Replayer& r);
/// The same for what is written as temporary, which may name no other schema.
[[nodiscard]] SchemaId temporary_schema_of(Replayer& r, const QualifiedName& name);
/// PostgreSQL's own schemas: nothing in them is tracked.
[[nodiscard]] bool is_system_schema(Symbol name);

[[nodiscard]] RelationId find_relation(const Replayer& r, const QualifiedName& name);
[[nodiscard]] IndexId find_index(const Replayer& r, const QualifiedName& name);
/// `kind` is that of a relation that must be assumed.
[[nodiscard]] RelationId require_relation(Replayer& r, const QualifiedName& name, char kind = 'r');
/// The name was given to a relation once, and none bears it any more.
[[nodiscard]] bool relation_is_gone(const Replayer& r, const QualifiedName& name);
/// Everything about the relation is in the history: what is not there does not exist.
[[nodiscard]] bool fully_known(const Relation& relation);

/// A column's number. Of a relation known in part, one that is missing is taken to exist.
[[nodiscard]] ColumnNumber require_column(Replayer& r, RelationId relation, Symbol name);

[[nodiscard]] RoleId require_role(Replayer& r, Symbol name);
[[nodiscard]] RoleId require_role(Replayer& r, const Name& written);
[[nodiscard]] RoleId require_role(Replayer& r, const RoleSpec& spec);
[[nodiscard]] std::vector<RoleId> require_roles(Replayer& r, const std::vector<RoleSpec>& specs);

/// A type's name with its schema: pg_catalog, that of the type or row type of the history that it
/// means, or none where it is neither.
[[nodiscard]] TypeName canonical(const Replayer& r, TypeName type);
[[nodiscard]] TypeId find_type(const Replayer& r, const QualifiedName& name);
/// The same; refused where the history shows that it is gone.
[[nodiscard]] TypeId find_known_type(const Replayer& r, const QualifiedName& name);
/// A type's canonical name; refused where the history shows that it is gone.
[[nodiscard]] TypeName require_type_name(const Replayer& r, TypeName type);
/// Refuses what ALTER, DROP or GRANT calls a DOMAIN and is none.
void require_domain(const Replayer& r, TypeId type, ObjectKind kind);
/// Notes that something has the type, if it is one of the history's. The name must be canonical.
void depend_on_type(Replayer& r, const TypeName& type, const Object& dependent);

/// The types that identify a function among those of its name.
[[nodiscard]] std::vector<TypeName> input_types(const std::vector<FunctionArg>& args);
[[nodiscard]] bool same_types(const std::vector<TypeName>& a, const std::vector<TypeName>& b);
/// The function that a reference such as `f(integer)` or `f` means; none where there is none.
[[nodiscard]] FunctionId find_function(const Replayer& r, const ObjectRef& ref);
[[nodiscard]] FunctionId require_function(Replayer& r, const ObjectRef& ref);
/// Refuses a reference to a function that the history shows to be no more.
void refuse_if_gone(const Replayer& r, const ObjectRef& ref);
/// Refuses FUNCTION for a procedure, and the like.
void require_routine_kind(const Replayer& r, FunctionId id, const ObjectRef& ref);

/// A name as it is written in a string: 'app."T"'.
[[nodiscard]] QualifiedName parse_name(std::string_view text);
/// A list of identifiers, as settings hold them: '"$user", public' (SplitIdentifierString).
[[nodiscard]] std::vector<std::string> parse_identifiers(std::string_view text);

/// As the server prints a name in its messages: the way it was written, without quotes.
[[nodiscard]] std::string shown(const QualifiedName& name);
/// `f(integer, text)`.
[[nodiscard]] std::string shown(const QualifiedName& name, const std::vector<TypeName>& types);

} // namespace rlslint::replaying
