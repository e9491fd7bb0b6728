#pragma once

#include <span>
#include <vector>

#include "rlslint/eval/environment.hpp"

namespace rlslint::eval {

/// One entry of a FROM list.
struct Entry {
    Symbol name; ///< its alias, else its own
    const Rows* rows = nullptr;
    std::vector<std::size_t> hidden; ///< columns that USING merged with earlier ones
};

/// One row of each entry so far; none: the nulls of an outer join.
struct Frame {
    std::vector<const Row*> rows;
    bool certain = true;
};

/// The row at hand of a query, and of those around it.
struct Scope {
    const Scope* outer = nullptr;
    const std::vector<Entry>* entries = nullptr;
    const Frame* frame = nullptr;
    const std::vector<Frame>* group = nullptr;  ///< what aggregates are over; null outside of them
    const std::vector<Frame>* window = nullptr; ///< all rows, for window functions
};

/// The queries of WITH.
struct CommonTables {
    const CommonTables* outer = nullptr;
    std::vector<std::pair<Symbol, Rows>> tables;

    [[nodiscard]] const Rows* find(Symbol name) const;
};

/// Evaluates expressions of one tree.
class Evaluator {
public:
    Evaluator(Environment& environment, const Tree& tree) : env_(environment), tree_(tree) {}

    [[nodiscard]] Value value(ExprId expr, const Scope* scope);
    [[nodiscard]] std::vector<Value> values(ExprList list, const Scope* scope);
    [[nodiscard]] Rows rows(QueryId query, const Scope* scope, const CommonTables* with);

    [[nodiscard]] Environment& environment() const { return env_; }
    [[nodiscard]] const Tree& tree() const { return tree_; }
    [[nodiscard]] const CommonTables* with() const { return with_; }

    // ---- expression.cpp
    Value operator()(const Literal& node);
    Value operator()(const ColumnRef& node);
    Value operator()(const ParamRef& node);
    Value operator()(const Operator& node);
    Value operator()(const BoolOp& node);
    Value operator()(const NullTest& node);
    Value operator()(const BooleanTest& node);
    Value operator()(const DistinctTest& node);
    Value operator()(const InList& node);
    Value operator()(const Between& node);
    Value operator()(const ArrayCompare& node);
    Value operator()(const SubLink& node);
    Value operator()(const Case& node);
    Value operator()(const Conditional& node);
    Value operator()(const ArrayExpr& node);
    Value operator()(const RowExpr& node);
    Value operator()(const Cast& node);
    Value operator()(const Access& node);
    Value operator()(const SessionValue& node);
    Value operator()(const Collate& node);
    Value operator()(const Opaque& node);
    // ---- aggregate.cpp
    Value operator()(const Call& node);

private:
    Value here(ExprId expr) { return value(expr, scope_); }
    Value column_in(const Scope& scope, const ColumnRef& node, bool& found);
    Value part_of(const Access& node);
    void read_as_array(ExprId side, const Value& other, Value& value);
    [[nodiscard]] bool is_slice(std::span<const ExprId> subscripts) const;
    Value aggregate(const Call& node);
    Value window(const Call& node); // window.cpp
    Value any_of(const std::vector<Value>& items, const Value& test, Symbol op, bool all);

    Environment& env_;
    const Tree& tree_;
    const Scope* scope_ = nullptr;
    const CommonTables* with_ = nullptr;
};

/// Whether a call is one of an aggregate that is known here.
[[nodiscard]] bool is_aggregate(const Call& call);

/// Whether a text whose meaning alone is known calls a function, asked as LIKE '%name()%'; none where
/// something else is asked.
[[nodiscard]] std::optional<Value> calls_function(std::string_view name, const Value& text,
                                                  const Value& pattern);
[[nodiscard]] bool is_plain_call(std::string_view text);

// ---- operators.cpp
[[nodiscard]] Value apply_operator(Environment& environment, std::string_view name, const Value& left,
                                   const Value& right);
[[nodiscard]] Value negate(const Value& value);
[[nodiscard]] bool like(std::string_view text, std::string_view pattern, bool any_case);

// ---- functions.cpp: those that need no catalog; none where it is not one of them
[[nodiscard]] std::optional<Value> call_builtin(Environment& environment, Symbol name,
                                                const std::vector<Value>& args);
// ---- format.cpp
[[nodiscard]] Value format(Environment& environment, const std::vector<Value>& args);
// ---- array_functions.cpp
[[nodiscard]] std::optional<Value> call_array_function(Environment& environment, std::string_view name,
                                                       const std::vector<Value>& args);
[[nodiscard]] bool is_set_function(std::string_view name);
[[nodiscard]] std::optional<Rows> call_set_function(Environment& environment, std::string_view name,
                                                    const std::vector<Value>& args);

// ---- regex_functions.cpp
/// ~ ~* !~ !~*; none for another operator.
[[nodiscard]] std::optional<Value> regex_match(std::string_view name, const Value& text,
                                               const Value& pattern);
[[nodiscard]] std::optional<Value> call_regex_function(std::string_view name, const std::vector<Value>& args);
[[nodiscard]] std::optional<Rows> call_regex_set(std::string_view name, const std::vector<Value>& args);

/// The first of the values that failed; null where none did.
[[nodiscard]] const Value* first_failed(const std::vector<Value>& values);
/// As format and concat write it.
[[nodiscard]] Value written(Environment& environment, const Value& value);

} // namespace rlslint::eval
