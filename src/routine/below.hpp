#pragma once

#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

namespace rlslint::routines {

/// Calls `enter(QueryId)` for a query and each one inside it, and `visit(ExprId)` for every expression
/// in them, however deep.
template <class Visit, class Enter> class Below {
public:
    Below(const Tree& tree, Visit& visit, Enter& enter) : tree_(tree), visit_(visit), enter_(enter) {}

    void from(ExprId root) {
        if (root.valid()) exprs_.push(root);
        run();
    }
    void from(QueryId root) {
        if (root.valid()) queries_.push(root);
        run();
    }

private:
    void run() {
        while (!exprs_.empty() || !queries_.empty()) {
            if (!exprs_.empty())
                expr(exprs_.pop());
            else
                query(queries_.pop());
        }
    }
    void expr(ExprId id) {
        visit_(id);
        for_each_operand(tree_, id, [&](ExprId operand) { exprs_.push(operand); });
        if (const QueryId inner = query_of(tree_, id); inner.valid()) queries_.push(inner);
    }
    void query(QueryId id) {
        enter_(id);
        for_each_expr(tree_, id, [&](ExprId inside) { exprs_.push(inside); });
        for_each_subquery(tree_, id, [&](QueryId inner) { queries_.push(inner); });
    }

    const Tree& tree_;
    Visit& visit_;
    Enter& enter_;
    WorkList<ExprId> exprs_;
    WorkList<QueryId> queries_;
};

template <class Id, class Visit, class Enter>
void for_each_below(const Tree& tree, Id root, Visit&& visit, Enter&& enter) {
    Below<std::remove_reference_t<Visit>, std::remove_reference_t<Enter>>{tree, visit, enter}.from(root);
}

template <class Id, class Visit> void for_each_below(const Tree& tree, Id root, Visit&& visit) {
    for_each_below(tree, root, visit, [](QueryId) {});
}

template <class Id, class Test> bool any_below(const Tree& tree, Id root, Test&& test) {
    bool found = false;
    for_each_below(tree, root, [&](ExprId id) { found = found || test(id); });
    return found;
}

} // namespace rlslint::routines
