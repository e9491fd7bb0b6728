#include "rule_fixtures/markers.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

#include <fmt/format.h>

#include "rlslint/text/line_index.hpp"

namespace rlslint::test {
namespace {

constexpr std::string_view keyword = "expect: ";

std::string place(std::string_view path, std::size_t line, std::size_t begin, std::size_t end) {
    return fmt::format("{}:{}:{}-{}", path, line, begin, end);
}

/// The comment lines that hold a marker. Columns count from 1; what stands before the carets is
/// ASCII, since it is a comment's dashes and blanks.
struct Marker {
    std::size_t begin = 0; ///< 0 for one without carets
    std::size_t end = 0;
    std::string rule; ///< with a severity where one is given
};

std::optional<Marker> marker_in(const std::string& line) {
    const auto at = line.find(keyword);
    if (!line.starts_with("--") || at == std::string::npos) return std::nullopt;
    Marker marker;
    marker.rule = line.substr(at + keyword.size());
    marker.rule.erase(marker.rule.find_last_not_of(" \r") + 1);
    const auto caret = line.find('^');
    if (caret < at) {
        marker.begin = caret + 1;
        marker.end = line.find_first_not_of('^', caret) + 1;
    }
    return marker;
}

} // namespace

std::vector<std::string> expected(const File& file) {
    std::vector<std::string> all;
    std::istringstream lines{file.text};
    std::size_t number = 0, marked = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto marker = marker_in(line);
        if (!marker)
            marked = number;
        else if (marker->begin == 0)
            all.push_back("project " + marker->rule);
        else
            all.push_back(place(file.path, marked, marker->begin, marker->end) + " " + marker->rule);
    }
    return all;
}

std::string as_marker(const Sources& sources, const Finding& finding) {
    std::string rule{finding.rule->id};
    if (finding.severity != finding.rule->severity) rule += fmt::format(" ({})", to_string(finding.severity));
    const Span span = sources.origin(finding.span);
    if (!span.valid()) return "project " + rule;
    const LineIndex index{sources[span.source].text};
    const Position begin = index.position(span.begin);
    Position end = index.position(span.end);
    if (end.line != begin.line) {
        const auto first_line =
            span.begin + static_cast<std::uint32_t>(
                             sources.text({span.source, span.begin, span.end}).find_first_of("\r\n"));
        end = index.position(first_line);
    }
    const std::size_t last = std::max(end.column, begin.column + 1);
    return place(sources[span.source].path, begin.line, begin.column, last) + " " + rule;
}

} // namespace rlslint::test
