#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rlslint/report/reporters.hpp"

#include "anchor.hpp"

/// The Code Quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/).
namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

std::string_view weight(Severity severity) {
    switch (severity) {
    case Severity::error: return "critical";
    case Severity::warning: return "major";
    case Severity::info: break;
    }
    return "info";
}

/// Two projects of one report may have the same finding; GitLab takes fingerprints for one of a kind.
std::string fingerprint(const Finding& finding) {
    return finding.project == 0 ? fmt::format("{:016x}", finding.fingerprint)
                                : fmt::format("{:016x}-{}", finding.fingerprint, finding.project);
}

Json issue(const Finding& finding, const Place& place) {
    return {{"description", finding.message},
            {"check_name", finding.rule->id},
            {"fingerprint", fingerprint(finding)},
            {"severity", weight(finding.severity)},
            {"location",
             {{"path", place.file}, {"lines", {{"begin", place.start.line}, {"end", place.end.line}}}}}};
}

} // namespace

std::string render_gitlab(const Report& report) {
    Places places(report.sources);
    Json all = Json::array();
    for (const Finding& finding : report.findings) {
        if (!finding.suppressed) all.push_back(issue(finding, place_or_anchor(report, places, finding)));
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
