#include "rlslint/access/narrowing.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/predicate/asking.hpp"
#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

namespace rlslint {
namespace {

/// Functions in functions are followed so far.
constexpr int most_calls = 6;

class Narrowing {
public:
    Narrowing(const Catalog& catalog, const Platform& platform, const Bodies& bodies, const Caller& caller)
        : catalog_(catalog), platform_(platform), bodies_(bodies) {
        session_.caller = caller;
        session_.bodies = &bodies;
    }

    [[nodiscard]] bool narrowed(const BoundQuery& query, QueryId id) const {
        const Tree& tree = *query.tree;
        const auto inside = [&](QueryId inner) { return narrowed(query, inner); };
        const auto& tables = with_of(tree[id]).tables;
        const bool by_table = std::any_of(tables.begin(), tables.end(),
                                          [&](const CommonTable& table) { return inside(table.query); });
        if (by_table) return true;
        if (const auto* set = std::get_if<SetOperation>(&tree[id].node)) {
            const auto& operands = set->operands;
            if (set->kind == SetOperation::Kind::union_)
                return std::all_of(operands.begin(), operands.end(), inside);
            if (set->kind == SetOperation::Kind::except) return inside(operands.front());
            return std::any_of(operands.begin(), operands.end(), inside);
        }
        const auto* select = std::get_if<Select>(&tree[id].node);
        if (select == nullptr) return false;
        return asks(query, select->where) || asks(query, select->having) ||
               std::any_of(select->from.begin(), select->from.end(),
                           [&](FromId from) { return narrowed(query, from); });
    }

private:
    [[nodiscard]] bool narrowed(const BoundQuery& query, FromId from) const {
        const FromNode& node = (*query.tree)[from].node;
        if (const auto* inner = std::get_if<FromQuery>(&node)) return narrowed(query, inner->query);
        const auto* join = std::get_if<FromJoin>(&node);
        if (join == nullptr) return false;
        using Kind = FromJoin::Kind;
        const bool left = join->kind == Kind::inner || join->kind == Kind::left;
        const bool right = join->kind == Kind::inner || join->kind == Kind::right;
        return (left && narrowed(query, join->left)) || (right && narrowed(query, join->right)) ||
               (join->kind == Kind::inner && asks(query, join->on));
    }

    /// Some part of a condition does: of an AND, or of an OR, which lets other rows through too.
    [[nodiscard]] bool asks(const BoundQuery& query, ExprId condition) const {
        if (!condition.valid()) return false;
        const auto* op = std::get_if<BoolOp>(&(*query.tree)[condition].node);
        if (op != nullptr && op->kind != BoolOp::Kind::not_) {
            const auto parts = query.tree->list(op->args);
            return std::any_of(parts.begin(), parts.end(), [&](ExprId part) { return asks(query, part); });
        }
        const BoundExpr part{query.tree, condition, query.bindings, {}};
        return asks_below(*query.tree, *query.bindings, condition, 0) &&
               truth_under(session_, catalog_, platform_, part) != Truth::always;
    }

    [[nodiscard]] bool asks_below(const Tree& tree, const Bindings& bindings, ExprId root, int calls) const {
        WorkList<ExprId> exprs;
        WorkList<QueryId> queries;
        exprs.push(root);
        while (!exprs.empty() || !queries.empty()) {
            if (exprs.empty()) {
                const QueryId query = queries.pop();
                for_each_expr(tree, query, [&](ExprId id) { exprs.push(id); });
                for_each_subquery(tree, query, [&](QueryId inner) { queries.push(inner); });
                continue;
            }
            const ExprId id = exprs.pop();
            if (asks_itself(tree, bindings, id, calls)) return true;
            for_each_operand(tree, id, [&](ExprId operand) { exprs.push(operand); });
            if (const QueryId inner = query_of(tree, id); inner.valid()) queries.push(inner);
        }
        return false;
    }

    [[nodiscard]] bool asks_itself(const Tree& tree, const Bindings& bindings, ExprId id, int calls) const {
        if (std::holds_alternative<SessionValue>(tree[id].node)) return true;
        if (tells_who_asks(catalog_, platform_, tree, bindings, id)) return true;
        if (!std::holds_alternative<Call>(tree[id].node)) return false;
        const BoundFunction* bound = bindings.functions.find(id);
        if (bound == nullptr) return true; // nothing is known of it
        return bound->function.valid() && function_asks(bound->function, calls);
    }

    [[nodiscard]] bool function_asks(FunctionId id, int calls) const {
        const Body* body = calls < most_calls ? bodies_.of(id) : nullptr;
        if (body == nullptr) return !catalog_[id].origin.profile;
        return std::any_of(body->values.begin(), body->values.end(), [&](const BodyValue& value) {
            return asks_below(*value.tree, *value.bindings, value.expr, calls + 1);
        });
    }

    const Catalog& catalog_;
    const Platform& platform_;
    const Bodies& bodies_;
    Circumstances session_;
};

Caller signed_in(const Platform& platform) {
    Caller caller{Caller::Kind::signed_in, {}, {}};
    const auto named = std::find_if(platform.api_roles.begin(), platform.api_roles.end(),
                                    [&](Symbol role) { return !platform.is_anonymous_role(role); });
    if (named != platform.api_roles.end()) caller.claim_role = *named;
    return caller;
}

} // namespace

bool keeps_rows_apart(const Catalog& catalog, const Platform& platform, const Bodies& bodies,
                      const BoundQuery& query, const std::optional<Caller>& caller) {
    const Caller asking = caller ? *caller : signed_in(platform);
    return query.present() && Narrowing{catalog, platform, bodies, asking}.narrowed(query, query.root);
}

} // namespace rlslint
