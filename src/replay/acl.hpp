#pragma once

#include <functional>

#include "replayer.hpp"

/// Who may do what, as src/backend/catalog/aclchk.c and utils/adt/acl.c keep it.
namespace rlslint::replaying {

/// All privileges that an object of a kind can have.
[[nodiscard]] PrivilegeSet privileges_of(const Replayer& r, ObjectKind kind);

/// What PostgreSQL gives to a new object of a kind by itself.
[[nodiscard]] Acl built_in_acl(ObjectKind kind, RoleId owner);

/// The privileges of a new object: the built-in ones, changed by its owner's default privileges.
[[nodiscard]] Acl default_acl(const Replayer& r, ObjectKind kind, RoleId owner, SchemaId schema);

/// The roles that `from` reaches by memberships that count, itself first: roles_is_member_of in acl.c, in its
/// order, nearest first, then as created. The database's owner is a member of pg_database_owner, which no
/// grant says.
[[nodiscard]] std::vector<RoleId> roles_reached(const Replayer& r, RoleId from,
                                                const std::function<bool(const Membership&)>& counts);

/// The roles whose privileges `role` has: itself and, as far as memberships inherit, theirs. Until
/// 15 inheriting is the member's attribute, since then the grant's.
[[nodiscard]] std::vector<RoleId> inherited_roles(const Replayer& r, RoleId role);

/// Whether a role is one of PostgreSQL's own, or inherits from it.
[[nodiscard]] bool inherits(const Replayer& r, RoleId role, std::string_view predefined);

/// Whether `role` acts with the privileges of `of`.
[[nodiscard]] bool has_privileges_of(const Replayer& r, RoleId role, RoleId of);

/// What owner and grantees hold and gave goes over to the new owner (aclnewowner).
void change_owner(Acl& acl, RoleId from, RoleId to);

/// An ACL with what its entries need: the object's owner and kind.
struct Owned {
    Acl& acl;
    RoleId owner;
    PrivilegeSet all; ///< that the object's kind has
};

/// Who grants: the owner for whoever has the owner's privileges, else the role that holds the most
/// grant options (select_best_grantor). `options` are what it can pass on.
struct Grantor {
    RoleId role;
    PrivilegeSet options;
};
[[nodiscard]] Grantor best_grantor(const Replayer& r, const Owned& on, PrivilegeSet wanted);

/// Whether a role has any privilege at all: by itself, by PUBLIC, or by membership.
[[nodiscard]] bool holds_any(const Replayer& r, RoleId role, const Owned& on);

/// Refuses grant options that would come back to whom they came from (check_circularity).
void require_no_circle(const Replayer& r, const Owned& on, const AclEntry& entry);

/// Adds privileges; those of the owner only mend what was taken from it.
void grant(const Owned& on, const AclEntry& entry);

/// Takes privileges that `grantor` gave, or just the options to pass them on; those that depend on
/// them too, or refuses (recursive_revoke).
struct Revocation {
    RoleId grantee;
    RoleId grantor;
    PrivilegeSet privileges;
    bool option_only = false;
    DropBehavior behavior = DropBehavior::restrict;
};
PrivilegeSet revoke(const Replayer& r, const Owned& on, const Revocation& revocation);

} // namespace rlslint::replaying
