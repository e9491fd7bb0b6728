#pragma once

#include "replayer.hpp"

/// Who may create, alter, drop and grant roles (src/backend/commands/user.c). 16 changed most of it:
/// until then CREATEROLE was enough for all roles but superusers, since then one must hold the role
/// WITH ADMIN OPTION, and can only give attributes that one has.
namespace rlslint::replaying {

void require_create_role(const Replayer& r, const RoleAttributes& attributes);
void require_alter_role(const Replayer& r, RoleId role, const RoleAttributes& attributes);
void require_drop_role(const Replayer& r, RoleId role);
void require_rename_role(const Replayer& r, RoleId role);
void require_grant_role(const Replayer& r, RoleId role, bool grant);

} // namespace rlslint::replaying
