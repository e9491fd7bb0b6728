#pragma once

#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/sql/privilege.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

/// Where an ACL entry comes from.
enum class GrantSource : std::uint8_t {
    built_in,           ///< what PostgreSQL gives by itself: PUBLIC may EXECUTE new functions
    default_privileges, ///< ALTER DEFAULT PRIVILEGES, at the object's creation
    explicit_,          ///< GRANT
};

/// Privileges that one statement gave one grantee. Several entries may name the same grantee: each
/// remembers its own statement.
struct AclEntry {
    RoleId grantee; ///< may be `public_role`
    RoleId grantor;
    PrivilegeSet privileges;
    PrivilegeSet grantable; ///< those WITH GRANT OPTION
    GrantSource source = GrantSource::explicit_;
    Span span; ///< the GRANT; for defaults the ALTER DEFAULT PRIVILEGES
};

/// The privileges on one object, without what the owner has by being the owner (unless revoked,
/// see `owner_revoked`).
struct Acl {
    std::vector<AclEntry> entries;
    PrivilegeSet owner_revoked; ///< what the owner took from itself

    /// What this one grantee holds by name, memberships and PUBLIC left out.
    [[nodiscard]] PrivilegeSet held_by(RoleId grantee) const;

    /// The entry that gives `grantee` a privilege, the latest where several do; null for none.
    [[nodiscard]] const AclEntry* giving(RoleId grantee, Privilege privilege) const;

    /// Adds what is new of `entry`; an entry that gives nothing new is dropped.
    void grant(AclEntry entry);

    /// Takes privileges away, or with `option_only` just the right to pass them on. Returns what was
    /// really taken. Grants made by others are left (see REVOKE's notes): pass no grantor for all.
    PrivilegeSet revoke(RoleId grantee, PrivilegeSet privileges, bool option_only, RoleId grantor = {});
};

} // namespace rlslint
