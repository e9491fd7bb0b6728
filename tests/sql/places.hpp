#pragma once

#include <string>

#include "rlslint/sql/statement.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint::testing {

/// What is wrong with the places in a statement: every expression, query and FROM item stands inside
/// the statement or has no place. Empty where all is well.
[[nodiscard]] inline std::string places_flaw(const Sources& sources, const Statement& statement) {
    const auto inside = [&](Span span) {
        return !span.valid() || (span.source == statement.span.source && span.begin <= span.end &&
                                 span.begin >= statement.span.begin && span.end <= statement.span.end);
    };
    const auto flaw = [&](const char* what, Span span) {
        return std::string{what} + " outside its statement, at " + std::to_string(span.begin) + ".." +
               std::to_string(span.end) + ": " + std::string{sources.text(statement.span)};
    };
    const Tree& tree = *statement.tree;
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i) {
        if (!inside(tree[ExprId{i}].span)) return flaw("an expression", tree[ExprId{i}].span);
    }
    for (std::uint32_t i = 0; i < tree.query_count(); ++i) {
        if (!inside(tree[QueryId{i}].span)) return flaw("a query", tree[QueryId{i}].span);
    }
    for (std::uint32_t i = 0; i < tree.from_count(); ++i) {
        if (!inside(tree[FromId{i}].span)) return flaw("a FROM item", tree[FromId{i}].span);
    }
    return {};
}

} // namespace rlslint::testing
