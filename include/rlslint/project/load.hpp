#pragma once

#include <map>
#include <string>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/discover.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// What the placeholders of migration tools stand for, by their names.
using PlaceholderValues = std::map<std::string, std::string, std::less<>>;

/// Reads a project's files into `sources`, in order, and cuts them as its tool does. What the tool
/// does not run is added to `project.left_out`. Placeholders are filled in, and those without a value noted. What cannot be read, or is no text, is missing and
/// noted as an error; what was decoded is noted too.
[[nodiscard]] std::vector<Section> load(const Files& files, Project& project, Sources& sources,
                                        std::vector<RunNote>& notes, const PlaceholderValues& values = {});

} // namespace rlslint
