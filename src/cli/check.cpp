#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/report/reporters.hpp"
#include "rlslint/rules/all.hpp"

#include "command.hpp"
#include "lint.hpp"
#include "output.hpp"
#include "rule_names.hpp"

namespace rlslint {
namespace {

struct CheckOptions {
    InputOptions input;
    Selection selection;
    std::string format = "text";
    std::string fail_on = "warning";
    std::string color = "auto";
    std::string output;
    bool strict = false;
};

std::string render(const Report& report, const CheckOptions& options, const Io& io) {
    if (options.format == "json") return render_json(report);
    if (options.format == "sarif") return render_sarif(report);
    TextOptions text;
    if (options.output.empty()) text = {io.color, io.width};
    if (options.color != "auto") text.color = options.color == "always";
    return render_text(report, text);
}

bool fails(const Report& report, const std::string& fail_on) {
    const auto least = parse_severity(fail_on); // none for "never"
    return least && std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
               return !finding.suppressed && finding.severity >= *least;
           });
}

bool understood_all(const Summary& summary) {
    return summary.unmodelled + summary.undetermined + summary.syntax_errors == 0;
}

int exit_code(const Report& report, const Workspace& workspace, const CheckOptions& options, Io& io) {
    if (workspace.incomplete()) return exit_trouble;
    if (options.strict && !understood_all(report.summary)) {
        complain(io,
                 fmt::format("incomplete (--strict): {} unmodelled, {} undetermined, {} with syntax errors",
                             report.summary.unmodelled, report.summary.undetermined,
                             report.summary.syntax_errors));
        return exit_trouble;
    }
    return fails(report, options.fail_on) ? exit_findings : exit_clean;
}

int check(const CheckOptions& options, Io& io) {
    if (!know_rules(options.selection, io)) return exit_trouble;
    Result<Workspace> workspace = open_workspace(io.files, options.input);
    if (!workspace) {
        complain(io, workspace.failure().message);
        return exit_trouble;
    }
    complain_of_errors(io, workspace->notes);
    if (workspace->projects.empty()) return exit_trouble;
    const Report report = lint(*workspace, options.selection);
    if (!put(render(report, options, io), options.output, io)) return exit_trouble;
    return exit_code(report, *workspace, options, io);
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
    command.add_flag("--strict", options.strict, "Exit 2 where anything was not understood");
    command
        .add_option("--format", options.format, "For people, for programs, for code scanning (default: text)")
        ->type_name("text|json|sarif")
        ->check(CLI::IsMember({"text", "json", "sarif"}).description(""));
    command.add_option("--output", options.output, "Write the report to a file")->type_name("FILE");
    command.add_option("--color", options.color, "Colours in text (default: auto, which heeds NO_COLOR)")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
}

} // namespace

void add_check(CLI::App& app, Action& action) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* const command = app.add_subcommand("check", "Lint migrations (the default)");
    add_options(*command, *options);
    command->callback([&action, options] { action = [options](Io& io) { return check(*options, io); }; });
}

} // namespace rlslint
