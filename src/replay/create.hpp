#pragma once

#include "replayer.hpp"

/// New objects: each gets its owner and default privileges where the caller has set none, is entered
/// among the names seen, and its creation is recorded.
namespace rlslint::replaying {

RelationId create(Replayer& r, Relation relation);
FunctionId create(Replayer& r, Function function);
TypeId create(Replayer& r, Type type);
SchemaId create(Replayer& r, Schema schema);
RoleId create(Replayer& r, Role role);
IndexId create(Replayer& r, Index index);

/// A type of the name, with its schema, which the current user may create in.
[[nodiscard]] Type new_type(Replayer& r, const QualifiedName& name);

/// Renamed or moved objects: their old name is gone, the new one taken.
void rename(Replayer& r, RelationId id, Symbol name);
void rename(Replayer& r, IndexId id, Symbol name);
void move(Replayer& r, RelationId id, SchemaId schema);

/// Whether a relation or index of the name is there. Both, and composite types, share the names of
/// pg_class.
[[nodiscard]] bool class_name_taken(const Replayer& r, SchemaId schema, Symbol name);
/// Tables and views bring a type of their name, for their rows.
void require_free_row_type(const Replayer& r, SchemaId schema, Symbol name);
/// Whether another type of the name is there, or a relation's rows.
[[nodiscard]] bool type_name_taken(const Replayer& r, SchemaId schema, Symbol name);
/// Refuses such a name. (A shell is filled in by the type's real
/// definition.)
void require_free_type_name(const Replayer& r, SchemaId schema, Symbol name);
/// Refuses a name that is taken.
void require_free_class_name(const Replayer& r, SchemaId schema, Symbol name);

} // namespace rlslint::replaying
