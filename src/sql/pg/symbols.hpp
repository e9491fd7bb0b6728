#pragma once

#include <string_view>

#include "rlslint/text/symbol.hpp"

namespace rlslint::pg {

/// Symbol{text}, faster for names that come again and again.
[[nodiscard]] Symbol symbol(std::string_view text);

} // namespace rlslint::pg
