#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "deletion.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "role_permission.hpp"
#include "role_use.hpp"
#include "whole.hpp"

/// DROP ROLE, DROP OWNED, REASSIGN OWNED (src/backend/commands/user.c, catalog/pg_shdepend.c).
namespace rlslint::replaying {

namespace {

void require_unused(const Replayer& r, RoleId role) {
    const std::string name = r.catalog.name_of(role);
    if (role == r.session.current_user)
        throw Refused{sqlstate::object_in_use, "current user cannot be dropped"};
    if (role == r.session.session_user)
        throw Refused{sqlstate::object_in_use, "session user cannot be dropped"};
    if (is_used(r, role))
        throw Refused{sqlstate::dependent_objects_still_exist,
                      fmt::format("role \"{}\" cannot be dropped because some objects depend on it", name)};
}

void drop_role(Replayer& r, RoleId role) {
    require_drop_role(r, role);
    require_unused(r, role);
    std::erase_if(r.catalog.edit_memberships(),
                  [&](const Membership& m) { return m.role == role || m.member == role; });
    r.catalog.drop(role, r.statement->span);
    r.record(Event::Kind::dropped, role);
}

void require_acting_for(const Replayer& r, RoleId role, std::string_view what) {
    if (is_owner(r, role) || r.catalog[role].origin.assumed) return;
    throw Refused{sqlstate::insufficient_privilege, fmt::format("permission denied to {} objects", what)};
}

} // namespace

Effect apply(Replayer& r, const DropRole& statement) {
    for (const RoleSpec& spec : statement.roles) {
        if (spec.kind != RoleSpec::Kind::named)
            refuse(sqlstate::invalid_parameter_value, "cannot use special role specifier in DROP ROLE");
        if (!r.catalog.find_role(spec.name).valid()) {
            if (statement.if_exists || !r.roles.has(spec.name)) continue;
            throw Refused{sqlstate::undefined_object,
                          fmt::format("role \"{}\" does not exist", spec.name.text())};
        }
        drop_role(r, require_role(r, spec));
    }
    return {};
}

Effect apply(Replayer& r, const DropOwned& statement) {
    for (const RoleSpec& spec : statement.roles) {
        const RoleId role = require_role(r, spec);
        require_acting_for(r, role, "drop");
        remove_from_grants(r, role);
        const std::vector<Object> owned = owned_by(r, role);
        require_wholes(r, owned);
        drop_objects(r, owned, statement.behavior);
    }
    return {};
}

Effect apply(Replayer& r, const ReassignOwned& statement) {
    const std::vector<RoleId> roles = require_roles(r, statement.roles);
    for (const RoleId role : roles)
        require_acting_for(r, role, "reassign");
    const RoleId owner = require_role(r, statement.new_owner);
    require_acting_for(r, owner, "reassign");
    for (const RoleId role : roles)
        for (const Object& object : owned_by(r, role))
            give_to(r, object, owner);
    return {};
}

} // namespace rlslint::replaying
