#pragma once

#include <vector>

#include "evaluator.hpp"

namespace rlslint::eval {

/// One expression of an ORDER BY.
struct OrderKey {
    ExprId expr;
    bool descending = false;
};

/// What stands behind the arguments of a call: ORDER BY, FILTER, OVER.
struct CallClauses {
    std::vector<OrderKey> order;
    ExprId filter;
    std::vector<ExprId> partition;
    std::vector<OrderKey> window_order;
    bool frame = false; ///< rows or range: not evaluated
};

/// They look alike in the tree: which is which the words before and behind them tell.
[[nodiscard]] CallClauses clauses_of(Environment& environment, const Tree& tree, const Call& call);

/// Whether DESC stands behind an expression.
[[nodiscard]] bool descends(Environment& environment, Span span);

/// Whether a row comes before another by their keys; nulls last, or first where it descends.
[[nodiscard]] bool sorts_before(const std::vector<Value>& a, const std::vector<Value>& b,
                                const std::vector<OrderKey>& keys);

} // namespace rlslint::eval
