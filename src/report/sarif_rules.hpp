#pragma once

#include <nlohmann/json.hpp>

#include "rlslint/report/view.hpp"

namespace rlslint::sarif {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json message(std::string_view text);

/// "error", "warning", "note".
[[nodiscard]] std::string_view level(Severity severity);

/// `tool.driver` with every rule, in the report's order.
[[nodiscard]] Json driver(const Report& report);

/// The weaknesses of MITRE's list that the rules belong to; the driver's rules refer to it.
[[nodiscard]] Json taxonomies(const Report& report);

} // namespace rlslint::sarif
