#pragma once

#include <string_view>
#include <utility>

#include "rlslint/catalog/platform.hpp"

#include "toml_table.hpp"

namespace rlslint {

/// "schema.name" in two; without a dot the schema is empty.
[[nodiscard]] std::pair<Symbol, Symbol> split_qualified(std::string_view name);

/// One [[session_functions]] of a profile or of a configuration.
[[nodiscard]] SessionFunction read_session_function(TomlTable& table);

} // namespace rlslint
