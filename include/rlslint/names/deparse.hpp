#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rlslint/names/binder.hpp"

namespace rlslint {

/// The text of a clause about one row of a relation as pg_get_expr, and so pg_policies, gives it
/// (src/backend/utils/adt/ruleutils.c): every operation in parentheses, constants with their types, names with
/// a schema where the path does not find them. None where something in it is written in a way that is not
/// known here for sure.
[[nodiscard]] std::optional<std::string> deparse(const Catalog& catalog, const SearchPath& path,
                                                 RelationId row, const BoundExpr& clause);

/// For those: SQL that means the same, the clause's own text (with its keyword) but for calls without
/// arguments, which stand as the server writes them. None where a name in it would mean something else
/// today, or it has comments.
[[nodiscard]] std::optional<std::string> respelled(const Catalog& catalog, const SearchPath& path,
                                                   const BoundExpr& clause, std::string_view text);

} // namespace rlslint
