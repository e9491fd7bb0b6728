#pragma once

#include <optional>
#include <string_view>

namespace rlslint {

/// How much a finding weighs, from least to most.
enum class Severity { info, warning, error };

[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);

} // namespace rlslint
