#pragma once

#include <string_view>

#include "rlslint/cli/run.hpp"
#include "rlslint/lint/engine.hpp"

namespace rlslint {

/// The rule of this id. Where there is none, says so, with the id that was most likely meant.
[[nodiscard]] const Rule* look_up_rule(std::string_view id, Io& io);

/// Whether there is a rule for every id of the selection; says of the first unknown one.
[[nodiscard]] bool know_rules(const Selection& selection, Io& io);

} // namespace rlslint
