#pragma once

#include "replayer.hpp"

/// The columns of tables (src/backend/parser/parse_utilcmd.c).
namespace rlslint::replaying {

/// A column without its default and constraints.
[[nodiscard]] Column new_column(const Replayer& r, const ColumnDef& def);

/// Whether DEFAULT with this value gives the column none.
[[nodiscard]] bool is_no_default(const Replayer& r, const Column& column, ExprId value);

/// Refuses identity for a column that holds no integers.
void require_identity_type(const Column& column);

/// Refuses what cannot be a column's default.
void require_default(const Replayer& r, const Column& column, const BoundExpr& value);

/// Refuses a table's column that would hide a system column.
void refuse_system_column(Symbol name);

/// The number of a column that is or stays live; whole_row for none.
[[nodiscard]] ColumnNumber column_in(const std::vector<Column>& columns, Symbol name);

/// What else a new column brings, once it is in its table: a default, the sequence of serial and
/// identity, constraints but for foreign keys.
void complete_column(Replayer& r, RelationId table, ColumnNumber number, const ColumnDef& def);
/// Those, once the keys that they may refer to are there.
void add_foreign_keys(Replayer& r, RelationId table, const ColumnDef& def);

/// Enters a column among the dependents of its type and of what its default uses.
void note_dependencies(Replayer& r, RelationId table, ColumnNumber number);

/// Creates the sequence of a serial or identity column.
void add_owned_sequence(Replayer& r, RelationId table, ColumnNumber number, const QualifiedName& name);

} // namespace rlslint::replaying
