#include "anchor.hpp"

namespace rlslint {

std::string_view anchor(const Report& report, const Finding& finding) {
    const bool known = finding.project < report.projects.size();
    const std::string_view file = known ? report.projects[finding.project].anchor : std::string_view();
    return file.empty() ? "rlslint.toml" : file;
}

Place place_or_anchor(const Report& report, Places& places, const Finding& finding) {
    if (!places.is_profile(finding.span)) {
        if (const auto place = places.of(finding.span)) return *place;
    }
    return {anchor(report, finding), {}, {}, {}};
}

} // namespace rlslint
