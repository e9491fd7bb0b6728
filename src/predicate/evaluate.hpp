#pragma once

#include "rlslint/predicate/facts.hpp"

#include "subject.hpp"
#include "value.hpp"

namespace rlslint::predicates {

/// What is to be known of an expression without data: see Value. Sound, far from complete.
class Evaluate {
public:
    explicit Evaluate(const Subject& subject) : subject_(subject), tree_(subject.tree) {}

    [[nodiscard]] Truth truth(ExprId root);

private:
    struct Visitor;
    enum class Rows : std::uint8_t { none, one, some, unknown };

    Value value(ExprId id);
    Value condition(ExprId id) { return value(id).as_condition(); }
    Value undecided();

    // -- evaluate_basic.cpp
    Value column(ExprId id);
    Value literal(const Literal& literal);
    Value call(ExprId id, const Call& call);
    Value session_value(const SessionValue& value);
    Value cast(const Cast& cast);
    Value typed(const TypeName& type, const Value& value);

    // -- evaluate_logic.cpp
    Value logic(const BoolOp& op);
    Value operation(const Operator& op);
    Value compare_with(Comparison comparison, ExprId a, const Value& left, ExprId b);
    Value null_test(const NullTest& test);
    Value boolean_test(const BooleanTest& test);
    Value distinct_test(const DistinctTest& test);
    Value in_list(const InList& in);
    Value between(const Between& between);
    Value array_compare(const ArrayCompare& compare);
    Value case_of(const Case& c);
    Value conditional(const Conditional& conditional);

    // -- evaluate_query.cpp
    Value sub_link(const SubLink& link);
    Rows rows_of(QueryId query);
    Rows rows_of(const Select& select);
    /// What the one row of a query that has one, and reads nothing, holds.
    Value only_output(QueryId query);
    [[nodiscard]] bool has_calls(ExprId root) const;

    const Subject& subject_;
    const Tree& tree_;
    std::uint32_t depth_ = 0; ///< of queries around the expression at hand
    bool undecided_ = false;  ///< something is not understood that may be constant
};

} // namespace rlslint::predicates
