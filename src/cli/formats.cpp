#include "formats.hpp"

#include <algorithm>
#include <numeric>

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

/// Where GitLab's documentation lets a Code Quality report be.
constexpr const char* code_quality_file = "gl-code-quality-report.json";

/// What a pipeline shows beside the formats that are asked for.
void add_for(const Pipeline& pipeline, std::vector<Destination>& all) {
    const bool is_free =
        std::none_of(all.begin(), all.end(), [](const Destination& one) { return one.file.empty(); });
    const bool github = pipeline.service == Pipeline::Service::github;
    if (is_free) all.push_back({github ? "github" : "text", {}});
    if (pipeline.service == Pipeline::Service::gitlab) all.push_back({"gitlab", code_quality_file});
}

std::vector<Destination> destinations(const FormatOptions& options, const Pipeline& pipeline) {
    std::vector<Destination> all;
    for (const std::string& format : options.formats)
        all.push_back({format, {}});
    if (all.empty() && !options.ci) all.push_back({"text", {}});
    for (std::size_t i = 0; i < std::min(all.size(), options.outputs.size()); ++i) {
        if (options.outputs[i] != "-") all[i].file = options.outputs[i];
    }
    if (options.ci) add_for(pipeline, all);
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
    if (destination.format == "html") return render_html(report);
    if (destination.format == "markdown") return render_markdown(report);
    TextOptions text;
    if (destination.file.empty()) {
        text.color = io.color;
        text.width = io.width;
        text.wrap = io.terminal;
    }
    if (options.color != "auto") text.color = options.color == "always";
    text.findings_only = options.quiet;
    text.not_understood = options.verbose;
    text.fingerprints = options.verbose;
    return render_text(report, text);
}

/// Adds to the summary of a step, which earlier ones may have written to. GitHub takes 1 MiB of it.
bool write_step_summary(const Report& report, Io& io) {
    constexpr std::size_t most = 1024 * 1024 - 1024;
    const std::string& file = io.pipeline.step_summary;
    const Result<std::string> before = io.files.read(file);
    std::string text = before ? *before : "";
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    if (text.size() >= most) return true;
    return put(text + render_markdown(report, most - text.size()), file, io);
}

/// Takes out what weighs least, of that the last; the others stay in order.
void keep_heaviest(std::vector<Finding>& findings, std::size_t most) {
    std::vector<std::size_t> by_weight(findings.size());
    std::iota(by_weight.begin(), by_weight.end(), std::size_t{0});
    std::stable_sort(by_weight.begin(), by_weight.end(), [&](std::size_t a, std::size_t b) {
        return findings[a].severity > findings[b].severity;
    });
    by_weight.resize(std::min(most, by_weight.size()));
    std::sort(by_weight.begin(), by_weight.end());
    std::vector<Finding> kept;
    for (const std::size_t index : by_weight)
        kept.push_back(std::move(findings[index]));
    findings = std::move(kept);
}

/// The report with fewer findings. The summary counts them all.
Report filtered(Report report, const FormatOptions& options) {
    const Severity least = parse_severity(options.min_severity).value_or(Severity::info);
    auto& findings = report.findings;
    std::erase_if(findings, [&](const Finding& finding) { return finding.severity < least; });
    if (options.max_findings && findings.size() > *options.max_findings) {
        const std::size_t more = findings.size() - *options.max_findings;
        keep_heaviest(findings, *options.max_findings);
        report.notes.push_back({Severity::info,
                                fmt::format("{} more finding{} not shown (--max-findings {})", more,
                                            more == 1 ? " is" : "s are", *options.max_findings),
                                {},
                                ""});
    }
    return report;
}

} // namespace

bool write_report(const Report& report, const FormatOptions& options, Io& io) {
    const std::vector<Destination> all = destinations(options, io.pipeline);
    if (const std::string wrong = conflict(all, options); !wrong.empty()) return complain(io, wrong), false;
    const Report shown = filtered(report, options);
    const bool summarised = !options.ci || io.pipeline.step_summary.empty() || write_step_summary(shown, io);
    return std::all_of(all.begin(), all.end(),
                       [&](const Destination& destination) {
                           return put(render(shown, destination, options, io), destination.file, io);
                       }) &&
           summarised;
}

void add_format_options(CLI::App& command, FormatOptions& options) {
    const std::vector<std::string> formats{"text",   "json",  "sarif",    "github",
                                           "gitlab", "junit", "markdown", "html"};
    command
        .add_option(
            "--format", options.formats,
            "text for people, json for programs, sarif for code scanning, github for annotations, "
            "gitlab for Code Quality, junit, markdown, html for a browser (default: text). May be given "
            "several times")
        ->type_name("FORMAT")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember(formats));
    command
        .add_option("--output", options.outputs,
                    "Write the report to a file; the n-th is for the n-th --format, - is standard output")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command.add_flag("--ci", options.ci,
                     "What the pipeline shows: on GitHub annotations and the step's summary, on GitLab a "
                     "Code Quality report, elsewhere text; beside the formats that are asked for");
    command
        .add_option("--min-severity", options.min_severity,
                    "Show only findings from this severity on (default: info); the exit code counts all")
        ->type_name("error|warning|info")
        ->check(CLI::IsMember({"error", "warning", "info"}).description(""));
    command
        .add_option("--max-findings", options.max_findings,
                    "Show only so many findings, the heaviest; the exit code counts all")
        ->type_name("N");
    command.add_flag("-v,--verbose", options.verbose,
                     "In text: each finding's fingerprint, and the statements that were not understood");
    command.add_flag("-q,--quiet", options.quiet, "In text: the findings alone, without notes and summary");
    add_color_option(command, options.color);
}

} // namespace rlslint
