#pragma once

#include <optional>
#include <vector>

#include "rlslint/access/row_access.hpp"

namespace rlslint {

/// One step of an expansion: where a clause or a view names a relation, or calls a function that does.
struct RecursionStep {
    RelationId relation; ///< that is reached
    PolicyId policy;     ///< whose clause names it; none: a view does
    RelationId view;     ///< that names it; none: a policy's clause does
    FunctionId function; ///< called by the clause, and reading it; none: the clause reads it itself
    Span place;
};

/// How the policies of a relation come back to a relation that they have been through.
struct Recursion {
    std::vector<RecursionStep> steps; ///< from the relation met twice to itself
    bool by_function =
        false; ///< through a function: fails once rows are evaluated (54001), else at once (42P17)
};

/// Whether a statement of a role on a relation ends in infinite recursion: fireRIRrules in
/// src/backend/rewrite/rewriteHandler.c, where a relation whose applicable policies hold a sub-select must
/// not be met again while these are expanded; or a function that queries the relation as a role that its
/// policies bind, without an end.
[[nodiscard]] std::optional<Recursion> recursion(const Catalog& catalog, const Reach& reach,
                                                 const Bodies& bodies, RoleId role, RelationId relation,
                                                 Action action);

} // namespace rlslint
