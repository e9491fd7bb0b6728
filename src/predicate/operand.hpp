#pragma once

#include "rlslint/predicate/anatomy.hpp"

#include "subject.hpp"

namespace rlslint::predicates {

/// The sub-select whose one output an operand is; none where it is no sub-select that reads something.
[[nodiscard]] const SubLink* link_of(const Tree& tree, ExprId operand);

/// What a query gives in its only column; none where that is not one expression.
[[nodiscard]] ExprId only_output(const Tree& tree, QueryId query);

[[nodiscard]] Operand operand_of(const Subject& subject, ExprId id);

} // namespace rlslint::predicates
