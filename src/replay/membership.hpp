#pragma once

#include <optional>

#include "replayer.hpp"

namespace rlslint::replaying {

/// The options of a GRANT of a role, as far as it gives them.
struct MembershipOptions {
    std::optional<bool> admin;
    std::optional<bool> inherit;
    std::optional<bool> set;
    RoleId grantor; ///< none: the current user
};

void add_member(Replayer& r, RoleId role, RoleId member, const MembershipOptions& options);

/// Takes the membership away, or only the options that are given.
void remove_member(Replayer& r, RoleId role, RoleId member, const MembershipOptions& options);

} // namespace rlslint::replaying
