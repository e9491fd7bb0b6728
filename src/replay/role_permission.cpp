#include "role_permission.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "acl.hpp"

namespace rlslint::replaying {

namespace {

const Role& user(const Replayer& r) { return r.catalog[r.session.current_user]; }

[[noreturn]] void deny(std::string message) {
    throw Refused{sqlstate::insufficient_privilege, std::move(message)};
}

bool wants(const std::optional<bool>& attribute) { return attribute.value_or(false); }

/// WITH ADMIN OPTION, directly or by an inherited role.
bool administers(const Replayer& r, RoleId role) {
    const std::vector<RoleId> roles = inherited_roles(r, r.session.current_user);
    const auto memberships = r.catalog.memberships();
    return std::any_of(memberships.begin(), memberships.end(), [&](const Membership& m) {
        return m.role == role && m.admin && std::find(roles.begin(), roles.end(), m.member) != roles.end();
    });
}

/// Of a role that the history only names, it does not show who administers it.
bool may_administer(const Replayer& r, RoleId role) {
    return r.catalog[role].origin.assumed || (user(r).create_role && administers(r, role));
}

void require_create_role_15(const Replayer& r, const RoleAttributes& attributes) {
    if (wants(attributes.superuser)) deny("must be superuser to create superusers");
    if (wants(attributes.replication)) deny("must be superuser to create replication users");
    if (wants(attributes.bypass_rls)) deny("must be superuser to create bypassrls users");
    if (!user(r).create_role) deny("permission denied to create role");
}

void require_create_role_16(const Replayer& r, const RoleAttributes& attributes) {
    const bool beyond = wants(attributes.superuser) || (wants(attributes.create_db) && !user(r).create_db) ||
                        (wants(attributes.replication) && !user(r).replication) ||
                        (wants(attributes.bypass_rls) && !user(r).bypass_rls);
    if (!user(r).create_role || beyond) deny("permission denied to create role");
}

void require_alter_role_15(const Replayer& r, RoleId role, const RoleAttributes& attributes) {
    const Role& altered = r.catalog[role];
    if (altered.superuser || attributes.superuser)
        deny("must be superuser to alter superuser roles or change superuser attribute");
    if (altered.replication || attributes.replication)
        deny("must be superuser to alter replication roles or change replication attribute");
    if (attributes.bypass_rls) deny("must be superuser to change bypassrls attribute");
    if (!user(r).create_role) deny("permission denied");
}

void require_alter_role_16(const Replayer& r, RoleId role, const RoleAttributes& attributes) {
    const bool beyond =
        r.catalog[role].superuser || attributes.superuser || (attributes.create_db && !user(r).create_db) ||
        (attributes.replication && !user(r).replication) || (attributes.bypass_rls && !user(r).bypass_rls);
    if (!may_administer(r, role) || beyond) deny("permission denied to alter role");
}

bool any(const RoleAttributes& a) {
    return a.superuser || a.inherit || a.create_role || a.create_db || a.login || a.replication ||
           a.bypass_rls;
}

} // namespace

void require_create_role(const Replayer& r, const RoleAttributes& attributes) {
    if (user(r).superuser) return;
    if (r.version() >= 16)
        require_create_role_16(r, attributes);
    else
        require_create_role_15(r, attributes);
}

void require_alter_role(const Replayer& r, RoleId role, const RoleAttributes& attributes) {
    // Without attributes it is about the password, which everyone may change for themselves.
    if (user(r).superuser || (role == r.session.current_user && !any(attributes))) return;
    if (r.version() >= 16)
        require_alter_role_16(r, role, attributes);
    else
        require_alter_role_15(r, role, attributes);
}

void require_drop_role(const Replayer& r, RoleId role) {
    if (user(r).superuser) return;
    if (r.version() >= 16) {
        if (!may_administer(r, role) || r.catalog[role].superuser) deny("permission denied to drop role");
        return;
    }
    if (!user(r).create_role) deny("permission denied to drop role");
    if (r.catalog[role].superuser) deny("must be superuser to drop superusers");
}

void require_rename_role(const Replayer& r, RoleId role) {
    if (user(r).superuser) return;
    if (r.version() >= 16) {
        if (!may_administer(r, role) || r.catalog[role].superuser) deny("permission denied to rename role");
        return;
    }
    if (r.catalog[role].superuser) deny("must be superuser to rename superusers");
    if (!user(r).create_role) deny("permission denied to rename role");
}

void require_grant_role(const Replayer& r, RoleId role, bool grant) {
    if (user(r).superuser || r.catalog[role].origin.assumed) return;
    const bool of_superuser = r.catalog[role].superuser;
    if (r.version() >= 16) {
        if (of_superuser || !administers(r, role))
            deny(fmt::format("permission denied to {} role \"{}\"", grant ? "grant" : "revoke",
                             r.catalog.name_of(role)));
        return;
    }
    if (of_superuser) deny("must be superuser to alter superusers");
    if (!user(r).create_role && !administers(r, role))
        deny(fmt::format("must have admin option on role \"{}\"", r.catalog.name_of(role)));
}

} // namespace rlslint::replaying
