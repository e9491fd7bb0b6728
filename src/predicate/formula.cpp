#include "formula.hpp"

#include <utility>

namespace rlslint::predicates {
namespace {

/// `neutral` changes nothing, its opposite decides.
FormulaPtr joined(Formula::Kind kind, std::vector<FormulaPtr> parts) {
    const bool neutral = kind == Formula::Kind::all;
    Formula result;
    result.kind = kind;
    for (FormulaPtr& part : parts) {
        if (part->kind == Formula::Kind::constant) {
            if (part->met != neutral) return part;
        } else if (part->kind == kind) {
            result.parts.insert(result.parts.end(), part->parts.begin(), part->parts.end());
        } else {
            result.parts.push_back(std::move(part));
        }
    }
    if (result.parts.empty()) return constant(neutral);
    if (result.parts.size() == 1) return result.parts.front();
    return std::make_shared<const Formula>(std::move(result));
}

} // namespace

FormulaPtr constant(bool met) {
    Formula formula;
    formula.met = met;
    return std::make_shared<const Formula>(std::move(formula));
}

FormulaPtr literal(const Literal& literal) {
    Formula formula;
    formula.kind = Formula::Kind::literal;
    formula.literal = literal;
    return std::make_shared<const Formula>(std::move(formula));
}

FormulaPtr all(std::vector<FormulaPtr> parts) { return joined(Formula::Kind::all, std::move(parts)); }

FormulaPtr any(std::vector<FormulaPtr> parts) { return joined(Formula::Kind::any, std::move(parts)); }

FormulaPtr compares(Comparison comparison, TermId a, TermId b) {
    Literal result;
    result.kind = Literal::Kind::compares;
    result.comparison = comparison;
    result.a = a;
    result.b = b;
    return literal(result);
}

FormulaPtr is_null(TermId term) {
    Literal result;
    result.kind = Literal::Kind::is_null;
    result.a = term;
    return literal(result);
}

FormulaPtr is_not_null(TermId term) {
    Literal result;
    result.kind = Literal::Kind::is_not_null;
    result.a = term;
    return literal(result);
}

} // namespace rlslint::predicates
