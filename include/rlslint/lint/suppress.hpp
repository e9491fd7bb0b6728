#pragma once

#include <span>
#include <string>
#include <vector>

#include "rlslint/lint/engine.hpp"
#include "rlslint/text/section.hpp"

namespace rlslint {

/// What a configuration says is meant so: findings of these rules about these objects, in these files.
struct Ignore {
    std::vector<std::string> rules;
    std::vector<std::string> objects; ///< patterns of subjects, also of a policy's table; empty: any
    std::vector<std::string> paths;   ///< patterns of files as shown; empty: any
    std::string reason;
    std::string at; ///< where it is written, for complaints
};

/// Marks the findings that someone wants to hear no more of, and adds one for every ignore that nothing was
/// found for (unused-ignore) or that has no reason (ignore-without-reason); notes those that name no rule.
///
/// In files these are comments, before or in a statement, or behind it on its last line:
///
///     -- rlslint-ignore RULE[, RULE]: reason
///     -- rlslint-ignore-file RULE[, RULE]: reason      wherever it stands, for the whole file
[[nodiscard]] std::vector<RunNote> suppress(const Sources& sources, std::span<const Section> sections,
                                            std::span<const Rule> rules, const Selection& selection,
                                            std::span<const Ignore> entries, std::vector<Finding>& findings);

} // namespace rlslint
