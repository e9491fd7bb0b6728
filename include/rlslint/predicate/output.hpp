#pragma once

#include "rlslint/catalog/bound.hpp"

namespace rlslint {

/// Whether what a query gives is made of columns of a relation, which it names itself. A condition on
/// them is none, nor is an EXISTS.
[[nodiscard]] bool shows_columns_of(const Tree& tree, const Bindings& bindings, QueryId query,
                                    RelationId relation);
[[nodiscard]] bool shows_columns_of(const Tree& tree, const Bindings& bindings, ExprId value,
                                    RelationId relation);

} // namespace rlslint
