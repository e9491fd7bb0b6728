#pragma once

#include <string>
#include <vector>

#include "rlslint/report/places.hpp"
#include "rlslint/report/reporters.hpp"

namespace rlslint {

/// What is found in one file and not suppressed, in the order of the report.
struct OfFile {
    std::string name;
    std::vector<const Finding*> findings;

    /// "1 error, 2 infos".
    [[nodiscard]] std::string counts() const;
};

[[nodiscard]] std::vector<OfFile> by_file(const Report& report, Places& places);

} // namespace rlslint
