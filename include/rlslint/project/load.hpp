#pragma once

#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/discover.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// Reads a project's files into `sources`, in order, as whole sections. What cannot be read, or is
/// no text, is missing from them and noted as an error; what was decoded is noted too.
[[nodiscard]] std::vector<Section> load(const Files& files, const Project& project, Sources& sources,
                                        std::vector<RunNote>& notes);

} // namespace rlslint
