#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "rlslint/diag/severity.hpp"

namespace rlslint {

/// "1 file", "2 files".
[[nodiscard]] inline std::string counted(std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// The order of formats that may not have room for all.
inline constexpr std::array<Severity, 3> heaviest_first{Severity::error, Severity::warning, Severity::info};

} // namespace rlslint
