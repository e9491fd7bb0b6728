#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "decision.hpp"

namespace rlslint {
namespace {

/// Whether some node of an expression, sub-selects left out, is such.
template <class Test> bool any_node(const BoundExpr& expr, Test&& test) {
    const Tree& tree = *expr.tree;
    WorkList<ExprId> pending;
    pending.push(expr.root);
    while (!pending.empty()) {
        const ExprId id = pending.pop();
        if (test(tree[id].node)) return true;
        for_each_operand(tree, id, [&](ExprId operand) { pending.push(operand); });
    }
    return false;
}

bool has_sub_select(const BoundExpr& expr) {
    return any_node(expr, [](const ExprNode& node) { return std::holds_alternative<SubLink>(node); });
}

bool is_constant(const Tree& tree, ExprId id) { return std::holds_alternative<Literal>(tree[id].node); }

/// Whether the planner may leave out parts of a clause: beside a constant, or by absorption, as in
/// `a or (a and b)`.
bool may_be_simplified(const BoundExpr& expr, bool is_alternative) {
    const Tree& tree = *expr.tree;
    bool has_and = false, has_or = is_alternative;
    const bool has_constant = any_node(expr, [&](const ExprNode& node) {
        if (const auto* op = std::get_if<BoolOp>(&node)) {
            has_and = has_and || op->kind == BoolOp::Kind::and_;
            has_or = has_or || op->kind == BoolOp::Kind::or_;
        }
        if (const auto* op = std::get_if<Operator>(&node))
            return op->left.valid() && is_constant(tree, op->left) && is_constant(tree, op->right);
        const auto* literal = std::get_if<Literal>(&node);
        return literal != nullptr &&
               (literal->kind == Literal::Kind::boolean || literal->kind == Literal::Kind::null);
    });
    return has_constant || (has_and && has_or);
}

template <class Visit> void for_each_clause(const Gate& gate, Visit&& visit) {
    for (const auto* parts : {&gate.permissive, &gate.restrictive}) {
        for (const PolicyClause& part : *parts) {
            if (part.clause != nullptr) visit(*part.clause);
        }
    }
}

} // namespace

// ---- privileges that a clause needs ----------------------------------------------------------------

/// The server asks for them when the statement starts, whether or not there are rows. Relations are
/// read as the role that the policy's table is checked as, functions are run by the session's.
bool Decision::refused(const BoundExpr& clause) const {
    for (const auto& [from, relation] : clause.bindings->relations) {
        if (!relation.valid() || catalog_[relation].origin.assumed) continue;
        if (!reach_.privileges(asker_.as, relation).has(Privilege::select)) return true;
    }
    for (const auto& [call, bound] : clause.bindings->functions) {
        if (!bound.function.valid() || catalog_[bound.function].origin.assumed) continue;
        if (!reach_.can_execute(asker_.caller.role, bound.function)) return true;
    }
    return false;
}

bool Decision::refused(const Gate& gate) const {
    bool result = false;
    for_each_clause(gate, [&](const BoundExpr& clause) { result = result || refused(clause); });
    return result;
}

/// Whether the planner may have left out what would fail.
bool Decision::is_spared(const Gate& gate) const {
    bool result = std::any_of(gate.permissive.begin(), gate.permissive.end(), [&](const PolicyClause& part) {
        return part.truth == Truth::always && part.clause != nullptr && !refused(*part.clause);
    });
    const bool alternatives = gate.permissive.size() > 1;
    for_each_clause(gate, [&](const BoundExpr& clause) {
        result = result || (refused(clause) && may_be_simplified(clause, alternatives));
    });
    return result;
}

// ---- infinite recursion ----------------------------------------------------------------------------

/// fireRIRrules in src/backend/rewrite/rewriteHandler.c: a relation whose policies hold a sub-select
/// must not be met again while these are expanded.
bool Decision::recurses(RelationId relation, const std::vector<Gate>& gates) {
    std::vector<const BoundExpr*> clauses;
    bool sub_selects = false;
    for (const Gate& gate : gates) {
        for_each_clause(gate, [&](const BoundExpr& clause) {
            clauses.push_back(&clause);
            sub_selects = sub_selects || has_sub_select(clause);
        });
    }
    if (!sub_selects) return false;
    expanding_.push_back(relation);
    const bool again = std::any_of(clauses.begin(), clauses.end(), [&](const BoundExpr* clause) {
        return expands_again(asker_.as, *clause);
    });
    expanding_.pop_back();
    return again;
}

bool Decision::expands_again(RoleId as, const BoundExpr& clause) { return reads_again(as, *clause.bindings); }

bool Decision::reads_again(RoleId as, const Bindings& bindings) {
    return std::any_of(bindings.relations.begin(), bindings.relations.end(), [&](const auto& entry) {
        return entry.second.valid() && expands_again(as, entry.second);
    });
}

bool Decision::expands_again(RoleId as, RelationId relation) {
    const Relation& met = catalog_[relation];
    const bool known = std::find(expanding_.begin(), expanding_.end(), relation) != expanding_.end();
    if (met.is_view()) {
        if (known || !met.query.present()) return false;
        expanding_.push_back(relation);
        const bool again = reads_again(reader_beneath(met), *met.query.bindings);
        expanding_.pop_back();
        return again;
    }
    if (!met.rls || reach_.exempt(as, relation)) return false;
    std::vector<const BoundExpr*> clauses;
    for (const PolicyId id : met.policies) {
        const Policy& policy = catalog_[id];
        const BoundExpr* clause = clause_of(policy, false);
        if (clause != nullptr && covers(policy.command, PolicyCommand::select) &&
            reach_.applies_to(policy, as)) {
            clauses.push_back(clause);
        }
    }
    const bool sub_selects = std::any_of(clauses.begin(), clauses.end(),
                                         [](const BoundExpr* clause) { return has_sub_select(*clause); });
    if (!sub_selects) return false;
    if (known) return true;
    expanding_.push_back(relation);
    const bool again = std::any_of(clauses.begin(), clauses.end(),
                                   [&](const BoundExpr* clause) { return expands_again(as, *clause); });
    expanding_.pop_back();
    return again;
}

} // namespace rlslint
