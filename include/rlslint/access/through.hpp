#pragma once

#include <functional>
#include <span>
#include <vector>

#include "rlslint/access/row_access.hpp"
#include "rlslint/routine/routine.hpp"

namespace rlslint {

/// A way to a relation's rows other than a statement on it.
struct Door {
    RelationId target;
    RoleId role;
    Action action = Action::select;
    std::vector<RelationId> views; ///< on the way, the one that is asked first; or
    FunctionId function;           ///< one that runs as its owner, and does it itself
    Verdict verdict = Verdict::unknown;
};

/// What doors are worked out from. `cell` is what a role reaches of a relation that it addresses.
struct Doorways {
    const Catalog& catalog;
    const Reach& reach;
    const RowAccess& access;
    const Routines& routines;
    std::function<Cell(RoleId, RelationId, Action)> cell;
};

/// All doors of these roles, those that lead nowhere left out: views, which may be written to as well,
/// materialized views, which hold what their owner sees, and SECURITY DEFINER functions that a role may
/// call. Those of the profile only where they are asked for.
///
/// Of a function, `all` is what an SQL statement of it does without any condition, `some` what it does for
/// some sessions only; where it hangs on arguments, the answer is `unknown`. What a function reads without
/// giving it back is no door.
[[nodiscard]] std::vector<Door> doors(const Doorways& from, std::span<const RoleId> roles,
                                      bool of_profile = false);

} // namespace rlslint
