#pragma once

#include <span>
#include <string_view>

#include "rlslint/lint/rule.hpp"

namespace rlslint {

/// Every rule, in the order of the catalogue: the one list (rules/all.cpp), written by hand, since
/// an object file that nothing names is dropped from a static library.
[[nodiscard]] std::span<const Rule> all_rules();

/// The rule of this id, null where there is none.
[[nodiscard]] const Rule* find_rule(std::string_view id);

} // namespace rlslint
