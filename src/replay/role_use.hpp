#pragma once

#include "replayer.hpp"

/// What a role owns, holds and is named by (pg_shdepend). Roles are seldom dropped, so this looks
/// through everything.
namespace rlslint::replaying {

/// Live objects that the role owns.
[[nodiscard]] std::vector<Object> owned_by(const Replayer& r, RoleId role);

/// Whether anything stands in the way of DROP ROLE: objects, privileges, default privileges,
/// policies.
[[nodiscard]] bool is_used(const Replayer& r, RoleId role);

/// Takes the role out of all ACLs, default privileges and policies; policies for it alone go.
void remove_from_grants(Replayer& r, RoleId role);

void give_to(Replayer& r, const Object& object, RoleId owner);

} // namespace rlslint::replaying
