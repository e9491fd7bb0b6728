#pragma once

#include "replayer.hpp"

/// The names that PostgreSQL makes up (makeObjectName and those who call it in
/// src/backend/commands/indexcmds.c).
namespace rlslint::replaying {

/// `table_columns_label` cut to 63 bytes, with a number behind the label where the name is taken:
/// for sequences, indexes and the constraints that stand on them.
[[nodiscard]] Symbol free_class_name(const Replayer& r, SchemaId schema, std::string_view table,
                                     std::string_view columns, std::string_view label);

/// The same for a table's keys, which share the names of its constraints too.
[[nodiscard]] Symbol free_key_name(const Replayer& r, RelationId table, std::string_view columns,
                                   std::string_view label);

/// The same for the other constraints of a table.
[[nodiscard]] Symbol free_constraint_name(const Replayer& r, RelationId table, std::string_view columns,
                                          std::string_view label);

/// What the name of an index calls an expression in it (FigureIndexColname).
[[nodiscard]] Symbol index_column_name(const Replayer& r, ExprId expr);

/// Column names joined by underscores.
[[nodiscard]] std::string joined(const std::vector<Symbol>& columns);

} // namespace rlslint::replaying
