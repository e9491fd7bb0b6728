#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "decision.hpp"
#include "expansion.hpp"

namespace rlslint {
namespace {

bool is_constant(const Tree& tree, ExprId id) { return std::holds_alternative<Literal>(tree[id].node); }

/// Whether the planner may leave out parts of a clause: beside a constant, or by absorption, as in
/// `a or (a and b)`.
bool may_be_simplified(const BoundExpr& expr, bool is_alternative) {
    const Tree& tree = *expr.tree;
    bool has_and = false, has_or = is_alternative;
    const bool has_constant = any_within(tree, expr.root, [&](ExprId id) {
        const ExprNode& node = tree[id].node;
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
    const Bindings& names = *clause.bindings;
    const bool reads = std::any_of(names.relations.begin(), names.relations.end(), [&](const auto& entry) {
        const RelationId relation = entry.second;
        if (!relation.valid() || catalog_[relation].origin.assumed) return false;
        return !reach_.privileges(asker_.as, relation).has(Privilege::select) ||
               reads_ungranted(names, relation, asker_.as);
    });
    return reads || calls_refused(names);
}

bool Decision::calls_refused(const Bindings& names) const {
    return std::any_of(names.functions.begin(), names.functions.end(), [&](const auto& entry) {
        const FunctionId function = entry.second.function;
        return function.valid() && !catalog_[function].origin.assumed &&
               !reach_.can_execute(asker_.caller.role, function);
    });
}

/// Where only some columns may be read: another one is. Those of the policy's own row need no privilege.
bool Decision::reads_ungranted(const Bindings& names, RelationId relation, RoleId as) const {
    const std::vector<ColumnNumber> granted = reach_.columns_granted(as, relation, Privilege::select);
    if (granted.empty()) return false;
    const auto refused = [&](const BoundColumn& column) {
        return column.from.valid() && column.relation == relation &&
               std::find(granted.begin(), granted.end(), column.column) == granted.end();
    };
    return std::any_of(names.columns.begin(), names.columns.end(),
                       [&](const auto& entry) { return refused(entry.second); }) ||
           std::any_of(names.joined.begin(), names.joined.end(), refused) ||
           std::any_of(names.stars.begin(), names.stars.end(), [&](const auto& entry) {
               return std::any_of(entry.second.begin(), entry.second.end(), refused);
           });
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

bool Decision::recurses(RelationId relation, const std::vector<Gate>& gates) const {
    std::vector<AskedClause> clauses;
    for (const Gate& gate : gates) {
        for (const auto* parts : {&gate.permissive, &gate.restrictive}) {
            for (const PolicyClause& part : *parts) {
                if (part.clause != nullptr) clauses.push_back({part.policy, part.clause});
            }
        }
    }
    return Expansion{catalog_, reach_, asker_.caller.role}.comes_back(asker_.as, relation, clauses);
}

} // namespace rlslint
