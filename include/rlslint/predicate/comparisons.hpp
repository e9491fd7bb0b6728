#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/per_clause.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// Compares clauses about the rows of one table. Projects write the same few policies on every table: what
/// was decided of two clauses is known of every pair that says the same of a table whose columns are alike.
///
/// It refers to catalog and platform and must not outlive them, nor outlive a change of them; it belongs to
/// one thread. The clauses must be the catalog's.
class Comparisons {
public:
    Comparisons(const Catalog& catalog, const Platform& platform) : catalog_(catalog), platform_(platform) {}

    /// As Decider::implies: every row that passes the one passes the other. `false`: not proven.
    [[nodiscard]] bool implies(RelationId table, const BoundExpr& clause, const BoundExpr& other);

    /// As Decider::equivalent.
    [[nodiscard]] bool equivalent(RelationId table, const BoundExpr& a, const BoundExpr& b) {
        return implies(table, a, b) && implies(table, b, a);
    }

private:
    /// Numbers of words; none for what cannot be said in words that mean the same everywhere.
    using Number = std::uint32_t;
    static constexpr Number none = 0;

    [[nodiscard]] Number number(std::string words);
    [[nodiscard]] Number columns_of(RelationId table);
    [[nodiscard]] Number clause(const BoundExpr& clause);

    const Catalog& catalog_;
    const Platform& platform_;
    std::unordered_map<std::string, Number> numbers_;
    std::vector<Number> columns_; ///< by table, as far as it was asked about
    PerClause<Number> clauses_;

    struct Pair {
        Number columns, clause, other;
        bool operator==(const Pair&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Pair& pair) const noexcept;
    };
    std::unordered_map<Pair, bool, Hash> implied_;
};

} // namespace rlslint
