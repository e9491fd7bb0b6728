#pragma once

#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// Of findings of one rule that have one cause the heaviest stays, the first of them; it says how many
/// there are, shows the others' places, and mends them all. What is suppressed stands by itself, so
/// that silencing one of them silences no other.
void gather(const Sources& sources, std::vector<Finding>& findings);

} // namespace rlslint
