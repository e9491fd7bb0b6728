#pragma once

#include <optional>

#include "rlslint/predicate/anatomy.hpp"

#include "subject.hpp"

namespace rlslint::predicates {

/// The sub-select whose one output an operand is; none where it is no sub-select that reads something.
[[nodiscard]] const SubLink* link_of(const Tree& tree, ExprId operand);

/// What a query gives in its only column; none where that is not one expression.
[[nodiscard]] ExprId only_output(const Tree& tree, QueryId query);

[[nodiscard]] Operand operand_of(const Subject& subject, ExprId id, const Called& called = {});

[[nodiscard]] bool is_input(const FunctionArg& argument);
/// The place of an argument among the function's inputs.
[[nodiscard]] std::optional<std::size_t> input_called(const Function& function, Symbol name);

/// Of a name in a function's body that is an argument's: what was given for it; null where it is none.
[[nodiscard]] const Operand* given_for(const Subject& subject, ExprId id, const Called& called);

} // namespace rlslint::predicates
