#pragma once

#include "rlslint/access/row_access.hpp"
#include "rlslint/lint/model.hpp"

namespace rlslint {

/// A cell as far as it is certain: unknown where a statement that was not followed may have made
/// something else of it.
[[nodiscard]] Cell certain(const Model& model, RelationId relation, Cell cell);

} // namespace rlslint
