#pragma once

#include <string>
#include <vector>

#include "rlslint/access/row_access.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What row security asks of a row, in the words of the clauses; empty where it asks nothing.
[[nodiscard]] std::string predicate_text(const Sources& sources, const Cell& cell);

[[nodiscard]] std::vector<std::string> column_names(const Relation& relation,
                                                    const std::vector<ColumnNumber>& columns);

} // namespace rlslint
