#include "lint.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "rlslint/lint/coverage.hpp"
#include "rlslint/lint/engine.hpp"
#include "rlslint/lint/gather.hpp"
#include "rlslint/lint/model.hpp"
#include "rlslint/lint/suppress.hpp"
#include "rlslint/replay/history.hpp"
#include "rlslint/rules/all.hpp"
#include "rlslint/version.hpp"

#include "config_use.hpp"

namespace rlslint {
namespace {

void count(const Finding& finding, Summary& summary) {
    if (finding.suppressed) {
        ++summary.suppressed;
        return;
    }
    switch (finding.severity) {
    case Severity::error: ++summary.errors; return;
    case Severity::warning: ++summary.warnings; return;
    case Severity::info: ++summary.infos; return;
    }
}

Summary summarise(const Model& model, const std::vector<Finding>& findings) {
    const History& history = model.history;
    Summary summary;
    summary.files = history.files;
    summary.statements = history.log.size();
    summary.unmodelled = history.count(Outcome::unmodelled);
    summary.undetermined = history.count(Outcome::undetermined);
    summary.syntax_errors = history.count(Outcome::syntax_error);
    for (const Finding& finding : findings)
        count(finding, summary);
    const ProtectedTables tables = count_protected_tables(model);
    summary.coverage = {tables.reachable, tables.guarded};
    return summary;
}

void add(const Summary& part, Summary& whole) {
    whole.files += part.files;
    whole.statements += part.statements;
    whole.unmodelled += part.unmodelled;
    whole.undetermined += part.undetermined;
    whole.syntax_errors += part.syntax_errors;
    whole.errors += part.errors;
    whole.warnings += part.warnings;
    whole.infos += part.infos;
    whole.suppressed += part.suppressed;
    whole.coverage.reachable_tables += part.coverage.reachable_tables;
    whole.coverage.protected_tables += part.coverage.protected_tables;
}

/// psql would run another file here, whose statements are then missing from the history.
bool includes_a_file(std::string_view meta_command) {
    constexpr std::array<std::string_view, 4> names{"\\i", "\\ir", "\\include", "\\include_relative"};
    const std::string_view name = meta_command.substr(0, meta_command.find_first_of(" \t\r\n"));
    return std::find(names.begin(), names.end(), name) != names.end();
}

void note_included_files(const Sources& sources, const History& history, std::vector<RunNote>& notes) {
    for (const OtherText& other : history.other) {
        const std::string_view text = sources.text(other.span);
        if (other.kind != PieceKind::meta_command || !includes_a_file(text)) continue;
        notes.push_back({Severity::warning, fmt::format("not followed: {}", text), other.span, ""});
    }
}

void note_not_understood(const History& history, std::vector<RunNote>& notes) {
    for (const LogEntry& entry : history.log) {
        if (entry.outcome != Outcome::unmodelled && entry.outcome != Outcome::undetermined) continue;
        const bool says_more = !entry.why.empty() && entry.why != entry.tag;
        notes.push_back({Severity::info,
                         fmt::format("{}: {}{}{}", to_string(entry.outcome), entry.tag, says_more ? ": " : "",
                                     says_more ? entry.why : ""),
                         entry.span, ""});
    }
}

ProjectView view_of(const LoadedProject& loaded, const Summary& summary) {
    return {loaded.project.root,
            std::string(to_string(loaded.project.layout)),
            loaded.platform.profile,
            loaded.platform.era,
            loaded.why,
            loaded.config.file.empty() ? loaded.project.files.front().path : loaded.config.file,
            summary};
}

/// What the command line selects, and the configuration turns on and off. --rule means what it says.
Selection selection_for(const Config& config, Selection selection) {
    for (const RuleSetting& setting : config.rules) {
        for (const auto& [name, option] : setting.options)
            selection.options.insert_or_assign(setting.rule + "." + name, option.value);
    }
    if (!selection.only.empty()) return selection;
    for (const RuleSetting& setting : config.rules) {
        if (setting.off) selection.without.push_back(setting.rule);
        if (setting.severity) selection.with.push_back(setting.rule);
    }
    return selection;
}

void set_severities(const Config& config, std::vector<Finding>& findings) {
    for (Finding& finding : findings) {
        for (const RuleSetting& setting : config.rules) {
            if (setting.severity && setting.rule == finding.rule->id) finding.severity = *setting.severity;
        }
    }
}

/// A window that a migration opens counts for more where it can still be mended in place.
void weigh_new_files(const Workspace& workspace, std::vector<Finding>& findings) {
    for (Finding& finding : findings) {
        const Span place = workspace.sources.origin(finding.span);
        const bool is_new =
            place.valid() && workspace.new_files.contains(workspace.sources[place.source].path);
        if (is_new && finding.rule->id == "unprotected-window")
            finding.severity = std::max(finding.severity, Severity::warning);
    }
}

/// Patterns of files without a slash mean a name anywhere, others a path from the configuration's folder.
std::vector<Ignore> ignores_of(const Config& config) {
    std::vector<Ignore> ignores;
    for (const IgnoreEntry& entry : config.ignores) {
        Ignore ignore{entry.rules, entry.objects, entry.paths, entry.reason, entry.at};
        for (std::string& path : ignore.paths) {
            if (path.find('/') != path.npos && entry.folder != ".") path.insert(0, entry.folder + "/");
        }
        ignores.push_back(std::move(ignore));
    }
    return ignores;
}

/// Where nobody is known who could reach anything, silence would look like praise.
void note_missing_clients(const Model& model, std::vector<RunNote>& notes) {
    if (!model.reach.api_roles().empty()) return;
    const auto tables = model.tables();
    const bool guarded = std::any_of(tables.begin(), tables.end(),
                                     [&](const RelationId table) { return model.catalog[table].rls; });
    if (!guarded) return;
    notes.push_back({Severity::warning,
                     "no role that clients hold is known here, so most rules have nothing to say: name them "
                     "under api_roles in rlslint.toml",
                     {},
                     ""});
}

/// Tables that the files alter, guard or grant and never create: made in a dashboard, or by what was not
/// handed in. Little is judged of them, so that nobody should take silence for praise.
void note_tables_made_elsewhere(const Model& model, std::vector<RunNote>& notes) {
    constexpr std::size_t most_named = 5;
    std::vector<std::string> names;
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const Origin& origin = relations[i].origin;
        if (origin.assumed && origin.live() && model.reach.exposed(RelationId{i}))
            names.push_back(model.catalog.name_of(RelationId{i}));
    }
    if (names.empty()) return;
    std::sort(names.begin(), names.end());
    const std::size_t more = names.size() - std::min(names.size(), most_named);
    names.resize(names.size() - more);
    notes.push_back({Severity::info,
                     fmt::format("used here and created elsewhere: {}{}; little can be said of what is not "
                                 "created here, and the coverage leaves it out",
                                 fmt::join(names, ", "), more == 0 ? "" : fmt::format(" and {} more", more)),
                     {},
                     ""});
}

void add_notes(std::vector<RunNote> more, std::vector<RunNote>& notes) {
    std::move(more.begin(), more.end(), std::back_inserter(notes));
}

void lint_project(Workspace& workspace, const LoadedProject& loaded, const Selection& asked,
                  std::span<Baseline* const> known, ConfigUse& use, Report& report) {
    const Selection selection = selection_for(loaded.config, asked);
    const History history =
        replay(workspace.sources, loaded.profile_source, loaded.sections, loaded.platform, workspace.jobs);
    const Model model(workspace.sources, history, loaded.platform);
    use.add(model, loaded.config);
    auto [findings, notes, withheld, undecided] = judge(model, all_rules(), selection, workspace.jobs);
    report.withheld += withheld;
    report.undecided += undecided;
    weigh_new_files(workspace, findings);
    add_notes(use.without_ignores(suppress(workspace.sources, loaded.sections, all_rules(), selection,
                                           ignores_of(loaded.config), findings)),
              notes);
    set_severities(loaded.config, findings);
    for (Baseline* const baseline : known)
        baseline->apply(findings, workspace.sources);
    gather(workspace.sources, findings);
    const Summary summary = summarise(model, findings);
    for (Finding& finding : findings)
        finding.project = static_cast<std::uint32_t>(report.projects.size());
    std::move(findings.begin(), findings.end(), std::back_inserter(report.findings));
    add(summary, report.summary);
    add_notes(std::move(notes), report.notes);
    note_not_understood(history, report.not_understood);
    note_included_files(workspace.sources, history, report.notes);
    note_missing_clients(model, report.notes);
    note_tables_made_elsewhere(model, report.notes);
    report.projects.push_back(view_of(loaded, summary));
}

} // namespace

Report lint(Workspace& workspace, const Selection& selection, std::span<Baseline* const> known) {
    Report report;
    report.version = version;
    report.grammar = grammar;
    report.home = home;
    report.sources = &workspace.sources;
    report.notes = workspace.notes;
    for (const Rule& rule : all_rules())
        report.rules.push_back(rule.info);
    ConfigUse use;
    for (const LoadedProject& loaded : workspace.projects)
        lint_project(workspace, loaded, selection, known, use, report);
    use.note_unused(report.notes);
    set_fingerprints(report.findings);
    for (const Finding& finding : report.findings) {
        if (!finding.suppressed) ++report.by_rule[finding.rule->id];
    }
    return report;
}

} // namespace rlslint
