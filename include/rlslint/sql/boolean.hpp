#pragma once

#include <optional>
#include <string_view>

namespace rlslint {

/// 'true', 'f', 'on', ' yes ' … as the server reads a boolean (boolin and parse_bool in
/// src/backend/utils/adt/bool.c). None for anything else.
[[nodiscard]] std::optional<bool> parse_boolean(std::string_view text);

} // namespace rlslint
