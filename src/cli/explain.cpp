#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/replay/history.hpp"
#include "rlslint/report/reporters.hpp"
#include "rlslint/rules/all.hpp"
#include "rlslint/rules/docs.hpp"
#include "rlslint/text/nearest.hpp"

#include "command.hpp"
#include "lint.hpp"
#include "output.hpp"
#include "rule_names.hpp"
#include "story.hpp"

namespace rlslint {
namespace {

struct ExplainOptions {
    std::string what;
    InputOptions input;
    std::string color = "auto";
};

bool is_fingerprint(std::string_view what) {
    constexpr std::size_t digits = 16;
    return what.size() == digits && what.find_first_not_of("0123456789abcdef") == what.npos;
}

/// schema.table, schema.table/policy, schema.function(args), role:name: no rule is called so.
bool is_subject(std::string_view what) { return what.find_first_of("./:(") != what.npos; }

int explain_rule(const ExplainOptions& options, Io& io) {
    if (!options.input.paths.empty()) {
        complain(io, fmt::format("a rule is explained without paths: {}\nTry rlslint --help",
                                 fmt::join(options.input.paths, " ")));
        return exit_trouble;
    }
    const Rule* const rule = look_up_rule(options.what, io);
    if (rule == nullptr) return exit_trouble;
    constexpr std::size_t widest = 100; // beyond it, lines of prose are hard to follow
    const std::string text = render_rule_text(*rule->info, std::min(io.width, widest));
    return put(text, "", io) ? exit_clean : exit_trouble;
}

/// Opt-in rules too: a finding may have come from one.
Selection every_rule() {
    Selection selection;
    for (const Rule& rule : all_rules())
        selection.with.emplace_back(rule.info->id);
    return selection;
}

/// The finding of a fingerprint, or those about an object and what belongs to it.
bool is_meant(const Finding& finding, const std::string& what) {
    if (is_fingerprint(what)) return fmt::format("{:016x}", finding.fingerprint) == what;
    return finding.subject == what || finding.subject.starts_with(what + "/");
}

std::vector<Finding> findings_meant(const Report& report, const std::string& what) {
    std::vector<Finding> meant;
    std::copy_if(report.findings.begin(), report.findings.end(), std::back_inserter(meant),
                 [&](const Finding& finding) { return is_meant(finding, what); });
    return meant;
}

std::string findings_text(const Report& report, std::vector<Finding> findings, bool color,
                          std::size_t width) {
    Report of_these;
    of_these.sources = report.sources;
    for (Finding& finding : findings) {
        if (finding.suppressed)
            finding.message += fmt::format(" (suppressed: {})", finding.suppressed->reason);
        finding.suppressed.reset();
    }
    of_these.findings = std::move(findings);
    TextOptions text;
    text.color = color;
    text.width = width;
    text.findings_only = true;
    return render_text(of_these, text);
}

std::string story_in(Workspace& workspace, const LoadedProject& loaded, const std::string& subject) {
    const History history =
        replay(workspace.sources, loaded.profile_source, loaded.sections, loaded.platform, workspace.jobs);
    return story_of(Model(workspace.sources, history, loaded.platform), subject);
}

/// Says that there is no such thing, and what was most likely meant.
std::string nothing_called(Workspace& workspace, const std::string& what) {
    if (is_fingerprint(what)) return fmt::format("nothing that is found here has the fingerprint {}", what);
    std::vector<std::string> subjects;
    for (const LoadedProject& loaded : workspace.projects) {
        const History history = replay(workspace.sources, loaded.profile_source, loaded.sections,
                                       loaded.platform, workspace.jobs);
        for (std::string& subject : subjects_of(Model(workspace.sources, history, loaded.platform)))
            subjects.push_back(std::move(subject));
    }
    const std::vector<std::string_view> candidates(subjects.begin(), subjects.end());
    const auto meant = nearest(what, candidates);
    return fmt::format("there is no {} here, and no finding about it{}", what,
                       meant ? fmt::format(": did you mean {}?", *meant) : "");
}

/// The objects that the findings are about, else what was asked for, each in its project.
std::string stories(Workspace& workspace, const std::vector<Finding>& findings, const std::string& what) {
    if (findings.empty() || !is_fingerprint(what)) {
        std::string text;
        for (const LoadedProject& loaded : workspace.projects)
            text += story_in(workspace, loaded, what);
        return text;
    }
    const Finding& finding = findings.front();
    return witness_of(finding) + story_in(workspace, workspace.projects[finding.project], finding.subject);
}

int explain_finding(const ExplainOptions& options, Io& io) {
    std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    const Report report = lint(*workspace, every_rule());
    std::vector<Finding> findings = findings_meant(report, options.what);
    const std::string story = stories(*workspace, findings, options.what);
    if (findings.empty() && story.empty()) {
        complain(io, nothing_called(*workspace, options.what));
        return exit_trouble;
    }
    const bool color = options.color == "auto" ? io.color : options.color == "always";
    const std::string text = findings_text(report, std::move(findings), color, io.width) + story;
    return put(text, "", io) ? exit_clean : exit_trouble;
}

int explain(const ExplainOptions& options, Io& io) {
    const bool rule = find_rule(options.what) != nullptr;
    const bool story = !rule && (is_fingerprint(options.what) || is_subject(options.what));
    return story ? explain_finding(options, io) : explain_rule(options, io);
}

} // namespace

void add_explain(CLI::App& app, Task& task) {
    const auto options = std::make_shared<ExplainOptions>();
    CLI::App* const command =
        app.add_subcommand("explain", "Tell what a rule means, or the whole story of a finding or an object");
    command
        ->add_option("WHAT", options->what,
                     "A rule's id; a finding's fingerprint; or an object: schema.table, schema.table/policy, "
                     "schema.function(args), role:name")
        ->type_name("")
        ->required();
    add_color_option(*command, options->color);
    add_input_options(*command, options->input);
    command->callback([&task, options] { task = [options](Io& io) { return explain(*options, io); }; });
}

} // namespace rlslint
