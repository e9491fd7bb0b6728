#pragma once

#include "replayer.hpp"

/// What a table takes over from another one: by LIKE, inheritance, as a partition. Never the flag of
/// row security, policies, or privileges.
namespace rlslint::replaying {

/// An expression over one table's row, as the same one over another's: columns are matched by name.
[[nodiscard]] BoundExpr transferred(const Replayer& r, const BoundExpr& expr, RelationId from, RelationId to);

/// As a child has its parent's, or, for LIKE, as the table's own.
enum class CheckCopy : std::uint8_t { inherited, own };
void copy_checks(Replayer& r, RelationId from, RelationId to, CheckCopy as);
/// One of a parent's, as a child inherits it.
void copy_check(Replayer& r, RelationId parent, Symbol name, RelationId child);
void copy_foreign_keys(Replayer& r, RelationId from, RelationId to);
/// With the constraints that stand on them.
void copy_indexes(Replayer& r, RelationId from, RelationId to);
/// Of the partitioned table, that a partition's index is part of; none where it is the partition's own.
[[nodiscard]] IndexId index_above(const Replayer& r, IndexId id);
/// Those that a new partition lacks.
void copy_missing_indexes(Replayer& r, RelationId parent, RelationId partition);

} // namespace rlslint::replaying
