#include "same.hpp"

#include <variant>

#include "key.hpp"
#include "value.hpp"

namespace rlslint::predicates {
namespace {

/// A whole row is neither NULL nor not where some of its columns are: it is like nothing.
bool same_column(const BoundColumn& a, const BoundColumn& b) {
    return a.column != whole_row && a.from == b.from && a.relation == b.relation && a.column == b.column &&
           a.levels_up == b.levels_up;
}

bool same_type(const TypeName& a, const TypeName& b) {
    return a.schema == b.schema && a.name == b.name && a.modifiers == b.modifiers &&
           a.array_dimensions == b.array_dimensions;
}

class Same {
public:
    explicit Same(const Subject& subject) : subject_(subject), tree_(subject.tree) {}

    [[nodiscard]] bool exprs(ExprId a, ExprId b) const {
        if (!a.valid() || !b.valid()) return a == b;
        a = unwrapped(tree_, a);
        b = unwrapped(tree_, b);
        return std::visit([&](const auto& node) { return nodes(a, b, node); }, tree_[a].node);
    }

    [[nodiscard]] bool lists(std::span<const ExprId> a, std::span<const ExprId> b) const {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (!exprs(a[i], b[i])) return false;
        }
        return true;
    }

private:
    template <class Node> [[nodiscard]] bool nodes(ExprId a, ExprId b, const Node& node) const {
        const auto* other = std::get_if<Node>(&tree_[b].node);
        return other != nullptr && alike(a, b, node, *other);
    }

    /// A trigger's OLD and NEW are told apart by their names only.
    bool alike(ExprId a, ExprId b, const ColumnRef& ref, const ColumnRef& other) const {
        const BoundColumn* left = subject_.column(a);
        const BoundColumn* right = subject_.column(b);
        if (left == nullptr || right == nullptr || !same_column(*left, *right)) return false;
        return ref.qualifier == other.qualifier || ref.qualifier.empty() || other.qualifier.empty();
    }
    bool alike(ExprId, ExprId, const Literal& a, const Literal& b) const {
        return a.kind == b.kind && a.value == b.value;
    }
    bool alike(ExprId, ExprId, const SessionValue& a, const SessionValue& b) const {
        return a.name == b.name;
    }
    bool alike(ExprId, ExprId, const Cast& a, const Cast& b) const {
        return same_type(tree_.type(a.type), tree_.type(b.type)) && exprs(a.arg, b.arg);
    }
    bool alike(ExprId, ExprId, const Operator& a, const Operator& b) const {
        return a.schema == b.schema && a.name == b.name && exprs(a.left, b.left) && exprs(a.right, b.right);
    }
    bool alike(ExprId, ExprId, const BoolOp& a, const BoolOp& b) const {
        return a.kind == b.kind && lists(tree_.list(a.args), tree_.list(b.args));
    }
    bool alike(ExprId, ExprId, const NullTest& a, const NullTest& b) const {
        return a.negated == b.negated && exprs(a.arg, b.arg);
    }
    bool alike(ExprId, ExprId, const BooleanTest& a, const BooleanTest& b) const {
        return a.negated == b.negated && a.value == b.value && exprs(a.arg, b.arg);
    }
    /// Session functions are stable; of others it is not known here.
    bool alike(ExprId a, ExprId b, const Call& left, const Call& right) const {
        const SessionFunction* function = subject_.session_function(a);
        if (function == nullptr && !Subject::is_current_setting(left)) return false;
        return function == subject_.session_function(b) && left.name == right.name &&
               lists(tree_.list(left.args), tree_.list(right.args));
    }
    template <class Node> bool alike(ExprId, ExprId, const Node&, const Node&) const { return false; }

    const Subject& subject_;
    const Tree& tree_;
};

bool negates(const Subject& subject, ExprId a, ExprId b) {
    const auto* op = std::get_if<BoolOp>(&subject.tree[b].node);
    return op != nullptr && op->kind == BoolOp::Kind::not_ &&
           same(subject, a, subject.tree.list(op->args).front());
}

bool opposite_operators(const Subject& subject, const Operator& a, const Operator& b) {
    const auto left = comparison(a.name.text());
    const auto right = comparison(b.name.text());
    return left && right && a.schema == b.schema && negated(*left) == *right &&
           same(subject, a.left, b.left) && same(subject, a.right, b.right);
}

} // namespace

bool same(const Subject& subject, ExprId a, ExprId b) { return Same{subject}.exprs(a, b); }

bool opposite(const Subject& subject, ExprId a, ExprId b) {
    if (negates(subject, a, b) || negates(subject, b, a)) return true;
    const ExprNode& left = subject.tree[a].node;
    const ExprNode& right = subject.tree[b].node;
    if (const auto* x = std::get_if<NullTest>(&left)) {
        const auto* y = std::get_if<NullTest>(&right);
        return y != nullptr && x->negated != y->negated && same(subject, x->arg, y->arg);
    }
    if (const auto* x = std::get_if<BooleanTest>(&left)) {
        const auto* y = std::get_if<BooleanTest>(&right);
        return y != nullptr && x->negated != y->negated && x->value == y->value &&
               same(subject, x->arg, y->arg);
    }
    const auto* x = std::get_if<Operator>(&left);
    const auto* y = std::get_if<Operator>(&right);
    return x != nullptr && y != nullptr && opposite_operators(subject, *x, *y);
}

} // namespace rlslint::predicates
