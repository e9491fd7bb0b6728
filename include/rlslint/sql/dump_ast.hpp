#pragma once

#include <string>

#include "rlslint/sql/statement.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// Prints a statement as an indented tree, one field a line, fields without a value left out. Places
/// are bytes of the source, [begin..end), with the text there (long ones cut, on one line). What
/// `rlslint dump --stage ast` shows and its goldens hold.
[[nodiscard]] std::string dump_ast(const Sources& sources, const Statement& statement);

/// The same for one expression.
[[nodiscard]] std::string dump_ast(const Sources& sources, const Tree& tree, ExprId expr);

/// The same without places: texts that mean the same print the same.
[[nodiscard]] std::string dump_shape(const Statement& statement);
[[nodiscard]] std::string dump_shape(const Tree& tree, QueryId query);
[[nodiscard]] std::string dump_shape(const Tree& tree, ExprId expr);

} // namespace rlslint
