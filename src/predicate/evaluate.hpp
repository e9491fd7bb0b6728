#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "rlslint/predicate/facts.hpp"

#include "subject.hpp"
#include "value.hpp"

namespace rlslint::predicates {

/// What is to be known of an expression without data: see Value. Sound, far from complete.
class Evaluate {
public:
    explicit Evaluate(const Subject& subject) : subject_(subject), tree_(subject.tree) {}

    /// Of a function's body, called with these arguments.
    Evaluate(const Subject& subject, const Function& routine, std::vector<Value> arguments,
             std::uint32_t calls)
        : subject_(subject), tree_(subject.tree), routine_(&routine), arguments_(std::move(arguments)),
          calls_(calls) {}

    [[nodiscard]] Truth truth(ExprId root);
    [[nodiscard]] Value value_of(ExprId root) { return value(root); }
    [[nodiscard]] bool may_fail(ExprId root) {
        static_cast<void>(value(root));
        return may_raise_;
    }
    [[nodiscard]] bool never_gives_a_row(QueryId query) { return rows_of(query) == Rows::none; }

private:
    struct Visitor;
    enum class Rows : std::uint8_t { none, one, some, unknown };

    Value value(ExprId id);
    Value condition(ExprId id) { return value(id).as_condition(); }
    Value undecided();
    [[nodiscard]] bool closes(ExprId id) const;

    // -- evaluate_basic.cpp
    Value column(ExprId id);
    Value literal(const Literal& literal);
    Value cast(const Cast& cast);
    Value typed(const TypeName& type, const Value& value);

    // -- evaluate_session.cpp
    Value call(ExprId id, const Call& call);
    Value setting(const Call& call);
    Value unset();
    Value given_by(const SessionFunction& function);
    Value session_value(ExprId id, const SessionValue& value);
    /// Of an expression that takes something out of the claims, where the session tells what.
    [[nodiscard]] std::optional<Value> claim(ExprId id) const;
    Value any_access(ExprId id);

    // -- evaluate_routine.cpp
    Value inlined(FunctionId id, const Call& call);
    Value builtin(const Call& call);
    Value argument(ExprId id);
    Value parameter(const ParamRef& parameter);
    Value any_of(const Body& body, const Function& function, const std::vector<Value>& arguments);

    // -- evaluate_logic.cpp
    Value logic(const BoolOp& op);
    Value operation(ExprId id, const Operator& op);
    ExprId remaining(ExprId id);
    Value compare_remaining(Comparison comparison, const Operator& op);
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
    [[nodiscard]] bool may_give_two(QueryId query) const;
    Rows rows_of(QueryId query);
    bool reads_nothing(FromId from);
    bool reads_nothing(const FromJoin& join);
    Rows rows_of(const Select& select);
    [[nodiscard]] bool may_read_nothing(QueryId query) const;
    [[nodiscard]] bool may_read_nothing(FromId from) const;
    /// What the one row of a query that has one, and reads nothing, holds.
    Value only_output(QueryId query);
    [[nodiscard]] bool has_calls(ExprId root) const;

    const Subject& subject_;
    const Tree& tree_;
    std::uint32_t depth_ = 0; ///< of queries around the expression at hand
    bool undecided_ = false;  ///< something is not understood that may be constant
    bool may_raise_ = false;  ///< where it is evaluated, the statement may fail

    const Function* routine_ = nullptr; ///< whose body this is; null for a clause
    std::vector<Value> arguments_;
    std::uint32_t calls_ = 0; ///< of functions around the expression at hand
};

} // namespace rlslint::predicates
