#include <algorithm>
#include <string_view>

#include "rlslint/sql/builtin.hpp"

#include "evaluate.hpp"
#include "same.hpp"

namespace rlslint::predicates {
namespace {

/// Operators of PostgreSQL that give NULL where an operand is. (|| is none: it takes arrays too.)
bool is_strict(std::string_view op) {
    constexpr std::string_view operators[] = {"+",   "-",    "*",  "/",  "%",  "^",   "~~", "!~~",
                                              "~~*", "!~~*", "~",  "!~", "~*", "!~*", "->", "->>",
                                              "#>",  "#>>",  "@>", "<@", "&&", "?",   "?|", "?&"};
    return std::find(std::begin(operators), std::end(operators), op) != std::end(operators);
}

} // namespace

/// NULL compared with each of many, or of none.
Value null_against_many(bool all) {
    return Value{static_cast<std::uint8_t>(Value::null | (all ? Value::yes : Value::no))};
}

Value Evaluate::logic(const BoolOp& op) {
    const auto args = tree_.list(op.args);
    if (op.kind == BoolOp::Kind::not_) return logical_not(condition(args.front()));
    const bool is_and = op.kind == BoolOp::Kind::and_;
    Value result = Value::boolean(is_and);
    for (const ExprId arg : args) {
        const Value one = condition(arg);
        result = is_and ? logical_and(result, one) : logical_or(result, one);
    }
    // Of two that are opposite one is true and one false, or both are NULL.
    constexpr std::size_t most_compared = 16;
    for (std::size_t i = 0; i < std::min(args.size(), most_compared); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (opposite(subject_, args[i], args[j]))
                result = result.without(is_and ? Value::yes : Value::no);
        }
    }
    return result;
}

/// What is left of `coalesce(a, b)` where `a` is NULL: `b`.
ExprId Evaluate::remaining(ExprId id) {
    const auto* conditional = std::get_if<Conditional>(&tree_[id].node);
    if (conditional == nullptr || conditional->kind != Conditional::Kind::coalesce) return id;
    const auto args = tree_.list(conditional->args);
    for (const ExprId arg : args.first(args.size() - 1)) {
        const Value one = value(arg);
        if (!one.is(Value::null)) return one.can_be_null() ? id : arg;
    }
    return args.back();
}

/// `left` is what `a` comes to: worked out once where it is compared with several.
Value Evaluate::compare_with(Comparison comparison, ExprId a, const Value& left, ExprId b) {
    return compare(comparison, left, value(b), same(subject_, a, b));
}

Value Evaluate::operation(ExprId id, const Operator& op) {
    if (const auto known = claim(id)) {
        static_cast<void>(value(op.left)); // it may fail
        return *known;
    }
    const std::string_view name = op.name.text();
    const bool system = is_system(op.schema);
    const Value right = op.right.valid() ? value(op.right) : Value{};
    if (!op.left.valid()) return system && is_strict(name) && right.is(Value::null) ? right : Value{};
    const Value left = value(op.left);
    if (!system) return Value{};
    if (const auto known = comparison(name)) return compare_remaining(*known, op);
    const bool null = left.is(Value::null) || right.is(Value::null);
    return null && is_strict(name) ? Value{Value::null} : Value{};
}

Value Evaluate::compare_remaining(Comparison comparison, const Operator& op) {
    const ExprId left = remaining(op.left);
    return compare_with(comparison, left, value(left), remaining(op.right));
}

Value Evaluate::null_test(const NullTest& test) {
    const Value arg = value(test.arg);
    Value is_null = Value::any_boolean(false);
    if (arg.is(Value::null))
        is_null = Value::boolean(true);
    else if (!arg.can_be_null())
        is_null = Value::boolean(false);
    return test.negated ? logical_not(is_null) : is_null;
}

Value Evaluate::boolean_test(const BooleanTest& test) {
    const Value arg = condition(test.arg);
    std::uint8_t wanted = Value::null;
    if (test.value == BooleanTest::Value::true_)
        wanted = Value::yes;
    else if (test.value == BooleanTest::Value::false_)
        wanted = Value::no;
    Value result = Value::any_boolean(false);
    if (arg.is(wanted))
        result = Value::boolean(true);
    else if (!arg.can_be(wanted))
        result = Value::boolean(false);
    return test.negated ? logical_not(result) : result;
}

/// Like `<>`, but NULLs are alike, and unlike anything else.
Value Evaluate::distinct_test(const DistinctTest& test) {
    const Value a = value(test.left);
    const Value b = value(test.right);
    Value distinct = Value::any_boolean(false);
    if (a.is(Value::null) || b.is(Value::null)) {
        const Value& other = a.is(Value::null) ? b : a;
        if (other.is(Value::null))
            distinct = Value::boolean(false);
        else if (!other.can_be_null())
            distinct = Value::boolean(true);
    } else if (same(subject_, test.left, test.right) && a.plain()) {
        distinct = Value::boolean(false);
    } else if (!a.can_be_null() && !b.can_be_null()) {
        distinct = compare(Comparison::not_equal, a, b).without(Value::null);
    }
    return test.negated ? logical_not(distinct) : distinct;
}

Value Evaluate::in_list(const InList& in) {
    const Value arg = value(in.arg);
    Value result = Value::boolean(false);
    std::uint8_t constants = 0;
    for (const ExprId item : tree_.list(in.items)) {
        result = logical_or(result, compare_with(Comparison::equal, in.arg, arg, item));
        const std::uint8_t outcomes = condition(item).outcomes();
        if (outcomes == Value::yes || outcomes == Value::no) constants |= outcomes;
    }
    // There is no boolean beside true and false.
    const bool all_booleans = constants == (Value::yes | Value::no) && !arg.can_be(Value::other);
    if (all_booleans) result = Value{static_cast<std::uint8_t>(Value::yes | (arg.outcomes() & Value::null))};
    return in.negated ? logical_not(result) : result;
}

Value Evaluate::between(const Between& between) {
    if (between.symmetric) return Value::any_boolean();
    const Value arg = value(between.arg);
    const Value result = logical_and(compare_with(Comparison::greater_equal, between.arg, arg, between.low),
                                     compare_with(Comparison::less_equal, between.arg, arg, between.high));
    return between.negated ? logical_not(result) : result;
}

/// Understood for ARRAY[…] as it stands, and for an array that is NULL.
Value Evaluate::array_compare(const ArrayCompare& compare) {
    const auto known = comparison(compare.op.text());
    if (!known) return Value::any_boolean();
    const auto* array = std::get_if<ArrayExpr>(&tree_[compare.array].node);
    const Value left = value(compare.left);
    if (array == nullptr) {
        if (value(compare.array).is(Value::null)) return Value{Value::null};
        return left.is(Value::null) ? null_against_many(compare.all) : Value::any_boolean();
    }
    Value result = Value::boolean(compare.all);
    for (const ExprId item : tree_.list(array->items)) {
        const Value one = compare_with(*known, compare.left, left, item);
        result = compare.all ? logical_and(result, one) : logical_or(result, one);
    }
    return result;
}

Value Evaluate::case_of(const Case& c) {
    const auto branches = tree_.list(c.branches);
    const Value arg = c.arg.valid() ? value(c.arg) : Value{};
    Value result{0};
    for (std::size_t i = 0; i + 1 < branches.size(); i += 2) {
        const Value taken =
            c.arg.valid() ? compare_with(Comparison::equal, c.arg, arg, branches[i]) : condition(branches[i]);
        if (!taken.can_be(Value::yes)) continue;
        result = either(result, value(branches[i + 1]));
        if (taken.is(Value::yes)) return result;
    }
    return either(result, c.otherwise.valid() ? value(c.otherwise) : Value{Value::null});
}

Value Evaluate::conditional(const Conditional& conditional) {
    const auto args = tree_.list(conditional.args);
    if (conditional.kind == Conditional::Kind::nullif) {
        const Value first = value(args[0]);
        const Value equal = compare_with(Comparison::equal, args[0], first, args[1]);
        if (equal.is(Value::yes)) return Value{Value::null};
        return equal.can_be(Value::yes) ? either(first, Value{Value::null}) : first;
    }
    if (conditional.kind != Conditional::Kind::coalesce) return Value{};
    Value result{0};
    for (const ExprId arg : args) {
        const Value next = value(arg);
        result =
            result.outcomes() == 0 && !next.can_be_null() ? next : either(result, next.without(Value::null));
        if (!next.can_be_null()) return result;
    }
    return either(result, Value{Value::null});
}

} // namespace rlslint::predicates
