#pragma once

#include <vector>

#include "rlslint/predicate/anatomy.hpp"

namespace rlslint {

/// A column of the policy's row that is compared for equality with what is the same for all rows: an
/// index can find these.
struct Sought {
    ColumnNumber column = whole_row;
    ExprId side;           ///< the column, with what is around it
    bool as_stored = true; ///< else only an index on that expression serves
    bool says_who = false; ///< compared with who is asking, not with a constant
};

/// Conditions that hold together: an index for one of them finds the rows. Empty: no index does.
using Alternative = std::vector<Sought>;

/// What a clause comes to, as alternatives of which one must hold. Where one of them is empty the whole
/// table is read, whatever indexes there are: `user_id = auth.uid() or is_admin()`.
[[nodiscard]] std::vector<Alternative> sought_by(const Catalog& catalog, const BoundExpr& clause,
                                                 const Anatomy& anatomy);

} // namespace rlslint
