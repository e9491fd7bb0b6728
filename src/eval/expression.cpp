#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "rlslint/sql/boolean.hpp"

#include "evaluator.hpp"

namespace rlslint::eval {

namespace {

constexpr int max_depth = 1500;

/// One level deeper, for as long as it lives.
class Deeper {
public:
    explicit Deeper(Environment& environment) : environment_(environment) { ++environment_.depth; }
    ~Deeper() { --environment_.depth; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

private:
    Environment& environment_;
};

/// What stays unknown whatever its unknown part is.
Value truth_of(const Value& value) {
    if (value.kind == Value::Kind::text) {
        const auto truth = parse_boolean(value.text);
        return truth ? Value::of(*truth) : Value::unknown("what is no boolean");
    }
    return value;
}

} // namespace

Value evaluate(Environment& environment, const Tree& tree, ExprId expr) {
    return Evaluator{environment, tree}.value(expr, nullptr);
}

Value Evaluator::value(ExprId expr, const Scope* scope) {
    const Deeper deeper{env_};
    if (env_.depth > max_depth) return Value::unknown("an expression nested too deep");
    if (!env_.step()) return Value::unknown("too many steps");
    const Scope* const around = std::exchange(scope_, scope);
    Value result = std::visit(*this, tree_[expr].node);
    scope_ = around;
    return result;
}

std::vector<Value> Evaluator::values(ExprList list, const Scope* scope) {
    std::vector<Value> all;
    for (const ExprId id : tree_.list(list))
        all.push_back(value(id, scope));
    return all;
}

const Value* first_failed(const std::vector<Value>& values) {
    const auto found = std::find_if(values.begin(), values.end(), [](const Value& v) { return v.failed(); });
    return found == values.end() ? nullptr : &*found;
}

Value Evaluator::operator()(const Literal& node) {
    switch (node.kind) {
    case Literal::Kind::null: return {};
    case Literal::Kind::boolean: return Value::of(node.is_true());
    case Literal::Kind::string: return Value::of(node.value);
    case Literal::Kind::integer:
        if (const auto number = parse_integer(node.value.text())) return Value::of(*number);
        [[fallthrough]];
    default: return Value::unknown("a number that is no integer");
    }
}

/// A column of the innermost query that has it; the field of a record; or a whole row.
Value Evaluator::column_in(const Scope& scope, const ColumnRef& node, bool& found) {
    const auto cell = [&](std::size_t entry, std::size_t column) {
        found = true;
        const Row* row = scope.frame->rows[entry];
        return row == nullptr ? Value{} : row->cells[column];
    };
    bool more = false;
    for (std::size_t i = 0; i < scope.entries->size() && i < scope.frame->rows.size(); ++i) {
        const Entry& entry = (*scope.entries)[i];
        if (!node.qualifier.empty() && entry.name != node.qualifier) continue;
        const auto& columns = entry.rows->columns;
        const auto at = std::find(columns.begin(), columns.end(), node.name);
        if (at != columns.end()) return cell(i, static_cast<std::size_t>(at - columns.begin()));
        more = more || !entry.rows->all_columns;
        found = found || !node.qualifier.empty();
    }
    // A variable is likelier than a column that is not modelled.
    if (more && (found || !env_.variable(node))) {
        found = true;
        return Value::unknown(fmt::format("column {}, which is not modelled", node.name.text()));
    }
    if (found)
        return Value::error(
            "42703", fmt::format("column {}.{} does not exist", node.qualifier.text(), node.name.text()));
    return {};
}

Value Evaluator::operator()(const ColumnRef& node) {
    if (node.star) return Value::unknown("a whole row");
    for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
        bool found = false;
        Value value = scope->frame != nullptr ? column_in(*scope, node, found) : Value{};
        if (!found) continue;
        if (node.qualifier.empty() && !env_.columns_win && !value.is_unknown() && env_.variable(node))
            return Value::error("42702",
                                fmt::format("column reference \"{}\" is ambiguous", node.name.text()));
        return value;
    }
    if (auto variable = env_.variable(node)) return *variable;
    // A relation's name alone is its row.
    if (scope_ != nullptr && node.qualifier.empty()) return Value::unknown("a whole row");
    return Value::error("42703", fmt::format("column \"{}\" does not exist", node.name.text()));
}

Value Evaluator::operator()(const ParamRef& node) { return env_.parameter(node.number); }

/// Beside an array a string constant is one too, not an item.
void Evaluator::read_as_array(ExprId side, const Value& other, Value& value) {
    const auto* literal = std::get_if<Literal>(&tree_[side].node);
    if (literal == nullptr || value.kind != Value::Kind::text || other.kind != Value::Kind::array) return;
    auto array = parse_array(value.text);
    value = array ? std::move(*array)
                  : Value::error("22P02", fmt::format("malformed array literal: \"{}\"", value.text));
}

Value Evaluator::operator()(const Operator& node) {
    Value right = here(node.right);
    if (right.failed()) return right;
    if (!node.left.valid()) {
        if (node.name.text() == "-" && right.kind == Value::Kind::integer) return Value::of(-right.integer);
        if (node.name.text() == "+") return right;
        return right.is_null() ? right : Value::unknown("operator " + std::string{node.name.text()});
    }
    Value left = here(node.left);
    if (node.name.text() == "||") {
        read_as_array(node.left, right, left);
        read_as_array(node.right, left, right);
        if (right.failed()) return right;
    }
    if (auto called = calls_function(node.name.text(), left, right)) return *called;
    return left.failed() ? left : apply_operator(env_, node.name.text(), left, right);
}

Value Evaluator::operator()(const BoolOp& node) {
    const auto args = tree_.list(node.args);
    if (node.kind == BoolOp::Kind::not_) return negate(truth_of(here(args.front())));
    const bool is_and = node.kind == BoolOp::Kind::and_;
    Value result = Value::of(is_and);
    for (const ExprId id : args) {
        Value arg = truth_of(here(id));
        if (is_and ? arg.is_false() : arg.is_true()) return arg;
        if (arg.is_error()) return result.is_unknown() ? result : arg;
        if (arg.is_unknown() || (arg.is_null() && !result.is_unknown())) result = arg;
    }
    return result;
}

Value Evaluator::operator()(const NullTest& node) {
    Value arg = here(node.arg);
    if (arg.sql() != nullptr) return Value::of(node.negated);
    if (arg.failed()) return arg;
    // A row is null when all its fields are, and is not null when none is.
    if (arg.kind == Value::Kind::record) {
        const auto matches = [&](const Value& item) { return item.is_null() != node.negated; };
        if (first_failed(arg.items) != nullptr) return *first_failed(arg.items);
        return Value::of(std::all_of(arg.items.begin(), arg.items.end(), matches));
    }
    return Value::of(arg.is_null() != node.negated);
}

Value Evaluator::operator()(const BooleanTest& node) {
    Value arg = truth_of(here(node.arg));
    if (arg.failed()) return arg;
    bool holds = arg.is_null();
    if (node.value == BooleanTest::Value::true_) holds = arg.is_true();
    if (node.value == BooleanTest::Value::false_) holds = arg.is_false();
    return Value::of(holds != node.negated);
}

Value Evaluator::operator()(const DistinctTest& node) {
    Value left = here(node.left), right = here(node.right);
    if (left.failed()) return left;
    if (right.failed()) return right;
    if (left.is_null() || right.is_null())
        return Value::of((left.is_null() != right.is_null()) != node.negated);
    Value equal = apply_operator(env_, "=", left, right);
    return node.negated ? equal : negate(equal);
}

Value Evaluator::any_of(const std::vector<Value>& items, const Value& test, Symbol op, bool all) {
    Value result = Value::of(all);
    for (const Value& item : items) {
        Value one = item.failed() ? item : apply_operator(env_, op.text(), test, item);
        if (all ? one.is_false() : one.is_true()) return one;
        if (one.is_error()) return one;
        if (one.is_unknown() || (one.is_null() && !result.is_unknown())) result = one;
    }
    return result;
}

Value Evaluator::operator()(const InList& node) {
    static const Symbol equals{"="};
    Value arg = here(node.arg);
    if (arg.failed()) return arg;
    const Value in = any_of(values(node.items, scope_), arg, equals, false);
    return node.negated ? negate(in) : in;
}

Value Evaluator::operator()(const Between& node) {
    Value arg = here(node.arg), low = here(node.low), high = here(node.high);
    for (const Value* value : {&arg, &low, &high})
        if (value->failed()) return *value;
    if (node.symmetric) return Value::unknown("BETWEEN SYMMETRIC");
    const Value above = apply_operator(env_, ">=", arg, low), below = apply_operator(env_, "<=", arg, high);
    Value in = above;
    if (above.is_true() || below.is_false()) in = below;
    return node.negated ? negate(in) : in;
}

Value Evaluator::operator()(const ArrayCompare& node) {
    Value left = here(node.left);
    if (left.failed()) return left;
    Value array = here(node.array);
    if (array.kind == Value::Kind::text) {
        auto parsed = parse_array(array.text);
        if (!parsed) return Value::unknown("an array that cannot be read");
        array = std::move(*parsed);
    }
    if (array.failed() || array.is_null()) return array;
    if (array.kind != Value::Kind::array) return Value::unknown("ANY of what is no array");
    return any_of(array.items, left, node.op, node.all);
}

Value Evaluator::operator()(const Case& node) {
    const auto branches = tree_.list(node.branches);
    Value selector = node.arg.valid() ? here(node.arg) : Value{};
    if (selector.failed()) return selector;
    for (std::size_t i = 0; i + 1 < branches.size(); i += 2) {
        Value condition = here(branches[i]);
        if (node.arg.valid() && !condition.failed())
            condition = apply_operator(env_, "=", selector, condition);
        condition = truth_of(condition);
        if (condition.failed()) return condition;
        if (condition.is_true()) return here(branches[i + 1]);
    }
    return node.otherwise.valid() ? here(node.otherwise) : Value{};
}

Value Evaluator::operator()(const Conditional& node) {
    if (node.kind == Conditional::Kind::coalesce) {
        for (const ExprId id : tree_.list(node.args))
            if (Value value = here(id); !value.is_null()) return value;
        return {};
    }
    const std::vector<Value> args = values(node.args, scope_);
    if (const Value* failed = first_failed(args)) return *failed;
    if (node.kind == Conditional::Kind::nullif) {
        Value equal = apply_operator(env_, "=", args[0], args[1]);
        if (equal.failed()) return equal;
        return equal.is_true() ? Value{} : args[0];
    }
    Value best;
    for (const Value& arg : args) {
        if (arg.is_null()) continue;
        const auto order = best.is_null() ? std::optional{0} : compare(arg, best);
        if (!order) return Value::unknown("a comparison");
        const bool better = node.kind == Conditional::Kind::greatest ? *order > 0 : *order < 0;
        if (best.is_null() || better) best = arg;
    }
    return best;
}

Value Evaluator::operator()(const ArrayExpr& node) { return Value::array(values(node.items, scope_)); }

Value Evaluator::operator()(const RowExpr& node) {
    Value row;
    row.kind = Value::Kind::record;
    row.items = values(node.items, scope_);
    for (std::size_t i = 1; i <= row.items.size(); ++i)
        row.names.emplace_back("f" + std::to_string(i));
    return row;
}

Value Evaluator::operator()(const Cast& node) { return cast(env_, here(node.arg), tree_.type(node.type)); }

/// a[2:3] is no a[2][3], though they look alike in the tree.
bool Evaluator::is_slice(std::span<const ExprId> subscripts) const {
    const auto has_colon = [&](ExprId id) {
        const std::string_view behind = env_.text_behind(tree_[id].span);
        const std::string_view before = env_.text_before(tree_[id].span);
        const auto next = behind.find_first_not_of(" \t\r\n)"), last = before.find_last_not_of(" \t\r\n(");
        return (next != behind.npos && behind[next] == ':') || (last != before.npos && before[last] == ':');
    };
    return std::any_of(subscripts.begin(), subscripts.end(), has_colon);
}

/// An item of an array, or, of one with more dimensions, what the next subscript is of.
Value Evaluator::part_of(const Access& node) {
    const auto* inner = std::get_if<Access>(&tree_[node.base].node);
    const bool subscripted = inner != nullptr && inner->subscripts.count > 0;
    Value base = subscripted ? part_of(*inner) : here(node.base);
    if (base.failed() || base.is_null()) return base;
    if (node.star) return Value::unknown("a whole row");
    if (!node.field.empty()) {
        const Value* field = base.field(node.field);
        return field != nullptr ? *field : Value::unknown("a field that is not modelled");
    }
    if (base.kind == Value::Kind::text)
        if (auto array = parse_array(base.text)) base = std::move(*array);
    const std::vector<Value> subscripts = values(node.subscripts, scope_);
    if (const Value* failed = first_failed(subscripts)) return *failed;
    if (is_slice(tree_.list(node.subscripts))) return Value::unknown("a slice of an array");
    for (const Value& subscript : subscripts) {
        if (base.kind != Value::Kind::array || subscript.kind != Value::Kind::integer)
            return Value::unknown("a part of an array");
        const std::int64_t at = subscript.integer;
        if (at < 1 || at > static_cast<std::int64_t>(base.items.size())) return {};
        Value item = base.items[static_cast<std::size_t>(at - 1)];
        base = std::move(item);
    }
    return base;
}

Value Evaluator::operator()(const Access& node) {
    Value part = part_of(node);
    // Fewer subscripts than the array has dimensions.
    return node.subscripts.count > 0 && part.kind == Value::Kind::array ? Value{} : part;
}

Value Evaluator::operator()(const SessionValue& node) { return env_.session_value(node.name); }

Value Evaluator::operator()(const Collate& node) { return here(node.arg); }

Value Evaluator::operator()(const Opaque& node) {
    return Value::unknown(fmt::format("{}, which is not evaluated", node.tag.text()));
}

Value Evaluator::operator()(const SubLink& node) {
    const Scope* const scope = scope_;
    const Rows found = rows(node.query, scope, with_);
    if (found.problem.failed()) return found.problem;
    const auto is_certain = [](const Row& row) { return row.certain; };
    const bool certain = std::all_of(found.rows.begin(), found.rows.end(), is_certain);
    if (node.kind == SubLink::Kind::exists) {
        if (std::any_of(found.rows.begin(), found.rows.end(), is_certain)) return Value::of(true);
        return certain ? Value::of(false) : Value::unknown("whether there is such a row");
    }
    if (!certain) return Value::unknown("which rows there are");
    std::vector<Value> first;
    for (const Row& row : found.rows)
        first.push_back(row.cells.empty() ? Value{} : row.cells.front());
    if (node.kind == SubLink::Kind::array) return Value::array(std::move(first));
    if (node.kind == SubLink::Kind::scalar) {
        if (first.size() > 1)
            return Value::error("21000", "more than one row returned by a subquery used as an expression");
        return first.empty() ? Value{} : first.front();
    }
    Value test = here(node.test);
    if (test.failed()) return test;
    if (test.kind == Value::Kind::record) {
        first.clear();
        for (const Row& row : found.rows) {
            Value record;
            record.kind = Value::Kind::record;
            record.items = row.cells;
            first.push_back(std::move(record));
        }
    }
    return any_of(first, test, node.op, node.kind == SubLink::Kind::all);
}

} // namespace rlslint::eval
