#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rlslint/sql/script.hpp"
#include "rlslint/sql/statement.hpp"

namespace rlslint {

/// What PostgreSQL's grammar says of a text that it rejects.
struct SyntaxError {
    std::string message;   ///< PostgreSQL's own words, e.g. `syntax error at or near "tabel"`
    Span span;             ///< the token at which it gave up; the end of the statement for "at end of input"
    bool too_deep = false; ///< rejected for its depth, by us or by the grammar, not for its form
};

/// The statements of a piece: one, or as many as a piece without terminators of its own holds. As on
/// the server, one that does not parse rejects them all.
using ParseResult = std::variant<std::vector<Statement>, SyntaxError>;

/// An expression with the tree that holds it.
struct ParsedExpression {
    TreePtr tree;
    ExprId expr;
    bool too_deep = false; ///< as Statement::too_deep
};

using ExpressionResult = std::variant<ParsedExpression, SyntaxError>;

/// The major version of the PostgreSQL whose grammar is inside, e.g. "17".
[[nodiscard]] std::string_view grammar_version();

/// Parses the statements of scripts. One parser may be used for many scripts but by one thread
/// only.
///
/// The only door to libpg_query: the raw parse tree is turned into our own and let go.
class Parser {
public:
    Parser();
    ~Parser();
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Parses one statement piece of `script`. Depth is limited here, so that no text overflows the
    /// stack: what is deeper becomes `Opaque{"too deep"}`, and the statement says so.
    [[nodiscard]] ParseResult parse(const Sources& sources, const Script& script, const Piece& piece);

    /// A text that consists of one expression, as PL/pgSQL holds them ("a = 1", "select …" not
    /// included). Where more follows, as in "count(*) > 0 from t", it is a scalar sub-select.
    [[nodiscard]] ExpressionResult parse_expression(const Sources& sources, Span place);

    /// How deep a Tree gets. Chains (a || b || …) are as deep as they are long.
    static constexpr int max_depth = 1000;
    /// How many of these levels may be nested in each other other than as a chain.
    static constexpr int max_nesting = 250;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace rlslint
