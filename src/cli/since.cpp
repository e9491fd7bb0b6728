#include "since.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/project/commit.hpp"

#include "lint.hpp"

namespace rlslint {
namespace {

/// Suppressed findings are none that the commit had: what it silenced counts once it is silent no more.
std::size_t unsuppressed(const Report& report) {
    return static_cast<std::size_t>(
        std::count_if(report.findings.begin(), report.findings.end(),
                      [](const Finding& finding) { return !finding.suppressed.has_value(); }));
}

std::set<std::string> files_missing_in(const Files& then, const Workspace& now) {
    std::set<std::string> missing;
    for (const LoadedProject& loaded : now.projects) {
        for (const ProjectFile& file : loaded.project.files) {
            if (then.kind(file.path) == FileKind::missing) missing.insert(file.path);
        }
    }
    return missing;
}

} // namespace

Result<Past> findings_at(const std::string& commit, const InputOptions& options, const Selection& selection,
                         const Files& files, const Workspace& now) {
    const std::vector<std::string> paths = options.paths_to_read();
    if (std::find(paths.begin(), paths.end(), "-") != paths.end())
        return Failure{"standard input is in no commit"};
    const Result<std::unique_ptr<Files>> then = files_at(files, paths.front(), commit);
    if (!then) return then.failure();
    Past past;
    past.new_files = files_missing_in(**then, now);
    Result<Workspace> workspace = open_workspace(**then, options);
    if (!workspace) {
        past.note = {Severity::info,
                     fmt::format("{} has no findings: {}", commit, workspace.failure().message),
                     {},
                     ""};
        return past;
    }
    const Report report = lint(*workspace, selection);
    past.findings = Baseline::of(report.findings, workspace->sources);
    past.findings.set_reason(fmt::format("there already in {}", commit));
    const std::size_t count = unsuppressed(report);
    past.note = {Severity::info,
                 fmt::format("{} had {} finding{}, which {} not count", commit, count, count == 1 ? "" : "s",
                             count == 1 ? "does" : "do"),
                 {},
                 ""};
    return past;
}

} // namespace rlslint
