#pragma once

#include <span>

#include "rlslint/access/recursion.hpp"
#include "rlslint/access/row_access.hpp"
#include "rlslint/predicate/decide.hpp"
#include "rlslint/predicate/shape.hpp"

namespace rlslint {

/// The questions that one asks of a database's row security, answered from what is known of access. `yes`
/// and `no` are proven, as far as each says; else the answer is `unknown`. Whether expanding a relation's
/// policies comes back to it is `recursion`.
class Questions {
public:
    Questions(const Catalog& catalog, const Platform& platform, const Reach& reach, const RowAccess& access)
        : catalog_(catalog), platform_(platform), reach_(reach), access_(access) {}

    /// Whether a session that has not signed in reaches every row of a relation by an action, or some: the
    /// most that one of the anonymous roles does.
    [[nodiscard]] Verdict anonymous_reaches(RelationId relation, Action action) const;

    /// Whether a signed-in user reaches rows of another user by an action: reads, changes or deletes them, or
    /// creates them in that user's name. `no`: every row that passes is tied to who is asking, by a column.
    [[nodiscard]] Answer reaches_others(RoleId role, RelationId relation, Action action) const;

    /// The same for another tenant's rows: `no` where a claim, or what a membership says, is asked of the row.
    [[nodiscard]] Answer reaches_other_tenants(RoleId role, RelationId relation, Action action) const;

    /// Whether an UPDATE, blind or not, turns a row of another user into one of who is asking: the old row
    /// need not be the user's own, the new one may.
    [[nodiscard]] Answer takes_over(RoleId role, RelationId relation) const;

    /// Whether a row may be left in another user's name, or tenant's, by an INSERT or UPDATE.
    [[nodiscard]] Answer writes_for_others(RoleId role, RelationId relation) const;

    /// Whether some update passes these permissive policies together, one for the old row and one for the
    /// new, and none of them by itself.
    [[nodiscard]] Answer admitted_only_together(std::span<const PolicyId> policies) const;

    /// Every row that passes the one policy passes the other, as it is and as it would be. `no` stands for
    /// not proven.
    [[nodiscard]] Answer implied_by(PolicyId policy, PolicyId other) const;

private:
    [[nodiscard]] Answer beyond(const ClauseShape& ways, const Cell& cell) const;

    const Catalog& catalog_;
    const Platform& platform_;
    const Reach& reach_;
    const RowAccess& access_;
};

/// The clause of a policy that is asked of new rows: WITH CHECK, else USING. It may be left out.
[[nodiscard]] const BoundExpr& new_row_clause(const Policy& policy);

} // namespace rlslint
