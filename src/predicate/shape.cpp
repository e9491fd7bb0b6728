#include "rlslint/predicate/shape.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

#include "claims.hpp"
#include "survey.hpp"

namespace rlslint {
namespace predicates {
namespace {

class Shape {
public:
    explicit Shape(const Subject& subject) : subject_(subject), tree_(subject.tree) {}

    ClauseShape of(ExprId root) {
        pending_.push(root);
        while (!pending_.empty())
            add(pending_.pop());
        return shape_;
    }

    [[nodiscard]] bool confined(ExprId id, const ClauseShape& ways, int depth = 0) {
        const ExprNode& node = tree_[id].node;
        if (const auto* literal = std::get_if<Literal>(&node)) return !literal->is_true();
        const auto* op = std::get_if<BoolOp>(&node);
        if (op == nullptr) return is_one_of(ways, id);
        if (op->kind == BoolOp::Kind::not_ || depth > deepest) return false;
        const auto args = tree_.list(op->args);
        const auto is_confined = [&](ExprId arg) { return confined(arg, ways, depth + 1); };
        return op->kind == BoolOp::Kind::and_ ? std::any_of(args.begin(), args.end(), is_confined)
                                              : std::all_of(args.begin(), args.end(), is_confined);
    }

private:
    static constexpr int deepest = 200; // of ANDs in ORs in ANDs

    [[nodiscard]] bool is_one_of(const ClauseShape& ways, ExprId part) {
        shape_ = {};
        classify(part);
        return (ways.own && shape_.own) || (ways.tenant && shape_.tenant) ||
               (ways.membership && shape_.membership) || (ways.session && shape_.session) ||
               (ways.row && shape_.row);
    }

    void add(ExprId id) {
        const ExprNode& node = tree_[id].node;
        if (const auto* op = std::get_if<BoolOp>(&node)) {
            for (const ExprId arg : tree_.list(op->args))
                pending_.push(arg);
        } else if (!std::holds_alternative<Literal>(node)) {
            classify(id);
        }
    }

    void classify(ExprId id) {
        const Operator* op = std::get_if<Operator>(&tree_[id].node);
        const bool compares = op != nullptr && op->name.text() == "=" && op->left.valid();
        if (compares && (compares_column(op->left, op->right) || compares_column(op->right, op->left)))
            return;
        Facts facts;
        survey(subject_, id, facts);
        if (facts.reads_row && (has_sub_select(id) || calls_function(id)))
            shape_.membership = true;
        else if (has_sub_select(id) && facts.reads_identity && compares_sub_select(id))
            shape_.membership = true;
        else if (facts.reads_row)
            shape_.row = true;
        else
            shape_.session = true;
    }

    bool compares_column(ExprId column, ExprId with) {
        if (!is_own_column(bare(column))) return false;
        with = bare(with);
        const auto claim = claim_taken(subject_, with);
        const SessionFunction* function = subject_.session_function(with);
        const bool is_id = function != nullptr && function->gives == SessionFunction::Gives::identity;
        if (is_id || (claim && claim->key == "sub"))
            shape_.own = true;
        else if (claim || takes_from_claim(with) || names_session(with))
            shape_.tenant = true;
        else
            return false;
        return true;
    }

    /// Something within a claim: auth.jwt() -> 'app_metadata' ->> 'org_id'.
    [[nodiscard]] bool takes_from_claim(ExprId id) const {
        const auto* op = std::get_if<Operator>(&tree_[id].node);
        if (op == nullptr || !op->left.valid()) return false;
        const std::string_view name = op->name.text();
        if (name != "->" && name != "->>" && name != "#>" && name != "#>>") return false;
        return claim_taken(subject_, op->left).has_value() || takes_from_claim(op->left);
    }

    /// A setting, or a function of nothing but the session.
    [[nodiscard]] bool names_session(ExprId id) const {
        const auto* call = std::get_if<Call>(&tree_[id].node);
        return call != nullptr && (Subject::is_current_setting(*call) || call->arg_count == 0);
    }

    [[nodiscard]] bool is_own_column(ExprId id) const {
        const BoundColumn* column = subject_.column(id);
        return column != nullptr && !column->from.valid();
    }

    /// Without casts and `(select …)` around it.
    [[nodiscard]] ExprId bare(ExprId id) const {
        if (const auto* cast = std::get_if<Cast>(&tree_[id].node)) return bare(cast->arg);
        const auto* link = std::get_if<SubLink>(&tree_[id].node);
        if (link == nullptr || link->kind != SubLink::Kind::scalar) return id;
        const auto* select = std::get_if<Select>(&tree_[link->query].node);
        const bool wraps = select != nullptr && select->from.empty() && select->targets.size() == 1;
        return wraps ? bare(select->targets.front().value) : id;
    }

    [[nodiscard]] bool has_sub_select(ExprId root) const {
        return any_within(tree_, root, [&](ExprId id) {
            return std::holds_alternative<SubLink>(tree_[id].node) && bare(id) == id;
        });
    }

    [[nodiscard]] bool calls_function(ExprId root) const {
        return any_within(tree_, root, [&](ExprId id) {
            const Function* function = subject_.function(id);
            return function != nullptr && !function->origin.profile;
        });
    }

    /// column in (select …)
    [[nodiscard]] bool compares_sub_select(ExprId root) const {
        return any_within(tree_, root, [&](ExprId id) {
            const auto* link = std::get_if<SubLink>(&tree_[id].node);
            return link != nullptr && link->test.valid() && is_own_column(bare(link->test));
        });
    }

    const Subject& subject_;
    const Tree& tree_;
    WorkList<ExprId> pending_;
    ClauseShape shape_;
};

} // namespace
} // namespace predicates

ClauseShape shape_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, any};
    return predicates::Shape{subject}.of(expr.root);
}

bool confined_to(const ClauseShape& ways, const Catalog& catalog, const Platform& platform,
                 const BoundExpr& expr) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *expr.tree, *expr.bindings, any};
    return predicates::Shape{subject}.confined(expr.root, ways);
}

} // namespace rlslint
