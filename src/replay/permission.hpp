#pragma once

#include "replayer.hpp"

/// What the current user may do; refused in the server's words where it may not (aclcheck_error in
/// src/backend/catalog/aclchk.c). Of objects that are known in part the history does not show all
/// grants: there everything is allowed.
namespace rlslint::replaying {

/// Of what others made the history does not show all grants.
[[nodiscard]] bool shows_all_grants(const Relation& relation);
/// Whether a role has a privilege by grants: to itself, to PUBLIC, or to a role that it inherits from.
[[nodiscard]] bool holds_privilege(const Replayer& r, RoleId role, const Acl& acl, Privilege privilege);

[[nodiscard]] bool has_usage(const Replayer& r, SchemaId schema);
void require_usage(const Replayer& r, SchemaId schema);
void require_create(const Replayer& r, SchemaId schema);

/// SELECT on the whole of a relation, for LIKE.
void require_select(const Replayer& r, RelationId relation);
/// EXECUTE, for triggers.
void require_execute(const Replayer& r, FunctionId function);
void require_trigger_privilege(const Replayer& r, RelationId table);

/// REFERENCES on the table or on each of the columns.
void require_references(const Replayer& r, RelationId table, const std::vector<ColumnNumber>& columns);

/// USAGE on a type, under its canonical name, for whatever is made of it.
void require_type_usage(const Replayer& r, const TypeName& type);
void require_type_usage(const Replayer& r, TypeId type);

/// CREATE on the database: for schemas.
void require_create_in_database(const Replayer& r);

/// Whether the current user acts as the owner.
[[nodiscard]] bool is_owner(const Replayer& r, RoleId owner);
void require_owner(const Replayer& r, RelationId relation);
void require_owner(const Replayer& r, FunctionId function);
void require_owner(const Replayer& r, TypeId type);
void require_owner(const Replayer& r, SchemaId schema);
/// For DROP the owner of the schema will do as well.
void require_owner_to_drop(const Replayer& r, const Object& object);

/// Whoever gives an object away must be able to become its new owner, who must be allowed to create
/// it in its schema.
void require_new_owner(const Replayer& r, RoleId owner, SchemaId schema);

/// For what acts in the name of a role: ALTER DEFAULT PRIVILEGES, DROP OWNED, AUTHORIZATION.
void require_member(const Replayer& r, RoleId role);

/// SET ROLE, by the user who logged in.
void require_set_role(const Replayer& r, RoleId role);

} // namespace rlslint::replaying
