#pragma once

#include <string_view>

#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// Whether pg_catalog has a type of this name, pseudo-types included: a name without schema means
/// that one before any of the user's, whatever a table or type of theirs is called.
[[nodiscard]] bool is_builtin_type(std::string_view name);

/// The same, without a look at the letters.
[[nodiscard]] bool is_builtin_type(Symbol name);

} // namespace rlslint
