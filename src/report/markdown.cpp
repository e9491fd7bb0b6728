#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/report/reporters.hpp"

#include "anchor.hpp"
#include "words.hpp"

/// Markdown of the kind that GitHub and GitLab show in comments and job summaries.
namespace rlslint {
namespace {

/// Text of others as text: nothing in it is markup, HTML, a mention or the end of a table's cell.
std::string plain(std::string_view text) {
    constexpr std::string_view markup = "\\`*_{}[]()#+!|<>~@&$";
    std::string safe;
    for (const char c : printable(text)) {
        if (c == '\n' || c == '\r')
            safe += ' ';
        else if (markup.find(c) != markup.npos)
            fmt::format_to(std::back_inserter(safe), "&#{};", static_cast<int>(c));
        else
            safe += c;
    }
    return safe;
}

/// A block of code whose fence is longer than any in it.
std::string fenced(std::string_view sql) {
    const std::string text = printable(sql);
    std::string fence = "```";
    while (text.find(fence) != std::string::npos)
        fence += '`';
    return fmt::format("{}sql\n{}\n{}\n", fence, text, fence);
}

std::string heading(const Summary& summary) {
    if (summary.errors + summary.warnings + summary.infos == 0) return "## rlslint: nothing found\n\n";
    return fmt::format("## rlslint: {}, {}, {}\n\n", counted(summary.errors, "error"),
                       counted(summary.warnings, "warning"), counted(summary.infos, "info"));
}

std::string entry(const Finding& finding, const Place& place) {
    std::string text =
        fmt::format("- **{}** {}:{} **{}** ({})\n", to_string(finding.severity), plain(place.file),
                    place.start.line, plain(finding.message), finding.rule->id);
    for (const Fix& fix : finding.fixes) {
        if (fix.sql.empty()) continue;
        std::string block = fenced(fix.sql);
        std::string indented = "  ";
        for (const char c : block) {
            indented += c;
            if (c == '\n') indented += "  ";
        }
        indented.resize(indented.size() - 2);
        text += fmt::format("\n  {}:\n\n{}\n", plain(fix.title), indented);
    }
    return text;
}

std::string footer(const Report& report) {
    std::string text;
    if (report.withheld > 0)
        text = fmt::format("\n{} withheld, because of statements that could not be followed.\n",
                           counted(report.withheld, "finding"));
    for (const ProjectView& project : report.projects) {
        const Summary& summary = project.summary;
        text +=
            fmt::format("\n{}: profile {}, layout {}, {}, {}, {} unmodelled, {} undetermined, {}.",
                        plain(project.root), project.profile, project.layout, counted(summary.files, "file"),
                        counted(summary.statements, "statement"), summary.unmodelled, summary.undetermined,
                        counted(summary.syntax_errors, "syntax error"));
        if (const auto percent = summary.coverage.percent())
            text += fmt::format(" {} of {} protected, {:.1f} %.", summary.coverage.protected_tables,
                                counted(summary.coverage.reachable_tables, "reachable table"), *percent);
        text += '\n';
    }
    return text;
}

} // namespace

std::string render_markdown(const Report& report, std::size_t most_bytes) {
    Places places(report.sources);
    std::string out = heading(report.summary);
    const std::string end = footer(report);
    constexpr std::size_t room_for_rest = 100;
    std::size_t left = 0;
    for (const Severity severity : heaviest_first) {
        for (const Finding& finding : report.findings) {
            if (finding.suppressed || finding.severity != severity) continue;
            const std::string text = entry(finding, place_or_anchor(report, places, finding));
            if (left > 0 || out.size() + text.size() + end.size() + room_for_rest > most_bytes)
                ++left;
            else
                out += text;
        }
    }
    if (left > 0) out += fmt::format("\n… and {} more, for which there is no room here.\n", left);
    return out + end;
}

} // namespace rlslint
