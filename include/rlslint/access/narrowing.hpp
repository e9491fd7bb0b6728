#pragma once

#include <optional>

#include "rlslint/predicate/circumstances.hpp"

namespace rlslint {

/// Whether every row that a query gives has passed a condition that asks who is asking, and that not
/// everyone meets who has signed in. What is only shown of the session is none, nor is a condition of an
/// outer join, or of one side of a UNION. With a caller: that not every such session meets for every row.
[[nodiscard]] bool keeps_rows_apart(const Catalog& catalog, const Platform& platform, const Bodies& bodies,
                                    const BoundQuery& query, const std::optional<Caller>& caller = {});

} // namespace rlslint
