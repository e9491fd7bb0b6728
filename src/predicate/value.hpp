#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rlslint::predicates {

/// A constant of a kind whose comparison is understood. The text is its value.
struct Constant {
    enum class Kind : std::uint8_t {
        none,
        number,  ///< plain digits, perhaps with a sign and a fraction
        untyped, ///< a string that takes its type from what it meets
        text,
    };
    Kind kind = Kind::none;
    std::string_view text;
};

/// What an expression may come to, over all rows and sessions: a set of outcomes that is never too
/// small. That it holds only one is therefore a proof.
class Value {
public:
    static constexpr std::uint8_t yes = 1, no = 2, null = 4, other = 8; ///< `other`: not NULL, not a boolean

    constexpr explicit Value(std::uint8_t outcomes = yes | no | null | other) : outcomes_(outcomes) {}

    [[nodiscard]] static constexpr Value boolean(bool value) { return Value{value ? yes : no}; }
    [[nodiscard]] static constexpr Value any_boolean(bool may_be_null = true) {
        return Value{static_cast<std::uint8_t>(yes | no | (may_be_null ? null : 0))};
    }
    [[nodiscard]] static Value of(Constant constant) {
        Value value{other};
        value.constant_ = constant;
        return value;
    }

    [[nodiscard]] constexpr std::uint8_t outcomes() const { return outcomes_; }
    [[nodiscard]] constexpr bool can_be(std::uint8_t outcome) const { return (outcomes_ & outcome) != 0; }
    [[nodiscard]] constexpr bool is(std::uint8_t outcome) const { return outcomes_ == outcome; }
    [[nodiscard]] constexpr bool can_be_null() const { return can_be(null); }
    [[nodiscard]] const Constant& constant() const { return constant_; }
    [[nodiscard]] bool is_constant() const { return constant_.kind != Constant::Kind::none; }

    /// Its `=` is known to be PostgreSQL's own and true of a value and itself, and it is NULL as a
    /// whole or not at all.
    [[nodiscard]] bool plain() const { return plain_ || is_constant(); }
    [[nodiscard]] Value as_plain(bool plain) const {
        Value value = *this;
        value.plain_ = plain;
        return value;
    }

    /// What it comes to where a condition is wanted.
    [[nodiscard]] Value as_condition() const;

    [[nodiscard]] Value without(std::uint8_t outcomes) const {
        return Value{static_cast<std::uint8_t>(outcomes_ & ~outcomes)};
    }

    friend Value either(const Value& a, const Value& b) {
        return Value{static_cast<std::uint8_t>(a.outcomes_ | b.outcomes_)};
    }

private:
    std::uint8_t outcomes_;
    bool plain_ = false;
    Constant constant_;
};

// Three-valued logic, lifted to sets of outcomes. Operands are conditions.
[[nodiscard]] Value logical_not(const Value& a);
[[nodiscard]] Value logical_and(const Value& a, const Value& b);
[[nodiscard]] Value logical_or(const Value& a, const Value& b);

/// NULL compared with each of many values, or of none: by ALL, else by ANY.
[[nodiscard]] Value null_against_many(bool all);

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

[[nodiscard]] std::optional<Comparison> comparison(std::string_view op);
[[nodiscard]] Comparison negated(Comparison comparison);

/// `same`: the operands are one and the same expression, which gives the same value each time.
[[nodiscard]] Value compare(Comparison comparison, const Value& a, const Value& b, bool same = false);

/// Digits with a sign and a fraction perhaps, no exponent.
[[nodiscard]] bool is_plain_number(std::string_view text);
[[nodiscard]] bool is_plain_integer(std::string_view text);

/// Below, at or above zero as `a` is below, at or above `b`. Both must be plain numbers.
[[nodiscard]] int compare_numbers(std::string_view a, std::string_view b);

} // namespace rlslint::predicates
