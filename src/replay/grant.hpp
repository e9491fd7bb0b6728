#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// REVOKE ALL … FROM role CASCADE, as DROP OWNED does it: by the current user, who must be able to.
void revoke_everything(Replayer& r, const Object& object, RoleId role);

} // namespace rlslint::replaying
