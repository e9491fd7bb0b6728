#include "rlslint/lint/own_row.hpp"

#include <algorithm>
#include <iterator>
#include <variant>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

/// Claims that say how somebody has signed in, which they can do otherwise.
bool says_how_signed_in(const Operand& operand) {
    return operand.kind == Operand::Kind::claim &&
           (operand.text == "aal" || operand.text == "amr" || operand.text == "is_anonymous");
}

bool says_who(const Operand& operand) { return operand.says_who(); }

bool compares(const Comparison& comparison, bool (*is_such)(const Operand&)) {
    return is_such(comparison.left) || is_such(comparison.right);
}

class Judge {
public:
    Judge(const Model& model, const OwnRow& row) : model_(model), row_(row) {}

    [[nodiscard]] OwnRowAnswer of(const BoundExpr& part) const {
        const auto* op = std::get_if<BoolOp>(&(*part.tree)[part.root].node);
        if (op == nullptr || op->kind == BoolOp::Kind::not_) return leaf(part);
        const bool all = op->kind == BoolOp::Kind::and_;
        OwnRowAnswer result{all ? Asks::nothing : Asks::too_much, false};
        for (const ExprId arg : part.tree->list(op->args)) {
            const OwnRowAnswer one = of({part.tree, arg, part.bindings, {}});
            if (all)
                result = both(result, one);
            else if (easier(one, result))
                result = one;
        }
        return result;
    }

private:
    static OwnRowAnswer both(const OwnRowAnswer& a, const OwnRowAnswer& b) {
        if (a.asks == Asks::too_much || b.asks == Asks::too_much) return {};
        return {std::max(a.asks, b.asks), a.conditions || b.conditions};
    }

    static bool easier(const OwnRowAnswer& one, const OwnRowAnswer& than) {
        if (than.asks == Asks::too_much || one.asks == Asks::too_much) return than.asks == Asks::too_much;
        if (one.conditions != than.conditions) return than.conditions;
        return one.asks > than.asks;
    }

    [[nodiscard]] OwnRowAnswer leaf(const BoundExpr& part) const {
        const auto readings = model_.readings(part);
        const Truth truth = truth_for(model_, row_.role, part);
        if (truth == Truth::always) return {Asks::nothing, false};
        if (truth == Truth::never || readings[0].unread) return {};
        if (ties_key(readings)) return {Asks::its_owner, false};
        if (mentions_column(readings)) return {column_may_be(part, readings[0].anatomy), false};
        if (asks_for_rights(readings)) return {};
        return about_caller(readings);
    }

    [[nodiscard]] bool ties_key(std::span<const Reading> readings) const {
        return std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
            const auto ties = reading.anatomy.ties();
            return std::any_of(ties.begin(), ties.end(),
                               [&](const Tie& tie) { return tie.column == row_.key && tie.to_identity; });
        });
    }

    [[nodiscard]] bool mentions_column(std::span<const Reading> readings) const {
        return std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
            return reading.anatomy.uses_row_column(row_.column);
        });
    }

    /// `role in ('a', 'b')`, `role <> 'a'`: whether a value remains that is worth it.
    [[nodiscard]] Asks column_may_be(const BoundExpr& part, const Anatomy& anatomy) const {
        const auto* null = std::get_if<NullTest>(&(*part.tree)[part.root].node);
        if (null != nullptr && null->negated) return Asks::nothing;
        const auto& all = anatomy.comparisons;
        const bool plain = !all.empty() && std::all_of(all.begin(), all.end(), [&](const Comparison& one) {
            const Operand* side = one.side(Operand::Kind::row_column);
            return side != nullptr && one.op == all.front().op &&
                   one.across(*side).kind == Operand::Kind::constant;
        });
        const bool listed = plain && all.front().is_equality();
        if (!plain || (!listed && all.front().op != "<>")) return Asks::too_much;
        const bool remains = std::any_of(row_.worth.begin(), row_.worth.end(), [&](std::string_view value) {
            const bool named = std::any_of(all.begin(), all.end(), [&](const Comparison& one) {
                return one.left.text == value || one.right.text == value;
            });
            return named == listed;
        });
        return remains ? Asks::nothing : Asks::too_much;
    }

    /// It is for those who have the right already: another column like this one is asked.
    [[nodiscard]] bool asks_for_rights(std::span<const Reading> readings) const {
        return std::any_of(readings.begin(), readings.end(), [&](const Reading& reading) {
            const auto& uses = reading.anatomy.columns;
            return std::any_of(uses.begin(), uses.end(), [&](const ColumnUse& use) {
                const BoundColumn& column = *use.column;
                if (!column.from.valid() || !column.relation.valid() || column.column == whole_row)
                    return false;
                const bool same = column.relation == row_.table && column.column == row_.column;
                const Relation& relation = model_.catalog[column.relation];
                return same || says_what_one_may(relation.columns[column.column].name.text()) ||
                       says_what_one_may(relation.name.text());
            });
        });
    }

    /// Conditions of the row alone can be met; of the session alone not by those whom they leave out.
    [[nodiscard]] OwnRowAnswer about_caller(std::span<const Reading> readings) const {
        bool asks = false;
        bool session_only = true;
        for (const Reading& reading : readings) {
            const Anatomy& anatomy = reading.anatomy;
            for (const InnerQuery& query : anatomy.queries)
                session_only = session_only && query.reads.empty();
            for (const ColumnUse& use : anatomy.columns)
                session_only = session_only && use.column->from.valid();
            for (const Comparison& one : anatomy.comparisons)
                asks = asks || compares(one, says_who);
            if (ties_row_to_caller(anatomy)) return {};
        }
        if (!session_only) return {Asks::nothing, asks};
        const auto& comparisons = readings[0].anatomy.comparisons;
        const bool of_choice = std::any_of(comparisons.begin(), comparisons.end(), [](const Comparison& one) {
            return compares(one, says_how_signed_in);
        });
        return of_choice ? OwnRowAnswer{Asks::nothing, false} : OwnRowAnswer{};
    }

    /// A sub-select that asks for something of the caller's and of the row's: `org_id in (select …)`.
    [[nodiscard]] bool ties_row_to_caller(const Anatomy& anatomy) const {
        const auto ties = anatomy.ties();
        const bool tied =
            std::any_of(ties.begin(), ties.end(), [&](const Tie& tie) { return tie.column != row_.key; });
        if (tied) return true;
        return std::any_of(anatomy.comparisons.begin(), anatomy.comparisons.end(),
                           [&](const Comparison& one) {
                               if (one.query == Comparison::no_query || !compares(one, says_who))
                                   return false;
                               const InnerQuery& query = anatomy.queries[one.query];
                               return query.refers_to_row || query.tested_by_row;
                           });
    }

    const Model& model_;
    const OwnRow& row_;
};

} // namespace

OwnRowAnswer asked_of_own_row(const Model& model, const OwnRow& row, const BoundExpr& clause) {
    if (!clause.present()) return {};
    return Judge{model, row}.of(clause);
}

bool says_what_one_may(std::string_view column) {
    constexpr std::string_view words[] = {"role",       "admin",  "staff",     "superuser", "moderator",
                                          "permission", "plan",   "tier",      "clearance", "access_level",
                                          "user_type",  "is_pro", "is_premium"};
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return column.find(word) != std::string_view::npos; });
}

} // namespace rlslint
