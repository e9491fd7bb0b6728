#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// Who may do what to which relation, before row security is asked: privileges folded over
/// PUBLIC, inherited memberships and ownership (src/backend/utils/adt/acl.c).
///
/// It refers to catalog and platform and must not outlive them. Memberships are followed for a role
/// when it is first asked about, so one Reach belongs to one thread.
class Reach {
public:
    Reach(const Catalog& catalog, const Platform& platform);

    /// The platform's API roles that exist, in its order, and what else its authenticator may become that
    /// row security binds. In a profile that names none (`postgres`), the roles of the history that LOGIN,
    /// are bound by row security and do not own everything.
    [[nodiscard]] std::span<const RoleId> api_roles() const { return api_roles_; }
    [[nodiscard]] std::span<const RoleId> anonymous_roles() const { return anonymous_roles_; }

    /// Whether `role` acts with the privileges of `of`: itself, or through memberships that inherit.
    [[nodiscard]] bool has_privileges_of(RoleId role, RoleId of) const;

    /// The table privileges that `role` holds, column privileges counted where some column has them.
    [[nodiscard]] PrivilegeSet privileges(RoleId role, RelationId relation) const;

    /// The columns on which `role` holds a privilege, where it does not hold it on the relation as a
    /// whole; else none.
    [[nodiscard]] std::vector<ColumnNumber> columns_granted(RoleId role, RelationId relation,
                                                            Privilege privilege) const;

    /// Whether `role` holds the privilege on this column: by the relation as a whole, or by itself.
    [[nodiscard]] bool holds_on_column(RoleId role, RelationId relation, ColumnNumber column,
                                       Privilege privilege) const;

    [[nodiscard]] bool can_execute(RoleId role, FunctionId function) const;

    /// The entry that gives `role` (by itself, PUBLIC or membership) a privilege; null where it has
    /// it by ownership or not at all.
    [[nodiscard]] const AclEntry* source(RoleId role, RelationId relation, Privilege privilege) const;

    /// The same of a function and of a schema.
    [[nodiscard]] const AclEntry* source(RoleId role, FunctionId function) const;
    [[nodiscard]] const AclEntry* source(RoleId role, SchemaId schema, Privilege privilege) const;

    [[nodiscard]] bool has_usage(RoleId role, SchemaId schema) const;

    /// Whether the role may create objects in a schema.
    [[nodiscard]] bool has_create(RoleId role, SchemaId schema) const;

    /// The API roles that may call a function by name: EXECUTE on it, USAGE on its schema, which the
    /// platform serves.
    [[nodiscard]] std::vector<RoleId> api_roles_calling(FunctionId function) const;

    /// `privileges` where the role may name the relation at all (USAGE on its schema), else none.
    [[nodiscard]] PrivilegeSet reachable(RoleId role, RelationId relation) const;

    /// The API roles that reach any of `wanted`, in order.
    [[nodiscard]] std::vector<RoleId> api_roles_reaching(RelationId relation, PrivilegeSet wanted) const;

    /// In a schema that the platform serves to clients.
    [[nodiscard]] bool exposed(RelationId relation) const;

    /// Row security does not apply to `role` here: superuser, BYPASSRLS, or the owner's privileges
    /// on a table that is not forced. (That the flag is off is another matter.)
    [[nodiscard]] bool exempt(RoleId role, RelationId relation) const;

    /// Whether a policy's TO list covers `role`.
    [[nodiscard]] bool applies_to(const Policy& policy, RoleId role) const;

private:
    /// By role: whether something's holder has what that role has.
    using RoleSet = std::vector<bool>;

    [[nodiscard]] const RoleSet& inherited_by(RoleId role) const;
    [[nodiscard]] bool holds_for(RoleId role, RoleId grantee) const;
    [[nodiscard]] const AclEntry* source_in(const Acl& acl, RoleId role, Privilege privilege) const;
    [[nodiscard]] PrivilegeSet granted(RoleId role, const Acl& acl) const;
    [[nodiscard]] PrivilegeSet owned(RoleId role, RoleId owner, const Acl& acl, PrivilegeSet all) const;
    [[nodiscard]] PrivilegeSet predefined(RoleId role) const;
    [[nodiscard]] PrivilegeSet held_on(RoleId role, SchemaId schema) const;
    [[nodiscard]] PrivilegeSet on_the_whole(RoleId role, RelationId relation) const;
    [[nodiscard]] std::vector<RoleId> named_roles(std::span<const Symbol> names) const;
    [[nodiscard]] std::vector<RoleId> login_roles() const;
    void add_roles_granted_to(RoleId authenticator);
    void collect_memberships();

    const Catalog* catalog_;
    const Platform* platform_;
    std::vector<RoleId> api_roles_;
    std::vector<RoleId> anonymous_roles_;
    RoleId read_all_data_;
    RoleId write_all_data_;
    std::vector<std::vector<RoleId>> granted_roles_; ///< by member: the roles that it inherits from directly
    mutable std::vector<RoleSet> inherited_;         ///< by role, worked out when first asked for
};

/// Whether a policy takes part in a command: its own or ALL.
[[nodiscard]] bool covers(PolicyCommand policy, PolicyCommand command);

} // namespace rlslint
