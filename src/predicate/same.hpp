#pragma once

#include "subject.hpp"

namespace rlslint::predicates {

/// Two expressions of one query that are written alike, mean the same objects, and give the same
/// value whenever they are evaluated within a statement.
[[nodiscard]] bool same(const Subject& subject, ExprId a, ExprId b);

/// Neither can be true where the other is, and both are NULL together: `a` and `not a`, `x is null`
/// and `x is not null`, `x < y` and `x >= y`.
[[nodiscard]] bool opposite(const Subject& subject, ExprId a, ExprId b);

} // namespace rlslint::predicates
