#pragma once

#include <span>
#include <vector>

#include "formula.hpp"
#include "term.hpp"

namespace rlslint::predicates {

/// Whether no values meet all of these literals, as far as it can be seen by equality classes and
/// what is NULL, by constants that differ, by outcomes, and by cycles of `<`.
[[nodiscard]] bool contradictory(const Terms& terms, std::span<const Literal> cube);

/// Whether values can be chosen freely for all terms of a cube that is not contradictory, so that it
/// is met by some.
[[nodiscard]] bool can_be_met(const Terms& terms, std::span<const Literal> cube);

} // namespace rlslint::predicates
