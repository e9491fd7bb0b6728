#include <iterator>
#include <unordered_set>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/report/reporters.hpp"

#include "anchor.hpp"

/// JUnit's XML as CI systems read it: a suite for each project; a test for each finding, and one that
/// passes for each rule without any.
namespace rlslint {
namespace {

/// Printable text holds no control characters but line ends, which XML would not take.
std::string xml(std::string_view text) {
    std::string safe;
    for (const char c : printable(text)) {
        switch (c) {
        case '&': safe += "&amp;"; break;
        case '<': safe += "&lt;"; break;
        case '>': safe += "&gt;"; break;
        case '"': safe += "&quot;"; break;
        case '\n': safe += "&#10;"; break;
        case '\r': safe += "&#13;"; break;
        default: safe += c;
        }
    }
    return safe;
}

bool fails(const Finding& finding) { return !finding.suppressed && finding.severity != Severity::info; }

class Writer {
public:
    explicit Writer(const Report& report) : report_(report), places_(report.sources) {}

    std::string write() {
        out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rlslint\">\n";
        for (std::uint32_t i = 0; i < report_.projects.size(); ++i)
            write_suite(i);
        return std::move(out_) + "</testsuites>\n";
    }

private:
    void write_suite(std::uint32_t project) {
        std::size_t tests = 0, failures = 0, skipped = 0;
        std::unordered_set<std::string_view> found;
        std::string cases;
        for (const Finding& finding : report_.findings) {
            if (finding.project != project) continue;
            ++tests;
            failures += fails(finding) ? 1 : 0;
            skipped += finding.suppressed ? 1 : 0;
            found.insert(finding.rule->id);
            cases += test(finding);
        }
        for (const RuleInfo* rule : report_.rules) {
            if (!rule->on_by_default || found.contains(rule->id)) continue;
            ++tests;
            cases += fmt::format("    <testcase classname=\"rlslint.{}\" name=\"{}\"/>\n",
                                 to_string(rule->group), rule->id);
        }
        fmt::format_to(
            std::back_inserter(out_),
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}  "
            "</testsuite>\n",
            xml(report_.projects[project].root), tests, failures, skipped, cases);
    }

    std::string test(const Finding& finding) {
        const Place place = place_or_anchor(report_, places_, finding);
        return fmt::format("    <testcase classname=\"rlslint.{}\" name=\"{}: {}\" file=\"{}\" "
                           "line=\"{}\">\n{}    </testcase>\n",
                           to_string(finding.rule->group), finding.rule->id, xml(finding.subject),
                           xml(place.file), place.start.line, result(finding, place));
    }

    static std::string result(const Finding& finding, const Place& place) {
        const std::string message = xml(finding.message);
        if (finding.suppressed)
            return fmt::format("      <skipped message=\"{}\"/>\n", xml(finding.suppressed->reason));
        if (!fails(finding)) return fmt::format("      <system-out>{}</system-out>\n", message);
        return fmt::format("      <failure type=\"{}\" message=\"{}\">{}:{}:{}: {}{}</failure>\n",
                           to_string(finding.severity), message, xml(place.file), place.start.line,
                           place.start.column, message, finding.help.empty() ? "" : xml("\n" + finding.help));
    }

    const Report& report_;
    Places places_;
    std::string out_;
};

} // namespace

std::string render_junit(const Report& report) { return Writer(report).write(); }

} // namespace rlslint
