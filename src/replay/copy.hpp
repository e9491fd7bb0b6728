#pragma once

#include "replayer.hpp"

/// What a table takes over from another one: by LIKE, inheritance, as a partition. Never the flag of
/// row security, policies, or privileges.
namespace rlslint::replaying {

/// An expression over one table's row, as the same one over another's: columns are matched by name.
[[nodiscard]] BoundExpr transferred(const Replayer& r, const BoundExpr& expr, RelationId from, RelationId to);

void copy_checks(Replayer& r, RelationId from, RelationId to);
void copy_foreign_keys(Replayer& r, RelationId from, RelationId to);
/// With the constraints that stand on them.
void copy_indexes(Replayer& r, RelationId from, RelationId to);

} // namespace rlslint::replaying
