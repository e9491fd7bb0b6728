#include "single_row.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "rlslint/names/binder.hpp"
#include "rlslint/sql/builtin.hpp"
#include "rlslint/sql/walk.hpp"
#include "rlslint/sql/work_list.hpp"

namespace rlslint::predicates {
namespace {

/// Of PostgreSQL's own.
bool is_aggregate(const Subject& subject, ExprId id) {
    const auto* call = std::get_if<Call>(&subject.tree[id].node);
    return call != nullptr && !call->window && subject.function(id) == nullptr &&
           is_builtin_aggregate(call->name.text());
}

class OneRow {
public:
    OneRow(const Subject& subject, const Select& select)
        : subject_(subject), tree_(subject.tree), select_(select) {}

    [[nodiscard]] bool at_most() const {
        if (is_limited()) return true;
        if (!select_.group_by.empty()) return false;
        const bool one =
            std::any_of(select_.targets.begin(), select_.targets.end(),
                        [&](const Target& target) { return is_aggregate(subject_, target.value); });
        if (one) return true;
        if (select_.from.empty()) return !gives_sets();
        return select_.from.size() == 1 && !gives_sets() && reads_by_key(select_.from.front());
    }

private:
    [[nodiscard]] bool is_limited() const {
        if (!select_.limit.valid()) return false;
        const auto* literal = std::get_if<Literal>(&tree_[select_.limit].node);
        return literal != nullptr && (literal->value.text() == "1" || literal->value.text() == "0");
    }

    [[nodiscard]] bool gives_sets() const {
        return std::any_of(select_.targets.begin(), select_.targets.end(), [&](const Target& target) {
            const auto* call = std::get_if<Call>(&tree_[target.value].node);
            if (call == nullptr) return false;
            const Function* function = subject_.function(target.value);
            return function == nullptr ? is_set_function(call->name.text())
                                       : function->returns && function->returns->setof;
        });
    }

    /// All columns of a unique key are tied to what the row itself has no say in.
    [[nodiscard]] bool reads_by_key(FromId from) const {
        const RelationId* relation = subject_.bindings.relations.find(from);
        if (relation == nullptr || !relation->valid() || !select_.where.valid()) return false;
        const std::vector<ColumnNumber> fixed = fixed_columns(from);
        const auto is_fixed = [&](ColumnNumber column) {
            return std::find(fixed.begin(), fixed.end(), column) != fixed.end();
        };
        const auto& indexes = subject_.catalog[*relation].indexes;
        return std::any_of(indexes.begin(), indexes.end(), [&](IndexId id) {
            const Index& index = subject_.catalog[id];
            return index.unique && !index.partial() && index.origin.live() &&
                   std::all_of(index.keys.begin(), index.keys.end(),
                               [&](const Index::Key& key) { return is_fixed(key.column); });
        });
    }

    [[nodiscard]] std::vector<ColumnNumber> fixed_columns(FromId from) const {
        std::vector<ColumnNumber> fixed;
        WorkList<ExprId> conjuncts;
        conjuncts.push(select_.where);
        while (!conjuncts.empty()) {
            const ExprId id = conjuncts.pop();
            const ExprNode& node = tree_[id].node;
            if (const auto* op = std::get_if<BoolOp>(&node);
                op != nullptr && op->kind == BoolOp::Kind::and_) {
                for (const ExprId arg : tree_.list(op->args))
                    conjuncts.push(arg);
            } else if (const auto* op2 = std::get_if<Operator>(&node);
                       op2 != nullptr && op2->name.text() == "=" && op2->left.valid()) {
                fix(from, op2->left, op2->right, fixed);
                fix(from, op2->right, op2->left, fixed);
            }
        }
        return fixed;
    }

    void fix(FromId from, ExprId column, ExprId to, std::vector<ColumnNumber>& fixed) const {
        const BoundColumn* bound = subject_.column(column);
        if (bound != nullptr && bound->from == from && bound->column != whole_row && !speaks_of(from, to))
            fixed.push_back(bound->column);
    }

    /// Sub-selects are taken to.
    [[nodiscard]] bool speaks_of(FromId from, ExprId root) const {
        return any_within(tree_, root, [&](ExprId id) {
            const BoundColumn* bound = subject_.column(id);
            const bool names_it =
                bound != nullptr ? bound->from == from : std::holds_alternative<ColumnRef>(tree_[id].node);
            return names_it || reads_something(id);
        });
    }

    [[nodiscard]] bool reads_something(ExprId id) const {
        const QueryId query = query_of(tree_, id);
        if (!query.valid()) return false;
        const auto* select = std::get_if<Select>(&tree_[query].node);
        return select == nullptr || !select->from.empty();
    }

    const Subject& subject_;
    const Tree& tree_;
    const Select& select_;
};

} // namespace

bool gives_one_row_at_most(const Subject& subject, const Select& select) {
    return OneRow{subject, select}.at_most();
}

} // namespace rlslint::predicates
