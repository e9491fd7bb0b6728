#pragma once

#include <vector>

#include "rlslint/diag/finding.hpp"

namespace rlslint {

/// Of notes that say the same of the same place the first stays.
void drop_repeats(std::vector<Note>& notes);

/// Adds notes whose places are not shown yet, by the finding itself or by a note of it: a place is shown
/// once. What has no place is added as it is.
void add_places(Finding& finding, std::vector<Note> notes);

} // namespace rlslint
