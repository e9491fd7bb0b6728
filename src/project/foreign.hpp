#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rlslint {

/// Why a text is for another database than PostgreSQL, by what no PostgreSQL takes:
/// "for MySQL: AUTO_INCREMENT".
[[nodiscard]] std::optional<std::string> foreign_dialect(std::string_view sql);

/// The same by the folders that a file lies in.
[[nodiscard]] std::optional<std::string> foreign_folder(std::string_view path);

/// Why a file in no tool's hands makes no part of the schema, by what it is called: it takes a
/// migration back, fills in data, tests, or was put away.
[[nodiscard]] std::optional<std::string> set_aside(std::string_view path);

} // namespace rlslint
