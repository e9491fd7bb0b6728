#pragma once

#include "subject.hpp"

namespace rlslint::predicates {

/// Whether a query cannot give two rows, so that `(select …)` of it cannot fail for that (21000): it
/// reads nothing, or by a key, or aggregates, or has LIMIT 1.
[[nodiscard]] bool gives_one_row_at_most(const Subject& subject, const Select& select);

} // namespace rlslint::predicates
