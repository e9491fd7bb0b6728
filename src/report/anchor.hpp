#pragma once

#include <string_view>

#include "rlslint/report/places.hpp"
#include "rlslint/report/view.hpp"

namespace rlslint {

/// The file that stands for the project of a finding that has no place of its own.
[[nodiscard]] std::string_view anchor(const Report& report, const Finding& finding);

/// Where a finding is shown, in formats that need a place: its own, or the first line of its anchor.
[[nodiscard]] Place place_or_anchor(const Report& report, Places& places, const Finding& finding);

} // namespace rlslint
