#pragma once

#include "rlslint/predicate/facts.hpp"

namespace rlslint {

/// What a clause compares, as far as it is one of the usual ways to say whose a row is. Its parts are
/// what AND and OR hold together.
struct ClauseShape {
    bool own = false;        ///< a column with the user's id
    bool tenant = false;     ///< a column with another claim or setting
    bool membership = false; ///< by a sub-select that asks who is asking, or a function of the row
    bool session = false;    ///< something of the session alone, such as a role
    bool row = false;        ///< something of the row alone
};

[[nodiscard]] ClauseShape shape_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr);

/// Whether a row can pass the clause by no other way than one of these: every branch of an OR is one of
/// them, and of an AND some part.
[[nodiscard]] bool confined_to(const ClauseShape& ways, const Catalog& catalog, const Platform& platform,
                               const BoundExpr& expr);

} // namespace rlslint
