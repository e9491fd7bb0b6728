#pragma once

#include <vector>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// A call that is made again and again: for each row of the table, or of what a sub-select reads.
struct RepeatedCall {
    Span span;
    bool per_row = false;
};

/// Those of a clause that would give the same each time: session functions, and functions that wrap them. In
/// order; of calls within each other the outermost.
[[nodiscard]] std::vector<RepeatedCall> repeated_calls(const Model& model, const Facts& facts);

/// A clause with such calls.
struct RepeatingClause {
    PolicyId policy;
    const BoundExpr* clause;
    std::vector<RepeatedCall> calls;
};

/// Those of the policies that bind someone.
[[nodiscard]] std::vector<RepeatingClause> repeating_clauses(const Model& model);

} // namespace rlslint
