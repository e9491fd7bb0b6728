#include "rlslint/predicate/comparisons.hpp"

#include <optional>
#include <utility>

#include "rlslint/predicate/decide.hpp"

#include "key.hpp"
#include "subject.hpp"

namespace rlslint {
namespace {

std::optional<std::string> words_of(const Catalog& catalog, const Platform& platform,
                                    const BoundExpr& clause) {
    const Circumstances any;
    const predicates::Subject subject{catalog, platform, *clause.tree, *clause.bindings, any};
    return predicates::Key{subject, "row"}.of(clause.root);
}

} // namespace

std::size_t Comparisons::Hash::operator()(const Pair& pair) const noexcept {
    return ((std::size_t{pair.columns} * 0x9E3779B1U + pair.clause) * 0x9E3779B1U) ^
           (std::size_t{pair.other} << 32U);
}

Comparisons::Number Comparisons::number(std::string words) {
    const auto next = static_cast<Number>(numbers_.size() + 1);
    return numbers_.emplace(std::move(words), next).first->second;
}

/// All of the table that a decision can hang on: what may stand in its columns.
Comparisons::Number Comparisons::columns_of(RelationId table) {
    if (columns_.size() <= table.value) columns_.resize(catalog_.relations().size(), none);
    Number& known = columns_[table.value];
    if (known != none) return known;
    std::string words{catalog_[table].is_table() ? "" : "other "};
    for (const Column& column : catalog_[table].columns) {
        words.append(column.type.schema.text()).append(".").append(format_type(column.type));
        words += column.not_null ? "!;" : ";";
    }
    for (const Constraint& constraint : catalog_[table].constraints) {
        if (!constraint.check.present()) continue;
        const auto check = words_of(catalog_, platform_, constraint.check);
        words += check ? "check " + *check : "table " + std::to_string(table.value);
        if (!constraint.validated) words += " not valid";
        if (constraint.no_inherit) words += " no inherit";
    }
    return known = number(std::move(words));
}

Comparisons::Number Comparisons::clause(const BoundExpr& clause) {
    return clauses_.of(clause, [&] {
        auto words = words_of(catalog_, platform_, clause);
        return words ? number(std::move(*words)) : none;
    });
}

bool Comparisons::implies(RelationId table, const BoundExpr& clause, const BoundExpr& other) {
    const auto decide = [&] { return Decider{catalog_, platform_}.implies(clause, other); };
    const Pair pair{columns_of(table), this->clause(clause), this->clause(other)};
    if (pair.clause == none || pair.other == none) return decide();
    if (pair.clause == pair.other) return true;
    const auto known = implied_.find(pair);
    return known != implied_.end() ? known->second : implied_.emplace(pair, decide()).first->second;
}

} // namespace rlslint
