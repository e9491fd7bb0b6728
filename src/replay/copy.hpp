#pragma once

#include "replayer.hpp"

/// What a table takes over from another one: by LIKE, inheritance, as a partition. Never the flag of
/// row security, policies, or privileges.
namespace rlslint::replaying {

/// The columns of the same names.
[[nodiscard]] ColumnNumber counterpart(const Replayer& r, ColumnNumber column, RelationId from,
                                       RelationId to);
[[nodiscard]] std::vector<ColumnNumber>
counterparts(const Replayer& r, const std::vector<ColumnNumber>& columns, RelationId from, RelationId to);

/// An expression over one table's row, as the same one over another's: columns are matched by name.
[[nodiscard]] BoundExpr transferred(const Replayer& r, const BoundExpr& expr, RelationId from, RelationId to);

/// As a child has its parent's, or, for LIKE, as the table's own.
enum class CheckCopy : std::uint8_t { inherited, own };
void copy_checks(Replayer& r, RelationId from, RelationId to, CheckCopy as);
/// One of a parent's, as a child inherits it.
void copy_check(Replayer& r, RelationId parent, Symbol name, RelationId child);

} // namespace rlslint::replaying
