#pragma once

#include <optional>

#include "types.hpp"

namespace rlslint::names {

/// What the server says of an operator that does not exist for its operands' types, of a condition that
/// is not boolean, of a sub-select with too many columns. None where all fit, or a type is not known.
[[nodiscard]] std::optional<Unresolved> refused_operands(const Catalog& catalog, const Tree& tree,
                                                         const Types& types, ExprId id);

/// Whether an expression is of a kind that the above can say anything of.
[[nodiscard]] bool has_typed_operands(const ExprNode& node);

} // namespace rlslint::names
