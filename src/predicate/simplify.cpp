#include "rlslint/predicate/simplify.hpp"

#include <algorithm>
#include <vector>

namespace rlslint {
namespace {

/// AND or OR at the top of a clause; null for anything else. What stands under NOT is not looked into: NULL
/// is no false there.
const BoolOp* chain(const BoundExpr& clause) {
    const auto* const op = std::get_if<BoolOp>(&(*clause.tree)[clause.root].node);
    return op != nullptr && op->kind != BoolOp::Kind::not_ ? op : nullptr;
}

/// SQL, and the operator at its top where that is AND or OR.
struct Words {
    std::string text;
    const BoolOp* top = nullptr;
};

Words words_of(const BoundExpr& clause, const Simplifier& by);

class Chain {
public:
    Chain(const BoundExpr& clause, const BoolOp& op, const Simplifier& by)
        : op_(op), by_(by), either_(op.kind == BoolOp::Kind::or_),
          idle_(either_ ? Truth::never : Truth::always) {
        for (const ExprId arg : clause.tree->list(op.args)) {
            BoundExpr part{clause.tree, arg, clause.bindings, {}};
            if (by_.truth(part) != idle_) parts_.push_back(std::move(part));
        }
        for (std::size_t i = parts_.size(); i > 0; --i) {
            if (is_implied(i - 1)) parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        }
    }

    [[nodiscard]] Words words() const {
        if (parts_.size() == 1) return words_of(parts_.front(), by_);
        Words all{"", &op_};
        for (const BoundExpr& part : parts_) {
            if (!all.text.empty()) all.text += either_ ? " or " : " and ";
            const Words words = words_of(part, by_);
            const bool apart = words.top != nullptr && words.top->kind != op_.kind;
            all.text += apart ? "(" + words.text + ")" : words.text;
        }
        return all;
    }

private:
    /// Another part says as much already: of OR one that lets through all that this does, of AND one
    /// that lets through no more.
    [[nodiscard]] bool is_implied(std::size_t index) const {
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const BoundExpr& one = parts_[index];
            const BoundExpr& other = parts_[i];
            if (i != index && (either_ ? by_.decider.implies(one, other) : by_.decider.implies(other, one)))
                return true;
        }
        return false;
    }

    const BoolOp& op_;
    const Simplifier& by_;
    bool either_;
    Truth idle_;
    std::vector<BoundExpr> parts_;
};

Words words_of(const BoundExpr& clause, const Simplifier& by) {
    const Truth truth = by.truth(clause);
    if (truth == Truth::always) return Words{"true"};
    if (truth == Truth::never) return Words{"false"};
    const BoolOp* const op = chain(clause);
    return op == nullptr ? Words{by.words(clause)} : Chain(clause, *op, by).words();
}

} // namespace

std::string simplified(const BoundExpr& clause, const Simplifier& by) { return words_of(clause, by).text; }

} // namespace rlslint
