#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/eval/value.hpp"
#include "rlslint/sql/tree.hpp"

namespace rlslint::eval {

struct Row {
    std::vector<Value> cells;
    bool certain = true; ///< else it is there or not: a condition could not be told
};

/// Rows of a relation, function or query.
struct Rows {
    std::vector<Symbol> columns;
    std::vector<Row> rows;
    bool all_columns = true; ///< else it has more columns than those above: they are unknown
    Value problem;           ///< unknown or an error: then there is nothing else; null where all is well

    [[nodiscard]] static Rows failed(Value problem);
    [[nodiscard]] static Rows unknown(std::string why) { return failed(Value::unknown(std::move(why))); }
};

/// What lies outside of an expression.
class Environment {
public:
    Environment() = default;
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    virtual ~Environment() = default;

    /// A variable of the routine, or a record's field; none where there is no such name.
    [[nodiscard]] virtual std::optional<Value> variable(const ColumnRef& name) = 0;
    /// $1 …
    [[nodiscard]] virtual Value parameter(std::int32_t number) = 0;
    /// CURRENT_USER and the like.
    [[nodiscard]] virtual Value session_value(Symbol name) = 0;
    /// A function that is none of eval's own.
    [[nodiscard]] virtual Value call(const Tree& tree, const Call& call, std::vector<Value> args) = 0;
    /// The same in FROM; the columns are named as the function has them.
    [[nodiscard]] virtual Rows call_rows(const Tree& tree, const Call& call, std::vector<Value> args) = 0;
    /// To or from regclass and its kin, and to types of the catalog's.
    [[nodiscard]] virtual Value cast(const Value& value, const TypeName& type) = 0;
    /// An object as its type writes it.
    [[nodiscard]] virtual Value shown(const Value& object) = 0;
    /// The rows of a relation by name.
    [[nodiscard]] virtual Rows relation(const QualifiedName& name) = 0;
    /// What stands behind an expression in the text that it is from: whether DESC does.
    [[nodiscard]] virtual std::string_view text_behind(Span span) = 0;
    /// The same of what stands before it.
    [[nodiscard]] virtual std::string_view text_before(Span span) = 0;
    /// Counts a step; false when there have been too many.
    [[nodiscard]] virtual bool step() = 0;

    bool columns_win = false; ///< over variables of their name, as in functions in SQL; else it is an error
    int depth = 0;            ///< of expressions and queries that are being evaluated
};

/// An expression that stands alone.
[[nodiscard]] Value evaluate(Environment& environment, const Tree& tree, ExprId expr);

/// A query. Those that change rows are unknown.
[[nodiscard]] Rows run(Environment& environment, const Tree& tree, QueryId query);

/// To the text that a cast to text gives.
[[nodiscard]] Value to_text(Environment& environment, const Value& value);

/// To a type as assignments do it: text, numbers, boolean and arrays of them here, the rest by the
/// environment.
[[nodiscard]] Value cast(Environment& environment, const Value& value, const TypeName& type);

} // namespace rlslint::eval
