#pragma once

#include "rlslint/sql/tree.hpp"

namespace rlslint::names {

/// The name of an output column that was given none (FigureColname in
/// src/backend/parser/parse_target.c).
[[nodiscard]] Symbol column_name(const Tree& tree, ExprId value);

/// The name of a SELECT or RETURNING list's item; of no use for stars.
[[nodiscard]] inline Symbol column_name(const Tree& tree, const Target& target) {
    return target.name.empty() ? column_name(tree, target.value) : target.name;
}

} // namespace rlslint::names
