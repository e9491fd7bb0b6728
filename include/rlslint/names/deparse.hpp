#pragma once

#include <optional>
#include <string>

#include "rlslint/names/binder.hpp"

namespace rlslint {

/// The text of a clause about one row of a relation as pg_get_expr, and so pg_policies, gives it
/// (src/backend/utils/adt/ruleutils.c): every operation in parentheses, constants with their types, names with
/// a schema where the path does not find them. None where something in it is written in a way that is not
/// known here for sure.
[[nodiscard]] std::optional<std::string> deparse(const Catalog& catalog, const SearchPath& path,
                                                 RelationId row, const BoundExpr& clause);

} // namespace rlslint
