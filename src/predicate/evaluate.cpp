#include "evaluate.hpp"

#include <algorithm>
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
    return undecided_ && !closes(root) ? Truth::unknown : Truth::depends;
}

/// Whether a part of which all is known keeps the whole from being true of every row: what is not
/// understood beside it opens nothing. A query that is not understood may have no row to ask about.
bool Evaluate::closes(ExprId id) const {
    const ExprNode& node = tree_[id].node;
    if (const auto* op = std::get_if<BoolOp>(&node); op != nullptr && op->kind != BoolOp::Kind::not_) {
        const auto args = tree_.list(op->args);
        const auto closing = [&](ExprId arg) { return closes(arg); };
        return op->kind == BoolOp::Kind::and_ ? std::any_of(args.begin(), args.end(), closing)
                                              : std::all_of(args.begin(), args.end(), closing);
    }
    if (const auto* link = std::get_if<SubLink>(&node)) {
        const bool asks_for_a_row = link->kind == SubLink::Kind::exists || link->kind == SubLink::Kind::any;
        if (asks_for_a_row && may_read_nothing(link->query)) return true;
    }
    Evaluate part{*this};
    part.undecided_ = false;
    const Value value = part.condition(id);
    return !part.undecided_ && !value.is(Value::yes);
}

} // namespace rlslint::predicates
