#pragma once

#include <string_view>

#include "rlslint/cli/run.hpp"
#include "rlslint/lint/engine.hpp"
#include "rlslint/project/config.hpp"

namespace rlslint {

/// The rule of this id. Where there is none, says so, with the id that was most likely meant; `at` is
/// where the id is written.
[[nodiscard]] const Rule* look_up_rule(std::string_view id, Io& io, std::string_view at = {});

/// Whether there is a rule for every id of the selection; says of the first unknown one.
[[nodiscard]] bool know_rules(const Selection& selection, Io& io);

/// The same for the rules that a configuration names, with the place.
[[nodiscard]] bool know_rules(const Config& config, Io& io);

} // namespace rlslint
