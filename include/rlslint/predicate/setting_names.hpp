#pragma once

#include <string_view>

namespace rlslint {

/// A setting of the server's own (pg_settings), in any letters: those of its supported versions.
[[nodiscard]] bool is_server_setting(std::string_view name);

} // namespace rlslint
