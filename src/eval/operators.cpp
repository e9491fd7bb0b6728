#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

#include "evaluator.hpp"

namespace rlslint::eval {

namespace {

using Kind = Value::Kind;

std::optional<bool> holds(std::string_view name, int order) {
    if (name == "=") return order == 0;
    if (name == "<>" || name == "!=") return order != 0;
    if (name == "<") return order < 0;
    if (name == "<=") return order <= 0;
    if (name == ">") return order > 0;
    if (name == ">=") return order >= 0;
    return std::nullopt;
}

bool has_null(const Value& value) {
    return value.kind == Kind::record && std::any_of(value.items.begin(), value.items.end(),
                                                     [](const Value& item) { return item.is_null(); });
}

const Value* failed_item(const Value& value) { return first_failed(value.items); }

/// Text is compared as bytes: equality is the same in every collation that PostgreSQL compares so.
Value comparison(std::string_view name, const Value& left, const Value& right) {
    for (const Value* side : {&left, &right})
        if (const Value* failed = failed_item(*side)) return *failed;
    if (has_null(left) || has_null(right)) return Value::unknown("a comparison of rows with nulls");
    const auto order = compare(left, right);
    if (!order) return Value::unknown("a comparison of different types");
    return Value::of(*holds(name, *order));
}

Value arithmetic(std::string_view name, std::int64_t a, std::int64_t b) {
    constexpr std::int64_t limit = INT32_MAX;
    if (std::abs(a) > limit || std::abs(b) > limit) return Value::unknown("arithmetic with large numbers");
    if (name == "+") return Value::of(a + b);
    if (name == "-") return Value::of(a - b);
    if (name == "*") return Value::of(a * b);
    if (b == 0) return Value::error("22012", "division by zero");
    return Value::of(name == "/" ? a / b : a % b);
}

Value concatenation(Environment& environment, const Value& left, const Value& right) {
    if (left.kind == Kind::array || right.kind == Kind::array) {
        Value array = left.kind == Kind::array ? left : Value::array({left});
        if (right.kind == Kind::array)
            array.items.insert(array.items.end(), right.items.begin(), right.items.end());
        else
            array.items.push_back(right);
        return Value::array(std::move(array.items));
    }
    Value a = to_text(environment, left), b = to_text(environment, right);
    const Value* untold = a.failed() ? &a : b.failed() ? &b : nullptr;
    if (untold == nullptr) return Value::of(std::move(a.text) + b.text);
    const std::string *first = a.failed() ? a.sql() : &a.text, *second = b.failed() ? b.sql() : &b.text;
    if (first == nullptr || second == nullptr) return first == nullptr ? a : b;
    return Value::meaning(untold->text, *first + *second);
}

bool contains(const Value& array, const Value& item) {
    return std::any_of(array.items.begin(), array.items.end(), [&](const Value& one) {
        return !one.is_null() && !item.is_null() && same(one, item);
    });
}

/// @> <@ &&
Value array_operator(std::string_view name, const Value& left, const Value& right) {
    for (const Value* side : {&left, &right})
        if (const Value* failed = failed_item(*side)) return *failed;
    if (name == "<@") return array_operator("@>", right, left);
    const auto in_left = [&](const Value& item) { return contains(left, item); };
    if (name == "@>") return Value::of(std::all_of(right.items.begin(), right.items.end(), in_left));
    return Value::of(std::any_of(right.items.begin(), right.items.end(), in_left));
}

std::optional<Value> pattern_match(std::string_view name, const Value& text, const Value& pattern) {
    const bool negated = name.starts_with('!');
    if (negated) name.remove_prefix(1);
    if (name != "~~" && name != "~~*") return std::nullopt;
    return Value::of(like(text.text, pattern.text, name == "~~*") != negated);
}

} // namespace

/// `name()` or `schema.name()`, of letters alone.
bool is_plain_call(std::string_view text) {
    if (!text.ends_with("()")) return false;
    text.remove_suffix(2);
    const bool letters =
        std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '.'; });
    return letters && !text.empty() && text.front() != '.' && text.back() != '.';
}

std::optional<Value> calls_function(std::string_view name, const Value& text, const Value& pattern) {
    if (text.sql() == nullptr || pattern.kind != Kind::text) return std::nullopt;
    std::string_view call = pattern.text;
    if (call.size() < 2 || !call.starts_with('%') || !call.ends_with('%')) return std::nullopt;
    call = call.substr(1, call.size() - 2);
    if (!is_plain_call(call)) return std::nullopt;
    return pattern_match(name, Value::of(*text.sql()), pattern);
}

bool like(std::string_view text, std::string_view pattern, bool any_case) {
    if (any_case) return like(lower_case(text), lower_case(pattern), false);
    std::size_t t = 0, p = 0, star = pattern.npos, mark = 0;
    while (t < text.size()) {
        const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
        const bool any = p < pattern.size() && pattern[p] == '_' && !escaped;
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (any || pattern[p + (escaped ? 1 : 0)] == text[t])) {
            p += escaped ? 2 : 1;
            ++t;
        } else if (star != pattern.npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', p) == pattern.npos;
}

Value negate(const Value& value) {
    if (value.kind != Kind::boolean) return value.is_null() || value.failed() ? value : Value::unknown("NOT");
    return Value::of(value.integer == 0);
}

Value apply_operator(Environment& environment, std::string_view name, const Value& left, const Value& right) {
    if (left.is_null() || right.is_null()) {
        const bool joins = name == "||" && (left.kind == Kind::array || right.kind == Kind::array);
        return joins ? concatenation(environment, left, right) : Value{};
    }
    if (holds(name, 0)) {
        // An object's name in a string is looked up as the object's type does it.
        if (left.kind == Kind::object && right.kind == Kind::text)
            return apply_operator(environment, name, left,
                                  environment.cast(right, TypeName{{}, left.type, {}, 0, false, false, {}}));
        if (right.failed()) return right;
        if (left.kind == Kind::text && right.kind == Kind::object)
            return apply_operator(environment, name,
                                  environment.cast(left, TypeName{{}, right.type, {}, 0, false, false, {}}),
                                  right);
        if (left.failed()) return left;
        return comparison(name, left, right);
    }
    if (name == "||") return concatenation(environment, left, right);
    const bool integers = left.kind == Kind::integer && right.kind == Kind::integer;
    if (integers && (name == "+" || name == "-" || name == "*" || name == "/" || name == "%"))
        return arithmetic(name, left.integer, right.integer);
    const bool arrays = left.kind == Kind::array && right.kind == Kind::array;
    if (arrays && (name == "@>" || name == "<@" || name == "&&")) return array_operator(name, left, right);
    if (left.kind == Kind::text && right.kind == Kind::text) {
        if (auto matched = pattern_match(name, left, right)) return *matched;
        if (auto matched = regex_match(name, left, right)) return *matched;
    }
    return Value::unknown(fmt::format("operator {}, which is not evaluated", name));
}

} // namespace rlslint::eval
