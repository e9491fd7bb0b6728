#pragma once

#include <string>

#include "workspace.hpp"

namespace rlslint {

enum class DumpFormat { text, json };

/// What was taken and left out, in order, and under which profile.
[[nodiscard]] std::string dump_files(const Workspace& workspace, DumpFormat format);

/// How each file was cut up.
[[nodiscard]] std::string dump_statements(const Workspace& workspace, DumpFormat format);

/// What the parser made of each statement.
[[nodiscard]] std::string dump_asts(const Workspace& workspace, DumpFormat format);

/// The database behind the migrations. A failure where there are several projects.
[[nodiscard]] Result<std::string> dump_catalog_of(Workspace& workspace, DumpFormat format);

/// What each clause of a policy says.
[[nodiscard]] std::string dump_predicates(Workspace& workspace, DumpFormat format);

/// Who can reach which rows: a cell a line, or as `matrix` has it.
[[nodiscard]] std::string dump_access(Workspace& workspace, DumpFormat format);

} // namespace rlslint
