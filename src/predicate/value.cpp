#include "value.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "rlslint/sql/boolean.hpp"

namespace rlslint::predicates {
namespace {

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// A number's parts, with the zeros that do not count taken off.
struct Number {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;

    explicit Number(std::string_view text) {
        negative = text.starts_with('-');
        if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
        const std::size_t point = std::min(text.find('.'), text.size());
        whole = text.substr(0, point);
        fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
        while (whole.starts_with('0'))
            whole.remove_prefix(1);
        while (fraction.ends_with('0'))
            fraction.remove_suffix(1);
        if (whole.empty() && fraction.empty()) negative = false;
    }

    [[nodiscard]] int compare_size(const Number& other) const {
        if (whole.size() != other.whole.size()) return whole.size() < other.whole.size() ? -1 : 1;
        const int by_whole = whole.compare(other.whole);
        return by_whole != 0 ? by_whole : fraction.compare(other.fraction);
    }
};

bool holds(Comparison comparison, int order) {
    switch (comparison) {
    case Comparison::equal: return order == 0;
    case Comparison::not_equal: return order != 0;
    case Comparison::less: return order < 0;
    case Comparison::less_equal: return order <= 0;
    case Comparison::greater: return order > 0;
    case Comparison::greater_equal: return order >= 0;
    }
    return false;
}

/// How two constants stand to each other, if that is known. Of strings that differ it is known only
/// that they do: their order is the collation's.
std::optional<Value> compare_constants(Comparison comparison, const Constant& a, const Constant& b) {
    using enum Constant::Kind;
    const bool numbers = a.kind == number || b.kind == number;
    if (numbers) {
        const auto fits = [](const Constant& c) { return c.kind != text && is_plain_number(c.text); };
        if (!fits(a) || !fits(b)) return std::nullopt;
        return Value::boolean(holds(comparison, compare_numbers(a.text, b.text)));
    }
    if (a.text == b.text) return Value::boolean(holds(comparison, 0));
    if (comparison == Comparison::equal) return Value::boolean(false);
    if (comparison == Comparison::not_equal) return Value::boolean(true);
    return std::nullopt;
}

bool is_boolean(const Value& value) { return !value.can_be(Value::other); }

Value compare_booleans(Comparison comparison, const Value& a, const Value& b) {
    std::uint8_t outcomes = 0;
    for (const bool left : {false, true}) {
        for (const bool right : {false, true}) {
            if (!a.can_be(left ? Value::yes : Value::no) || !b.can_be(right ? Value::yes : Value::no))
                continue;
            outcomes |= holds(comparison, int{left} - int{right}) ? Value::yes : Value::no;
        }
    }
    return Value{outcomes};
}

} // namespace

Value Value::as_condition() const {
    if (is_constant()) {
        const auto value = parse_boolean(constant_.text);
        return value ? boolean(*value) : any_boolean();
    }
    if (!can_be(other)) return *this;
    return any_boolean(can_be_null());
}

Value logical_not(const Value& a) {
    std::uint8_t outcomes = a.outcomes() & Value::null;
    if (a.can_be(Value::yes)) outcomes |= Value::no;
    if (a.can_be(Value::no)) outcomes |= Value::yes;
    return Value{outcomes};
}

Value logical_and(const Value& a, const Value& b) {
    std::uint8_t outcomes = 0;
    if (a.can_be(Value::yes) && b.can_be(Value::yes)) outcomes |= Value::yes;
    if (a.can_be(Value::no) || b.can_be(Value::no)) outcomes |= Value::no;
    const bool null_left = a.can_be_null() && b.can_be(Value::yes | Value::null);
    const bool null_right = b.can_be_null() && a.can_be(Value::yes | Value::null);
    if (null_left || null_right) outcomes |= Value::null;
    return Value{outcomes};
}

Value logical_or(const Value& a, const Value& b) {
    return logical_not(logical_and(logical_not(a), logical_not(b)));
}

std::optional<Comparison> comparison(std::string_view op) {
    if (op == "=") return Comparison::equal;
    if (op == "<>" || op == "!=") return Comparison::not_equal;
    if (op == "<") return Comparison::less;
    if (op == "<=") return Comparison::less_equal;
    if (op == ">") return Comparison::greater;
    if (op == ">=") return Comparison::greater_equal;
    return std::nullopt;
}

Comparison negated(Comparison comparison) {
    switch (comparison) {
    case Comparison::equal: return Comparison::not_equal;
    case Comparison::not_equal: return Comparison::equal;
    case Comparison::less: return Comparison::greater_equal;
    case Comparison::less_equal: return Comparison::greater;
    case Comparison::greater: return Comparison::less_equal;
    case Comparison::greater_equal: return Comparison::less;
    }
    return comparison;
}

Value compare(Comparison comparison, const Value& a, const Value& b, bool same) {
    if (a.is(Value::null) || b.is(Value::null)) return Value{Value::null};
    // Operators of other types than these may do as they like with a value that is not NULL.
    const bool may_be_null =
        a.can_be_null() || b.can_be_null() || !(a.plain() || is_boolean(a)) || !(b.plain() || is_boolean(b));
    const Value nulls{may_be_null ? Value::null : std::uint8_t{0}};
    if (a.is_constant() && b.is_constant()) {
        return compare_constants(comparison, a.constant(), b.constant()).value_or(Value::any_boolean(false));
    }
    if (same && (a.plain() || is_boolean(a))) return either(Value::boolean(holds(comparison, 0)), nulls);
    const bool booleans =
        (is_boolean(a) && (is_boolean(b) || b.is_constant())) || (is_boolean(b) && a.is_constant());
    if (booleans) return either(compare_booleans(comparison, a.as_condition(), b.as_condition()), nulls);
    return either(Value::any_boolean(false), nulls);
}

bool is_plain_integer(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && all_digits(text);
}

bool is_plain_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
    return text.size() > (point < text.size() ? 1 : 0) && all_digits(text.substr(0, point)) &&
           all_digits(fraction);
}

int compare_numbers(std::string_view a, std::string_view b) {
    const Number left{a};
    const Number right{b};
    if (left.negative != right.negative) return left.negative ? -1 : 1;
    const int by_size = left.compare_size(right);
    return left.negative ? -by_size : by_size;
}

} // namespace rlslint::predicates
