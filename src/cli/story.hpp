#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/lint/model.hpp"

namespace rlslint {

/// What there is to tell of an object beside what is found about it, for people: the statements that
/// made it what it is, in order and with their places; its policies; who reaches it, and how far;
/// SQL that shows that on a server. Empty for what is no object of the history.
[[nodiscard]] std::string story_of(const Model& model, std::string_view subject);

/// What there may be to tell of, as a subject.
[[nodiscard]] std::vector<std::string> subjects_of(const Model& model);

/// A finding's witness, as SQL to run; empty where it has none.
[[nodiscard]] std::string witness_of(const Finding& finding);

} // namespace rlslint
