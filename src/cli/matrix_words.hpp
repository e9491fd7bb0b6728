#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rlslint/access/row_access.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

using ClauseWords = std::function<std::string(const BoundExpr&)>;

/// What row security asks of a row, its clauses as `words` has them; empty where it asks nothing.
[[nodiscard]] std::string predicate_text(const ClauseWords& words, const Cell& cell);

/// The same, in the clauses' own words.
[[nodiscard]] std::string predicate_text(const Sources& sources, const Cell& cell);

[[nodiscard]] std::vector<std::string> column_names(const Relation& relation,
                                                    const std::vector<ColumnNumber>& columns);

} // namespace rlslint
