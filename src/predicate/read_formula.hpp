#pragma once

#include <cstdint>
#include <string_view>

#include "evaluate.hpp"
#include "formula.hpp"
#include "key.hpp"

namespace rlslint::predicates {

/// The key of a column's term.
[[nodiscard]] std::string key_of(std::string_view row, ColumnNumber column);

/// Turns a clause into a formula over terms. Whatever is not understood becomes a term or condition
/// of its own, about which nothing is concluded.
class ReadFormula {
public:
    /// `row` names the policy's row in the keys of terms.
    ReadFormula(const Subject& subject, Terms& terms, std::string_view row)
        : subject_(subject), tree_(subject.tree), terms_(terms), row_(row) {}

    /// That the expression has one of these outcomes (of Value: yes, no, null).
    [[nodiscard]] FormulaPtr comes_to(ExprId id, std::uint8_t outcomes);

    [[nodiscard]] TermId column(RelationId relation, ColumnNumber column);

private:
    struct Visitor;

    // -- conditions
    FormulaPtr logic(const BoolOp& op, std::uint8_t outcomes);
    FormulaPtr operation(ExprId id, const Operator& op, std::uint8_t outcomes);
    FormulaPtr null_test(ExprId id, const NullTest& test, std::uint8_t outcomes);
    FormulaPtr distinct_test(ExprId id, const DistinctTest& test, std::uint8_t outcomes);
    FormulaPtr in_list(ExprId id, const InList& in, std::uint8_t outcomes);
    FormulaPtr between(ExprId id, const Between& between, std::uint8_t outcomes);
    FormulaPtr array_compare(ExprId id, const ArrayCompare& compare, std::uint8_t outcomes);
    FormulaPtr case_of(ExprId id, const Case& c, std::uint8_t outcomes);
    FormulaPtr coalesce(const Conditional& conditional, std::uint8_t outcomes);
    FormulaPtr atom(ExprId id, std::uint8_t outcomes);

    /// One of `id`'s alternatives or conjuncts, each of which has a formula for each outcome.
    template <class Each>
    FormulaPtr folded(bool conjunction, std::size_t count, std::uint8_t outcomes, Each&& each);
    FormulaPtr compared(ExprId id, Comparison comparison, ExprId a, ExprId b, std::uint8_t outcomes);
    bool compare_conditions(Comparison comparison, ExprId a, ExprId b, std::uint8_t outcomes,
                            FormulaPtr& result);

    // -- terms
    struct Operands {
        TermId a, b;
        bool known = false; ///< the comparison is PostgreSQL's own, NULL where an operand is and else not
    };
    Operands operands(ExprId a, ExprId b);
    TermId term(ExprId id);
    TermId cast(ExprId id, const Cast& cast, const Value& value);
    TermId keyed(ExprId id, const Value& value);
    [[nodiscard]] Sort sort_of(ExprId id);
    [[nodiscard]] Sort sort_of(const TypeName& type) const;
    [[nodiscard]] bool is_session(ExprId id) const;
    [[nodiscard]] bool is_scalar_value(ExprId id);
    [[nodiscard]] Value value(ExprId id) const { return Evaluate{subject_}.value_of(id); }

    const Subject& subject_;
    const Tree& tree_;
    Terms& terms_;
    std::string_view row_;
    std::uint32_t steps_ = 0;
};

} // namespace rlslint::predicates
