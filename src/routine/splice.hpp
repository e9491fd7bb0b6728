#pragma once

#include "knowledge.hpp"

namespace rlslint::routines {

/// The arguments that get into a text as they came: by concatenation, %s and the like, neither quoted
/// nor turned into a type that cannot carry SQL. Only what is certain.
[[nodiscard]] Arguments spliced_into(const Knowledge& known, const Unit& unit, ExprId text);

} // namespace rlslint::routines
