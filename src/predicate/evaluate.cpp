#include "evaluate.hpp"

#include <variant>

namespace rlslint::predicates {

struct Evaluate::Visitor {
    Evaluate& to;
    ExprId id;

    Value operator()(const Literal& e) const { return to.literal(e); }
    Value operator()(const ColumnRef&) const { return to.column(id); }
    Value operator()(const ParamRef& e) const { return to.parameter(e); }
    Value operator()(const Call& e) const { return to.call(id, e); }
    Value operator()(const Operator& e) const { return to.operation(id, e); }
    Value operator()(const BoolOp& e) const { return to.logic(e); }
    Value operator()(const NullTest& e) const { return to.null_test(e); }
    Value operator()(const BooleanTest& e) const { return to.boolean_test(e); }
    Value operator()(const DistinctTest& e) const { return to.distinct_test(e); }
    Value operator()(const InList& e) const { return to.in_list(e); }
    Value operator()(const Between& e) const { return to.between(e); }
    Value operator()(const ArrayCompare& e) const { return to.array_compare(e); }
    Value operator()(const SubLink& e) const { return to.sub_link(e); }
    Value operator()(const Case& e) const { return to.case_of(e); }
    Value operator()(const Conditional& e) const { return to.conditional(e); }
    Value operator()(const ArrayExpr&) const { return Value{Value::other}; }
    Value operator()(const RowExpr&) const { return Value{}; }
    Value operator()(const Cast& e) const { return to.cast(e); }
    Value operator()(const Access&) const { return to.any_access(id); }
    Value operator()(const SessionValue& e) const { return to.session_value(id, e); }
    Value operator()(const Collate& e) const { return Value{to.value(e.arg).outcomes()}; }
    Value operator()(const Opaque&) const { return to.undecided(); }
};

Value Evaluate::value(ExprId id) { return std::visit(Visitor{*this, id}, tree_[id].node); }

Value Evaluate::undecided() {
    undecided_ = true;
    return Value{};
}

Truth Evaluate::truth(ExprId root) {
    const Value result = condition(root);
    if (result.is(Value::yes)) return may_raise_ ? Truth::unknown : Truth::always;
    if (!result.can_be(Value::yes)) return Truth::never;
    return undecided_ ? Truth::unknown : Truth::depends;
}

} // namespace rlslint::predicates
