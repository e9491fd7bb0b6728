#include "rlslint/predicate/decide.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "checks.hpp"
#include "cube.hpp"
#include "read_formula.hpp"

namespace rlslint {
namespace predicates {
namespace {

constexpr std::uint8_t fails = Value::no | Value::null;

/// Looks for a conjunction of literals, one way through all alternatives, that is not contradictory.
class Search {
public:
    explicit Search(const Terms& terms) : terms_(terms) {}

    Answer answer(const FormulaPtr& formula) {
        follow({formula.get()}, {});
        if (met_) return Answer::yes;
        return open_ || steps_ >= most_steps ? Answer::unknown : Answer::no;
    }

private:
    static constexpr std::uint32_t most_steps = 4000;

    void follow(std::vector<const Formula*> pending, std::vector<Literal> cube) {
        std::vector<const Formula*> alternatives;
        const std::size_t before = cube.size();
        while (!pending.empty()) {
            const Formula* formula = pending.back();
            pending.pop_back();
            switch (formula->kind) {
            case Formula::Kind::constant:
                if (!formula->met) return;
                break;
            case Formula::Kind::literal: cube.push_back(formula->literal); break;
            case Formula::Kind::all:
                for (const FormulaPtr& part : formula->parts)
                    pending.push_back(part.get());
                break;
            case Formula::Kind::any: alternatives.push_back(formula); break;
            }
        }
        if (++steps_ >= most_steps) return;
        if (cube.size() > before && contradictory(terms_, cube)) return;
        branch(std::move(alternatives), cube);
    }

    void branch(std::vector<const Formula*> alternatives, const std::vector<Literal>& cube) {
        if (alternatives.empty()) {
            (can_be_met(terms_, cube) ? met_ : open_) = true;
            return;
        }
        const auto next = std::min_element(
            alternatives.begin(), alternatives.end(),
            [](const Formula* a, const Formula* b) { return a->parts.size() < b->parts.size(); });
        const Formula* chosen = *next;
        alternatives.erase(next);
        for (const FormulaPtr& part : chosen->parts) {
            if (met_ || steps_ >= most_steps) return;
            std::vector<const Formula*> pending = alternatives;
            pending.push_back(part.get());
            follow(std::move(pending), cube);
        }
    }

    const Terms& terms_;
    std::uint32_t steps_ = 0;
    bool met_ = false;
    bool open_ = false;
};

std::string_view name_of(RowVersion row) { return row == RowVersion::old_row ? "old" : "new"; }

} // namespace
} // namespace predicates

struct Demand::Node {
    predicates::FormulaPtr formula;
};

Demand Demand::constant(bool met) {
    return Demand{std::make_shared<const Node>(Node{predicates::constant(met)})};
}

Demand Demand::all(std::vector<Demand> parts) {
    std::vector<predicates::FormulaPtr> formulas;
    for (const Demand& part : parts)
        formulas.push_back(part.node_->formula);
    return Demand{std::make_shared<const Node>(Node{predicates::all(std::move(formulas))})};
}

Demand Demand::any(std::vector<Demand> parts) {
    std::vector<predicates::FormulaPtr> formulas;
    for (const Demand& part : parts)
        formulas.push_back(part.node_->formula);
    return Demand{std::make_shared<const Node>(Node{predicates::any(std::move(formulas))})};
}

struct Decider::Impl {
    const Catalog& catalog;
    const Platform& platform;
    Circumstances circumstances;
    predicates::Terms terms;
    std::set<std::pair<RelationId, RowVersion>> rows; ///< that clauses are about

    predicates::FormulaPtr read(const BoundExpr& clause, RowVersion row, std::uint8_t outcomes) {
        for (const auto& [id, column] : clause.bindings->columns)
            if (!column.from.valid() && column.relation.valid()) rows.emplace(column.relation, row);
        const predicates::Subject subject{catalog, platform, *clause.tree, *clause.bindings, circumstances};
        return predicates::ReadFormula{subject, terms, predicates::name_of(row)}.comes_to(clause.root,
                                                                                          outcomes);
    }

    /// What CHECK constraints say of the columns that are spoken of. NULL meets them.
    std::vector<predicates::FormulaPtr> checks() {
        std::vector<predicates::FormulaPtr> formulas;
        const auto seen = rows;
        for (const auto& one : seen) {
            for (const BoundExpr* check : predicates::standing_checks(catalog[one.first])) {
                const auto& columns = check->bindings->columns;
                const bool spoken_of = std::any_of(columns.begin(), columns.end(), [&](const auto& entry) {
                    const std::string_view row = predicates::name_of(one.second);
                    return terms.knows(predicates::key_of(row, entry.second.column));
                });
                if (spoken_of)
                    formulas.push_back(
                        read(*check, one.second, predicates::Value::yes | predicates::Value::null));
            }
        }
        return formulas;
    }

    [[nodiscard]] std::optional<std::string> key(const BoundExpr& clause) const {
        const predicates::Subject subject{catalog, platform, *clause.tree, *clause.bindings, circumstances};
        return predicates::Key{subject, "row"}.of(clause.root);
    }

    /// However long they are.
    [[nodiscard]] bool written_alike(const BoundExpr& a, const BoundExpr& b) const {
        const auto words = key(a);
        return words && words == key(b);
    }

    predicates::TermId column(RelationId relation, ColumnNumber column, RowVersion row) {
        const Tree tree;
        const Bindings bindings;
        const predicates::Subject subject{catalog, platform, tree, bindings, circumstances};
        return predicates::ReadFormula{subject, terms, predicates::name_of(row)}.column(relation, column);
    }
};

Decider::Decider(const Catalog& catalog, const Platform& platform, Circumstances circumstances)
    : impl_(std::make_unique<Impl>(Impl{catalog, platform, std::move(circumstances), {}, {}})) {}

Decider::~Decider() = default;

Demand Decider::holds(const BoundExpr& clause, RowVersion row) {
    auto formula = impl_->read(clause, row, predicates::Value::yes);
    return Demand{std::make_shared<const Demand::Node>(Demand::Node{std::move(formula)})};
}

Demand Decider::does_not_hold(const BoundExpr& clause, RowVersion row) {
    auto formula = impl_->read(clause, row, predicates::fails);
    return Demand{std::make_shared<const Demand::Node>(Demand::Node{std::move(formula)})};
}

Demand Decider::changes(RelationId relation, ColumnNumber column) {
    using namespace predicates;
    const TermId old_value = impl_->column(relation, column, RowVersion::old_row);
    const TermId new_value = impl_->column(relation, column, RowVersion::new_row);
    auto formula = any({compares(Comparison::not_equal, old_value, new_value),
                        all({is_null(old_value), is_not_null(new_value)}),
                        all({is_not_null(old_value), is_null(new_value)})});
    return Demand{std::make_shared<const Demand::Node>(Demand::Node{std::move(formula)})};
}

Answer Decider::possible(const Demand& demand) const {
    const Answer plainly = predicates::Search{impl_->terms}.answer(demand.node_->formula);
    if (plainly != Answer::unknown) return plainly;
    std::vector<predicates::FormulaPtr> parts = impl_->checks();
    if (parts.empty()) return plainly;
    parts.push_back(demand.node_->formula);
    return predicates::Search{impl_->terms}.answer(predicates::all(std::move(parts)));
}

bool Decider::implies(const BoundExpr& clause, const BoundExpr& other) {
    if (impl_->written_alike(clause, other)) return true;
    return possible(Demand::all({holds(clause), does_not_hold(other)})) == Answer::no;
}

bool Decider::equivalent(const BoundExpr& clause, const BoundExpr& other) {
    return implies(clause, other) && implies(other, clause);
}

bool Decider::disjoint(const BoundExpr& clause, const BoundExpr& other) {
    return possible(Demand::all({holds(clause), holds(other)})) == Answer::no;
}

} // namespace rlslint
