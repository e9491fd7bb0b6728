#pragma once

#include <string_view>

namespace rlslint::names {

/// Whether PostgreSQL has a function of this name that people call: those behind operators, types and
/// statistics left out.
[[nodiscard]] bool is_builtin_function(std::string_view name);

} // namespace rlslint::names
