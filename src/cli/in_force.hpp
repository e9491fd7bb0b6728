#pragma once

#include <string>
#include <vector>

#include "workspace.hpp"

namespace rlslint {

/// A setting that a project is linted under.
struct InForce {
    std::string key;
    std::string value; ///< as TOML
    std::string from;  ///< where it comes from, for people
};

/// All of them, in the order of the documentation.
[[nodiscard]] std::vector<InForce> settings_in_force(const LoadedProject& project);

} // namespace rlslint
