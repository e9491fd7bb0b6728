#pragma once

#include "rlslint/sql/tree.hpp"

/// What stands directly below a node, for those who walk trees. Trees are as deep as people write
/// them, so whoever walks one keeps a list of what is still to do and does not recurse on operands.
namespace rlslint {
namespace walk_detail {

template <class Visit> void visit_list(const Tree& tree, ExprList list, Visit& visit) {
    for (const ExprId id : tree.list(list)) {
        if (id.valid()) visit(id);
    }
}

template <class Visit> void visit_all(Visit& visit, std::initializer_list<ExprId> ids) {
    for (const ExprId id : ids) {
        if (id.valid()) visit(id);
    }
}

template <class Visit> struct Operands {
    const Tree& tree;
    Visit& visit;

    void operator()(const Literal&) const {}
    void operator()(const ColumnRef&) const {}
    void operator()(const ParamRef&) const {}
    void operator()(const SessionValue&) const {}
    void operator()(const Call& e) const { visit_list(tree, e.args, visit); }
    void operator()(const Operator& e) const { visit_all(visit, {e.left, e.right}); }
    void operator()(const BoolOp& e) const { visit_list(tree, e.args, visit); }
    void operator()(const NullTest& e) const { visit_all(visit, {e.arg}); }
    void operator()(const BooleanTest& e) const { visit_all(visit, {e.arg}); }
    void operator()(const DistinctTest& e) const { visit_all(visit, {e.left, e.right}); }
    void operator()(const InList& e) const {
        visit_all(visit, {e.arg});
        visit_list(tree, e.items, visit);
    }
    void operator()(const Between& e) const { visit_all(visit, {e.arg, e.low, e.high}); }
    void operator()(const ArrayCompare& e) const { visit_all(visit, {e.left, e.array}); }
    void operator()(const SubLink& e) const { visit_all(visit, {e.test}); }
    void operator()(const Case& e) const {
        visit_all(visit, {e.arg});
        visit_list(tree, e.branches, visit);
        visit_all(visit, {e.otherwise});
    }
    void operator()(const Conditional& e) const { visit_list(tree, e.args, visit); }
    void operator()(const ArrayExpr& e) const { visit_list(tree, e.items, visit); }
    void operator()(const RowExpr& e) const { visit_list(tree, e.items, visit); }
    void operator()(const Cast& e) const { visit_all(visit, {e.arg}); }
    void operator()(const Access& e) const {
        visit_all(visit, {e.base});
        visit_list(tree, e.subscripts, visit);
    }
    void operator()(const Collate& e) const { visit_all(visit, {e.arg}); }
    void operator()(const Opaque& e) const { visit_list(tree, e.args, visit); }
};

} // namespace walk_detail

/// Calls `visit(ExprId)` for each operand of an expression, from left to right. A sub-select's query
/// is none: see `query_of`.
template <class Visit> void for_each_operand(const Tree& tree, ExprId expr, Visit&& visit) {
    std::visit(walk_detail::Operands<Visit>{tree, visit}, tree[expr].node);
}

/// The query of a sub-select; none for any other expression.
[[nodiscard]] inline QueryId query_of(const Tree& tree, ExprId expr) {
    const auto* link = std::get_if<SubLink>(&tree[expr].node);
    return link != nullptr ? link->query : QueryId{};
}

} // namespace rlslint
