#include <algorithm>
#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/report/places.hpp"
#include "rlslint/report/printable.hpp"
#include "rlslint/rules/all.hpp"

#include "command.hpp"
#include "formats.hpp"
#include "lint.hpp"
#include "rule_names.hpp"
#include "since.hpp"

namespace rlslint {
namespace {

struct CheckOptions {
    InputOptions input;
    Selection selection;
    FormatOptions format;
    std::string fail_on = "warning";
    bool strict = false;
    std::optional<std::string> baseline;
    bool update_baseline = false;
    std::optional<std::string> since;
};

void tell(Io& io, const char* stage) {
    if (io.progress) io.progress(stage);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool fails(const Report& report, const std::string& fail_on) {
    const auto least = parse_severity(fail_on); // none for "never"
    return least && std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
               return !finding.suppressed && finding.severity >= *least;
           });
}

bool understood_all(const Report& report) {
    const Summary& summary = report.summary;
    return summary.unmodelled + summary.undetermined + summary.syntax_errors + report.withheld +
               report.undecided ==
           0;
}

/// What was not understood, a line each.
void complain_of_places(const Report& report, Io& io) {
    Places places(report.sources);
    for (const RunNote& note : report.not_understood) {
        const auto place = places.of(note.span);
        const std::string where =
            place ? fmt::format("{}:{}:{}: ", place->file, place->start.line, place->start.column) : "";
        io.err << printable(where + note.message) << '\n';
    }
}

int exit_code(const Report& report, const Workspace& workspace, const CheckOptions& options, Io& io) {
    if (workspace.incomplete()) return exit_trouble;
    if (options.strict && !understood_all(report)) {
        complain(io, fmt::format("incomplete (--strict): {} unmodelled, {} undetermined, {} with syntax "
                                 "errors, {} findings withheld, {} expectations undecided",
                                 report.summary.unmodelled, report.summary.undetermined,
                                 report.summary.syntax_errors, report.withheld, report.undecided));
        complain_of_places(report, io);
        return exit_trouble;
    }
    return fails(report, options.fail_on) ? exit_findings : exit_clean;
}

/// The file that --baseline names, else the configuration of the first project.
std::optional<std::string> baseline_file(const CheckOptions& options, const Workspace& workspace) {
    return options.baseline ? options.baseline : workspace.projects.front().config.baseline;
}

/// Lints, and writes down what there is to know.
Result<RunNote> update_baseline(Workspace& workspace, const CheckOptions& options, const std::string& file,
                                Io& io) {
    const Report report = lint(workspace, options.selection);
    const Baseline baseline = Baseline::of(report.findings);
    const auto failure = io.files.write(file, baseline.text());
    if (failure) return Failure{fmt::format("cannot write {}: {}", file, failure->message)};
    const std::size_t count = baseline.left_over();
    return RunNote{Severity::info,
                   fmt::format("written: {} finding{} that {} known from now on", count,
                               count == 1 ? "" : "s", count == 1 ? "is" : "are"),
                   {},
                   file};
}

/// Findings that do not count, and what there is to say of them.
struct Known {
    std::optional<Baseline> baseline;
    std::string file; ///< of the baseline
    std::optional<RunNote> written;
    std::optional<Past> past;

    [[nodiscard]] std::vector<Baseline*> all() {
        std::vector<Baseline*> lists;
        if (baseline) lists.push_back(&*baseline);
        if (past) lists.push_back(&past->findings);
        return lists;
    }
};

/// What the baseline and the commit of --since have, if they are asked for.
Result<Known> what_is_known(Workspace& workspace, const CheckOptions& options, Io& io) {
    Known known;
    const auto file = baseline_file(options, workspace);
    if (!file && options.update_baseline)
        return Failure{"--update-baseline needs --baseline FILE, or `baseline` in rlslint.toml"};
    if (file && options.update_baseline) {
        Result<RunNote> written = update_baseline(workspace, options, *file, io);
        if (!written) return written.failure();
        known.written = std::move(*written);
    }
    if (file) {
        Result<Baseline> baseline = Baseline::read(io.files, *file);
        if (!baseline) return baseline.failure();
        known.baseline = std::move(*baseline);
        known.file = *file;
    }
    if (options.since) {
        tell(io, "linting what was there before");
        Result<Past> past =
            findings_at(*options.since, options.input, options.selection, io.files, workspace);
        if (!past) return Failure{fmt::format("--since: {}", past.failure().message)};
        known.past = std::move(*past);
        workspace.new_files = known.past->new_files;
    }
    return known;
}

Result<Report> lint_with_what_is_known(Workspace& workspace, const CheckOptions& options, Io& io) {
    Result<Known> known = what_is_known(workspace, options, io);
    if (!known) return known.failure();
    tell(io, "linting");
    Report report = lint(workspace, options.selection, known->all());
    tell(io, nullptr);
    const std::size_t left = known->baseline ? known->baseline->left_over() : 0;
    if (left > 0) {
        report.notes.push_back(
            {Severity::info,
             left == 1
                 ? "1 known finding is there no more: --update-baseline drops it"
                 : fmt::format("{} known findings are there no more: --update-baseline drops them", left),
             {},
             known->file});
    }
    if (known->written) report.notes.push_back(*known->written);
    if (known->past) report.notes.push_back(known->past->note);
    return report;
}

int check(const CheckOptions& options, Io& io) {
    const auto start = std::chrono::steady_clock::now();
    if (!know_rules(options.selection, io)) return exit_trouble;
    tell(io, "reading");
    std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    for (const LoadedProject& project : workspace->projects) {
        if (!know_rules(project.config, io)) return exit_trouble;
    }
    Result<Report> report = lint_with_what_is_known(*workspace, options, io);
    if (!report) {
        complain(io, report.failure().message);
        return exit_trouble;
    }
    if (io.terminal) report->seconds = seconds_since(start);
    if (!write_report(*report, options.format, io)) return exit_trouble;
    return exit_code(*report, *workspace, options, io);
}

void add_options(CLI::App& command, CheckOptions& options) {
    add_input_options(command, options.input);
    command.add_option("--rule", options.selection.only, "Only these rules, opt-in ones too")
        ->type_name("ID")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--exclude-rule", options.selection.without, "All but these rules")
        ->type_name("ID")
        ->delimiter(',')
        ->allow_extra_args(false);
    command
        .add_option("--fail-on", options.fail_on,
                    "The severity from which on the exit code is 1 (default: warning)")
        ->type_name("error|warning|info|never")
        ->check(CLI::IsMember({"error", "warning", "info", "never"}).description(""));
    command.add_option("--baseline", options.baseline, "Findings that are known, and do not count")
        ->type_name("FILE");
    command.add_flag("--update-baseline", options.update_baseline,
                     "Write what is found to the baseline; what is there no more is dropped");
    command
        .add_option("--since", options.since,
                    "Only what this commit did not have counts: a branch, a tag, HEAD~1 …")
        ->type_name("COMMIT");
    command.add_flag("--strict", options.strict, "Exit 2 where anything was not understood");
    add_format_options(command, options.format);
}

} // namespace

void add_check(CLI::App& app, Task& task) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* const command = app.add_subcommand("check", "Lint migrations (the default)");
    add_options(*command, *options);
    command->callback([&task, options] { task = [options](Io& io) { return check(*options, io); }; });
}

} // namespace rlslint
