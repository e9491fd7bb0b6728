#pragma once

#include "rlslint/sql/tree.hpp"
#include "rlslint/sql/work_list.hpp"

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

/// The expressions that stand in a query itself.
template <class Visit> struct OwnExpressions {
    const Tree& tree;
    Visit& visit;

    void operator()(const Select& q) const {
        targets(q.targets);
        from(q.from);
        visit_all(visit, {q.where, q.having, q.limit, q.offset});
        for (const ExprList list : {q.group_by, q.windows, q.order_by, q.distinct_on})
            visit_list(tree, list, visit);
    }
    void operator()(const Values& q) const {
        for (const ExprList row : q.rows)
            visit_list(tree, row, visit);
    }
    void operator()(const SetOperation& q) const {
        visit_list(tree, q.order_by, visit);
        visit_all(visit, {q.limit, q.offset});
    }
    void operator()(const Insert& q) const {
        targets(q.set);
        visit_all(visit, {q.conflict_where});
        targets(q.returning);
    }
    void operator()(const Update& q) const {
        targets(q.set);
        from(q.from);
        visit_all(visit, {q.where});
        targets(q.returning);
    }
    void operator()(const Delete& q) const {
        from(q.from);
        visit_all(visit, {q.where});
        targets(q.returning);
    }
    void operator()(const Merge& q) const {
        if (q.source.valid()) from({&q.source, 1});
        visit_all(visit, {q.on});
        visit_list(tree, q.actions, visit);
    }

    void targets(std::span<const Target> list) const {
        for (const Target& target : list)
            visit_all(visit, {target.value});
    }
    void from(std::span<const FromId> list) const;
};

} // namespace walk_detail

/// Calls `visit(FromId)` for each item of a FROM list, the sides of joins before the joins.
template <class Visit> void for_each_from(const Tree& tree, std::span<const FromId> list, Visit&& visit) {
    for (const FromId id : list) {
        if (const auto* join = std::get_if<FromJoin>(&tree[id].node)) {
            const FromId sides[] = {join->left, join->right};
            for_each_from(tree, sides, visit);
        }
        visit(id);
    }
}

/// A query's FROM list, USING of DELETE and the source of MERGE included.
[[nodiscard]] inline std::span<const FromId> from_of(const Query& query) {
    if (const auto* select = std::get_if<Select>(&query.node)) return select->from;
    if (const auto* update = std::get_if<Update>(&query.node)) return update->from;
    if (const auto* del = std::get_if<Delete>(&query.node)) return del->from;
    if (const auto* merge = std::get_if<Merge>(&query.node); merge != nullptr && merge->source.valid()) {
        return {&merge->source, 1};
    }
    return {};
}

[[nodiscard]] inline const WithClause& with_of(const Query& query) {
    return std::visit([](const auto& node) -> const WithClause& { return node.with; }, query.node);
}

template <class Visit> void walk_detail::OwnExpressions<Visit>::from(std::span<const FromId> list) const {
    for_each_from(tree, list, [&](FromId id) {
        const FromNode& node = tree[id].node;
        if (const auto* relation = std::get_if<FromRelation>(&node))
            visit_list(tree, relation->sample, visit);
        else if (const auto* function = std::get_if<FromFunction>(&node))
            visit_list(tree, function->calls, visit);
        else if (const auto* join = std::get_if<FromJoin>(&node))
            visit_all(visit, {join->on});
    });
}

/// Calls `visit(ExprId)` for each expression that stands in a query itself, not in one inside it.
template <class Visit> void for_each_expr(const Tree& tree, QueryId query, Visit&& visit) {
    std::visit(walk_detail::OwnExpressions<Visit>{tree, visit}, tree[query].node);
}

/// Calls `visit(QueryId)` for each query directly inside another other than by an expression: those
/// of WITH and FROM, operands of UNION, the source of an INSERT.
template <class Visit> void for_each_subquery(const Tree& tree, QueryId query, Visit&& visit) {
    for (const CommonTable& table : with_of(tree[query]).tables)
        visit(table.query);
    for_each_from(tree, from_of(tree[query]), [&](FromId id) {
        if (const auto* sub = std::get_if<FromQuery>(&tree[id].node)) visit(sub->query);
    });
    if (const auto* operation = std::get_if<SetOperation>(&tree[query].node)) {
        for (const QueryId operand : operation->operands)
            visit(operand);
    }
    if (const auto* insert = std::get_if<Insert>(&tree[query].node);
        insert != nullptr && insert->source.valid()) {
        visit(insert->source);
    }
}

/// Calls `visit(ExprId)` for each operand of an expression, from left to right. A sub-select's query
/// is none: see `query_of`.
template <class Visit> void for_each_operand(const Tree& tree, ExprId expr, Visit&& visit) {
    std::visit(walk_detail::Operands<Visit>{tree, visit}, tree[expr].node);
}

/// Whether `test(ExprId)` holds of an expression or of something that it is made of, sub-selects' queries
/// left out.
template <class Test> [[nodiscard]] bool any_within(const Tree& tree, ExprId root, Test&& test) {
    WorkList<ExprId> pending;
    pending.push(root);
    while (!pending.empty()) {
        const ExprId id = pending.pop();
        if (test(id)) return true;
        for_each_operand(tree, id, [&](ExprId operand) { pending.push(operand); });
    }
    return false;
}

[[nodiscard]] inline bool has_sub_select(const Tree& tree, ExprId root) {
    return any_within(tree, root, [&](ExprId id) { return std::holds_alternative<SubLink>(tree[id].node); });
}

/// The query of a sub-select; none for any other expression.
[[nodiscard]] inline QueryId query_of(const Tree& tree, ExprId expr) {
    const auto* link = std::get_if<SubLink>(&tree[expr].node);
    return link != nullptr ? link->query : QueryId{};
}

} // namespace rlslint
