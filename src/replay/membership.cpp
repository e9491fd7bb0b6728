#include "membership.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "acl.hpp"
#include "apply.hpp"
#include "lookup.hpp"
#include "role_permission.hpp"

/// GRANT and REVOKE of roles (src/backend/commands/user.c).
namespace rlslint::replaying {

namespace {

/// Whether `role` is `member` or reaches it through memberships of any kind.
bool is_member(const Replayer& r, RoleId role, RoleId member) {
    const auto reached = roles_reached(r, role, [](const Membership&) { return true; });
    return std::find(reached.begin(), reached.end(), member) != reached.end();
}

std::string name(const Replayer& r, RoleId id) { return r.catalog.name_of(id); }

/// Since 16 the same membership may be granted by several roles; before, there is one.
auto same_membership(const Replayer& r, RoleId role, RoleId member, RoleId grantor) {
    const bool any_grantor = r.version() < 16;
    return [=](const Membership& m) {
        return m.role == role && m.member == member && (any_grantor || m.grantor == grantor);
    };
}

/// Before 16 the owner of the memberships is whoever grants them; since then superusers grant as the
/// bootstrap superuser (check_role_grantor).
RoleId grantor_of(const Replayer& r, const MembershipOptions& options) {
    if (options.grantor.valid()) return options.grantor;
    static const Symbol bootstrap{"bootstrap_superuser"};
    const RoleId user = r.session.current_user;
    return r.version() >= 16 && r.catalog[user].superuser ? r.catalog.find_role(bootstrap) : user;
}

/// The members of pg_database_owner follow from who owns the database.
void refuse_implicit_membership(const Replayer& r, RoleId role, RoleId member) {
    static const Symbol database_owner{"pg_database_owner"};
    if (r.catalog[role].name == database_owner)
        throw Refused{sqlstate::internal_error, "role \"pg_database_owner\" cannot have explicit members"};
    if (r.catalog[member].name == database_owner)
        throw Refused{sqlstate::internal_error, "role \"pg_database_owner\" cannot be a member of any role"};
}

/// GRANTED BY another role (until 15 check in AddRoleMems, since then check_role_grantor).
void require_grantor(const Replayer& r, RoleId grantor) {
    const RoleId user = r.session.current_user;
    if (r.version() < 16) {
        if (grantor != user && !r.catalog[user].superuser)
            refuse(sqlstate::insufficient_privilege, "must be superuser to set grantor");
    } else if (!has_privileges_of(r, user, grantor)) {
        refuse(sqlstate::insufficient_privilege, "permission denied to grant privileges as role \"{}\"",
               name(r, grantor));
    }
}

} // namespace

void add_member(Replayer& r, RoleId role, RoleId member, const MembershipOptions& options) {
    if (role == public_role || member == public_role)
        refuse(sqlstate::undefined_object, "role \"public\" does not exist");
    refuse_implicit_membership(r, role, member);
    if (is_member(r, role, member))
        throw Refused{sqlstate::invalid_grant_operation,
                      fmt::format("role \"{}\" is a member of role \"{}\"", name(r, role), name(r, member))};
    const RoleId grantor = grantor_of(r, options);
    const auto same = same_membership(r, role, member, grantor);
    const auto existing = r.catalog.memberships();
    const auto found = std::find_if(existing.begin(), existing.end(), same);
    if (found == existing.end()) {
        const bool inherit = options.inherit.value_or(r.catalog[member].inherit);
        r.catalog.add(Membership{role, member, grantor, options.admin.value_or(false), inherit,
                                 options.set.value_or(true), r.statement->span});
        return;
    }
    const auto at = found - existing.begin();
    Membership& membership = r.catalog.edit_memberships()[static_cast<std::size_t>(at)];
    // The one who makes it more is the one it is from.
    if (options.admin.value_or(false) && !membership.admin) membership.grantor = grantor;
    membership.admin = options.admin.value_or(membership.admin);
    membership.inherit = options.inherit.value_or(membership.inherit);
    membership.set = options.set.value_or(membership.set);
}

void remove_member(Replayer& r, RoleId role, RoleId member, const MembershipOptions& options) {
    const auto same = same_membership(r, role, member, grantor_of(r, options));
    const auto existing = r.catalog.memberships();
    const auto found = std::find_if(existing.begin(), existing.end(), same);
    if (found == existing.end()) return; // a warning
    const auto at = found - existing.begin();
    std::vector<Membership>& memberships = r.catalog.edit_memberships();
    Membership& membership = memberships[static_cast<std::size_t>(at)];
    if (!options.admin && !options.inherit && !options.set) {
        memberships.erase(memberships.begin() + at);
        return;
    }
    if (options.admin) membership.admin = false;
    if (options.inherit) membership.inherit = false;
    if (options.set) membership.set = false;
}

Effect apply(Replayer& r, const GrantRole& statement) {
    MembershipOptions options{statement.admin, statement.inherit, statement.set, {}};
    if (statement.granted_by) options.grantor = require_role(r, *statement.granted_by);
    const std::vector<RoleId> members = require_roles(r, statement.members);
    for (const Name& granted : statement.roles) {
        const RoleId role = require_role(r, granted);
        require_grant_role(r, role, statement.grant);
        if (options.grantor.valid()) require_grantor(r, options.grantor);
        for (const RoleId member : members) {
            if (statement.grant)
                add_member(r, role, member, options);
            else
                remove_member(r, role, member, options);
        }
    }
    return {};
}

} // namespace rlslint::replaying
