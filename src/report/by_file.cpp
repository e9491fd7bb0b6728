#include "by_file.hpp"

#include <algorithm>

#include "words.hpp"

namespace rlslint {

std::string OfFile::counts() const {
    std::string counts;
    for (const Severity severity : heaviest_first) {
        const auto count = std::count_if(findings.begin(), findings.end(),
                                         [&](const Finding* one) { return one->severity == severity; });
        if (count == 0) continue;
        if (!counts.empty()) counts += ", ";
        counts += counted(static_cast<std::size_t>(count), to_string(severity));
    }
    return counts;
}

std::vector<OfFile> by_file(const Report& report, Places& places) {
    std::vector<OfFile> files;
    for (const Finding& finding : report.findings) {
        if (finding.suppressed) continue;
        const auto place = places.of(finding.span);
        std::string name = place ? places.file_of(*place) : "the project as a whole";
        if (files.empty() || files.back().name != name) files.push_back({std::move(name), {}});
        files.back().findings.push_back(&finding);
    }
    return files;
}

} // namespace rlslint
