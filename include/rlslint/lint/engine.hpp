#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rlslint/lint/rule.hpp"

namespace rlslint {

/// Which rules run.
struct Selection {
    std::vector<std::string> only;      ///< --rule: just these, opt-in ones too; empty: all on by default
    std::vector<std::string> without;   ///< --exclude-rule
};

/// Runs the selected rules over a model; drops findings that another leads (they become its
/// related places), gives fingerprints, sorts by file, place, severity, rule and subject.
/// Ids in `selection` that no rule has select nothing: check them before.
[[nodiscard]] std::vector<Finding> judge(const Model& model, std::span<const Rule> rules, const Selection& selection);

} // namespace rlslint
