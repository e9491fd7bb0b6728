#pragma once

#include <vector>

#include "rlslint/sql/plpgsql.hpp"

namespace rlslint::replaying::dynamic {

/// What a statement may do to the routine that it is in.
struct Survey {
    std::vector<Span> assigned; ///< variables
    bool leaves = false;        ///< it may end a loop or the routine, or raise an exception
};

[[nodiscard]] Survey survey(const plpgsql::Statement& statement);

} // namespace rlslint::replaying::dynamic
