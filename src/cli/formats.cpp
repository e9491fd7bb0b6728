#include "formats.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/report/reporters.hpp"

#include "command.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

struct Destination {
    std::string format;
    std::string file; ///< empty: standard output
};

std::vector<Destination> destinations(const FormatOptions& options) {
    std::vector<Destination> all;
    for (const std::string& format : options.formats)
        all.push_back({format, {}});
    if (all.empty()) all.push_back({"text", {}});
    for (std::size_t i = 0; i < std::min(all.size(), options.outputs.size()); ++i) {
        if (options.outputs[i] != "-") all[i].file = options.outputs[i];
    }
    return all;
}

/// What is wrong with where things go; empty for nothing.
std::string conflict(const std::vector<Destination>& destinations, const FormatOptions& options) {
    if (options.outputs.size() > destinations.size())
        return "more --output than --format: the n-th file is for the n-th format";
    const auto to_stdout =
        std::count_if(destinations.begin(), destinations.end(),
                      [](const Destination& destination) { return destination.file.empty(); });
    if (to_stdout > 1)
        return "more than one format goes to standard output: name an --output for each but one";
    for (std::size_t i = 0; i < destinations.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (!destinations[i].file.empty() && destinations[i].file == destinations[j].file)
                return fmt::format("two formats would be written to {}", destinations[i].file);
        }
    }
    return {};
}

std::string render(const Report& report, const Destination& destination, const FormatOptions& options,
                   const Io& io) {
    if (destination.format == "json") return render_json(report);
    if (destination.format == "sarif") return render_sarif(report);
    if (destination.format == "github") return render_github(report);
    if (destination.format == "gitlab") return render_gitlab(report);
    if (destination.format == "junit") return render_junit(report);
    if (destination.format == "markdown") return render_markdown(report);
    TextOptions text;
    if (destination.file.empty()) text = {io.color, io.width};
    if (options.color != "auto") text.color = options.color == "always";
    text.findings_only = options.quiet;
    text.not_understood = options.verbose;
    return render_text(report, text);
}

/// The report with fewer findings. The summary counts them all.
Report filtered(Report report, const FormatOptions& options) {
    const Severity least = parse_severity(options.min_severity).value_or(Severity::info);
    auto& findings = report.findings;
    std::erase_if(findings, [&](const Finding& finding) { return finding.severity < least; });
    if (options.max_findings && findings.size() > *options.max_findings) {
        report.notes.push_back({Severity::info,
                                fmt::format("{} more findings are not shown (--max-findings {})",
                                            findings.size() - *options.max_findings, *options.max_findings),
                                {},
                                ""});
        findings.resize(*options.max_findings);
    }
    return report;
}

} // namespace

bool write_report(const Report& report, const FormatOptions& options, Io& io) {
    const std::vector<Destination> all = destinations(options);
    if (const std::string wrong = conflict(all, options); !wrong.empty()) return complain(io, wrong), false;
    const Report shown = filtered(report, options);
    return std::all_of(all.begin(), all.end(), [&](const Destination& destination) {
        return put(render(shown, destination, options, io), destination.file, io);
    });
}

void add_format_options(CLI::App& command, FormatOptions& options) {
    const std::vector<std::string> formats{"text", "json", "sarif", "github", "gitlab", "junit", "markdown"};
    command
        .add_option("--format", options.formats,
                    "text for people, json for programs, sarif for code scanning, github for annotations, "
                    "gitlab for Code Quality, junit, markdown (default: text). May be given several times")
        ->type_name("FORMAT")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(formats));
    command
        .add_option("--output", options.outputs,
                    "Write the report to a file; the n-th is for the n-th --format, - is standard output")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command
        .add_option("--min-severity", options.min_severity,
                    "Show only findings from this severity on (default: info); the exit code counts all")
        ->type_name("error|warning|info")
        ->check(CLI::IsMember({"error", "warning", "info"}).description(""));
    command
        .add_option("--max-findings", options.max_findings,
                    "Show only so many findings; the exit code counts all")
        ->type_name("N");
    command.add_flag("-v,--verbose", options.verbose,
                     "In text: list the statements that were not understood, too");
    command.add_flag("-q,--quiet", options.quiet, "In text: the findings alone, without notes and summary");
    add_color_option(command, options.color);
}

} // namespace rlslint
