#pragma once

#include <set>
#include <string>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/lint/engine.hpp"
#include "rlslint/project/files.hpp"

#include "baseline.hpp"
#include "input.hpp"
#include "workspace.hpp"

namespace rlslint {

/// What was found in an earlier state of the same files, and what is to be said of that.
struct Past {
    Baseline findings;
    std::set<std::string> new_files; ///< of those that are linted now: what the commit did not have
    RunNote note;
};

/// Lints what stood at the same paths in a commit, under the configuration that it had. A commit with
/// nothing to lint has no findings. A failure: no git, no repository, no such commit, standard input.
[[nodiscard]] Result<Past> findings_at(const std::string& commit, const InputOptions& options,
                                       const Selection& selection, const Files& files, const Workspace& now);

} // namespace rlslint
