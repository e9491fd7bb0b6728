#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "term.hpp"
#include "value.hpp"

namespace rlslint::predicates {

/// What a conjunction is made of. Each is either true or false: NULL is spoken of as such.
struct Literal {
    enum class Kind : std::uint8_t {
        compares, ///< neither is NULL, and `a` stands so to `b`
        is_null,
        is_not_null,
        comes_to, ///< a condition has one of these outcomes
    };
    Kind kind = Kind::comes_to;
    Comparison comparison = Comparison::equal;
    TermId a;
    TermId b;
    std::uint8_t outcomes = 0;
};

struct Formula;
using FormulaPtr = std::shared_ptr<const Formula>;

struct Formula {
    enum class Kind : std::uint8_t { constant, literal, all, any };
    Kind kind = Kind::constant;
    bool met = false; ///< of a constant
    Literal literal;
    std::vector<FormulaPtr> parts;
};

[[nodiscard]] FormulaPtr constant(bool met);
[[nodiscard]] FormulaPtr literal(const Literal& literal);
[[nodiscard]] FormulaPtr all(std::vector<FormulaPtr> parts);
[[nodiscard]] FormulaPtr any(std::vector<FormulaPtr> parts);

[[nodiscard]] FormulaPtr compares(Comparison comparison, TermId a, TermId b);
[[nodiscard]] FormulaPtr is_null(TermId term);
[[nodiscard]] FormulaPtr is_not_null(TermId term);

} // namespace rlslint::predicates
