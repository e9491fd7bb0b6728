#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/report/reporters.hpp"

#include "anchor.hpp"
#include "words.hpp"

/// Workflow commands of GitHub Actions
/// (https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions).
namespace rlslint {
namespace {

/// A step shows so many annotations of each kind.
constexpr std::size_t most_shown = 10;

std::string_view command(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::info: break;
    }
    return "notice";
}

/// In a message %, CR and LF end or change the command; in a property : and , do too.
std::string escaped(std::string_view text, bool property) {
    std::string safe;
    for (const char c : text) {
        const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        if (special)
            fmt::format_to(std::back_inserter(safe), "%{:02X}", static_cast<unsigned char>(c));
        else
            safe += c;
    }
    return safe;
}

std::string property(std::string_view text) { return escaped(printable(text), true); }
std::string message(std::string_view text) { return escaped(printable(text), false); }

std::string annotation(const Finding& finding, const Place& place) {
    const std::string help = finding.help.empty() ? "" : "\n" + finding.help;
    std::string where =
        fmt::format("file={},line={},endLine={}", property(place.file), place.start.line, place.end.line);
    // GitHub takes columns only where the place is on one line.
    if (place.start.line == place.end.line && place.start.column < place.end.column)
        where += fmt::format(",col={},endColumn={}", place.start.column, place.end.column);
    return fmt::format("::{} {},title={}::{}\n", command(finding.severity), where, property(finding.rule->id),
                       message(finding.message + help));
}

} // namespace

std::string render_github(const Report& report) {
    Places places(report.sources);
    std::string out;
    for (const Severity severity : heaviest_first) {
        std::size_t count = 0;
        for (const Finding& finding : report.findings) {
            if (finding.suppressed || finding.severity != severity) continue;
            if (++count <= most_shown) out += annotation(finding, place_or_anchor(report, places, finding));
        }
        if (count > most_shown) {
            fmt::format_to(std::back_inserter(out),
                           "rlslint: {} of {} {} annotations shown, as many as GitHub takes\n", most_shown,
                           count, command(severity));
        }
    }
    if (report.withheld > 0)
        fmt::format_to(std::back_inserter(out),
                       "rlslint: {} findings withheld, because of statements that could not be followed\n",
                       report.withheld);
    return out;
}

} // namespace rlslint
