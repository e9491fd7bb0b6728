#include "rlslint/predicate/sought.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/names/coercion.hpp"
#include "rlslint/sql/walk.hpp"

namespace rlslint {
namespace {

using Alternatives = std::vector<Alternative>;

class Seek {
public:
    Seek(const Catalog& catalog, const BoundExpr& clause, const Anatomy& anatomy)
        : catalog_(catalog), clause_(clause), anatomy_(anatomy), tree_(*clause.tree) {}

    [[nodiscard]] Alternatives of(ExprId expr, unsigned depth = 0) const {
        constexpr unsigned deepest = 50; // nobody reads further either
        const auto* op = std::get_if<BoolOp>(&tree_[expr].node);
        if (op == nullptr || op->kind == BoolOp::Kind::not_ || depth > deepest) return {leaf(expr)};
        Alternatives all;
        for (const ExprId arg : tree_.list(op->args)) {
            Alternatives one = of(arg, depth + 1);
            if (all.empty())
                all = std::move(one);
            else if (op->kind == BoolOp::Kind::or_)
                all.insert(all.end(), one.begin(), one.end());
            else
                all = both(std::move(all), std::move(one));
        }
        return all;
    }

private:
    /// Either side's indexes find the rows; of too many combinations the shorter side is as good.
    static Alternatives both(Alternatives a, Alternatives b) {
        constexpr std::size_t most = 32;
        if (a.size() * b.size() > most) return a.size() < b.size() ? a : b;
        Alternatives all;
        for (const Alternative& left : a) {
            for (const Alternative& right : b) {
                all.push_back(left);
                all.back().insert(all.back().end(), right.begin(), right.end());
            }
        }
        return all;
    }

    /// Of a list every item has to be such.
    [[nodiscard]] Alternative leaf(ExprId expr) const {
        Alternative found;
        for (const Comparison& comparison : anatomy_.comparisons) {
            if (comparison.expr != expr) continue;
            const std::size_t before = found.size();
            add(found, comparison, comparison.left, true);
            add(found, comparison, comparison.right, false);
            if (found.size() == before) return {};
        }
        return found;
    }

    void add(Alternative& found, const Comparison& comparison, const Operand& side, bool left) const {
        const ExprId raw = side_of(comparison.expr, left);
        const bool column = side.kind == Operand::Kind::row_column && side.column != nullptr &&
                            side.column->column != whole_row;
        if (!comparison.is_equality() || !column || !raw.valid()) return;
        const Operand& other = left ? comparison.right : comparison.left;
        const ExprId across = side_of(comparison.expr, !left);
        if (is_same_for_all(across.valid() ? across : other.expr))
            found.push_back({side.column->column, raw, is_stored(raw), other.says_who()});
    }

    /// As it is written; none where no index is asked: IS NOT DISTINCT FROM, IN (select …).
    [[nodiscard]] ExprId side_of(ExprId expr, bool left) const {
        if (const auto* op = std::get_if<Operator>(&tree_[expr].node)) return left ? op->left : op->right;
        if (const auto* in = std::get_if<InList>(&tree_[expr].node)) return left ? in->arg : ExprId{};
        if (const auto* any = std::get_if<ArrayCompare>(&tree_[expr].node))
            return left ? any->left : ExprId{};
        return {};
    }

    [[nodiscard]] bool is_same_for_all(ExprId from) const {
        const bool names_row = any_within(tree_, from, [&](ExprId id) {
            const BoundColumn* column = clause_.bindings->columns.find(id);
            return std::holds_alternative<ColumnRef>(tree_[id].node) &&
                   (column == nullptr || !column->from.valid());
        });
        const auto refers = [](const InnerQuery& query) { return query.refers_to_row; };
        return !names_row && !(has_sub_select(tree_, from) &&
                               std::any_of(anatomy_.queries.begin(), anatomy_.queries.end(), refers));
    }

    /// Between types of text a cast changes nothing.
    [[nodiscard]] bool is_stored(ExprId side) const {
        if (std::holds_alternative<ColumnRef>(tree_[side].node)) return true;
        const auto* cast = std::get_if<Cast>(&tree_[side].node);
        const BoundColumn* column = cast == nullptr ? nullptr : clause_.bindings->columns.find(cast->arg);
        if (column == nullptr || !column->relation.valid() || column->column == whole_row) return false;
        const TypeName& from = catalog_[column->relation].columns[column->column].type;
        const TypeName& to = tree_.type(cast->type);
        return format_type_name(from) == format_type_name(to) ||
               (type_category(catalog_, from) == 'S' && type_category(catalog_, to) == 'S');
    }

    const Catalog& catalog_;
    const BoundExpr& clause_;
    const Anatomy& anatomy_;
    const Tree& tree_;
};

} // namespace

std::vector<Alternative> sought_by(const Catalog& catalog, const BoundExpr& clause, const Anatomy& anatomy) {
    return Seek{catalog, clause, anatomy}.of(clause.root);
}

} // namespace rlslint
