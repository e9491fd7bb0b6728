#pragma once

#include <set>
#include <span>
#include <utility>
#include <vector>

#include "rlslint/access/recursion.hpp"

namespace rlslint {

/// A policy's clause that is asked.
struct AskedClause {
    PolicyId policy;
    const BoundExpr* clause = nullptr;
};

/// The clauses that a command asks of a relation's policies for a role, as it is checked: those of its own
/// and, where it reads columns, those for SELECT.
[[nodiscard]] std::vector<AskedClause> asked_clauses(const Catalog& catalog, const Reach& reach, RoleId as,
                                                     RelationId relation, Action action);

/// As whom the relations beneath a view are checked.
[[nodiscard]] RoleId reader_beneath(const Relation& view, RoleId session);

/// The server's expansion of a query's relations: views become their queries, and relations with row
/// security get the sub-selects of their policies.
class Expansion {
public:
    Expansion(const Catalog& catalog, const Reach& reach, RoleId session)
        : catalog_(catalog), reach_(reach), session_(session) {}

    /// Whether clauses of `relation`, checked as `as`, lead to a relation that is being expanded.
    [[nodiscard]] bool comes_back(RoleId as, RelationId relation, std::span<const AskedClause> clauses);

    /// After that: the steps from the relation that is met twice to itself.
    [[nodiscard]] std::vector<RecursionStep> cycle() const;

private:
    bool reads_again(RoleId as, const Tree& tree, const Bindings& bindings, RecursionStep step);
    bool meets(RoleId as, RelationId relation);
    bool expand(RoleId as, std::span<const AskedClause> clauses);

    const Catalog& catalog_;
    const Reach& reach_;
    RoleId session_;
    std::vector<RelationId> open_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> through_; ///< role and relation
    std::vector<RecursionStep> path_;
};

} // namespace rlslint
