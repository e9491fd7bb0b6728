#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/cli/run.hpp"
#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/config.hpp"
#include "rlslint/project/discover.hpp"
#include "rlslint/project/files.hpp"
#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

#include "input.hpp"

namespace rlslint {

/// A project that has been read, ready to be replayed.
struct LoadedProject {
    Project project;
    Platform platform;
    std::string why;               ///< how profile and era were found
    Config config;                 ///< its rlslint.toml
    std::string placeholders_from; ///< the tool's own file that gives some; empty: none
    SupabaseConfig supabase;       ///< its supabase/config.toml
    SourceId profile_source;
    std::vector<Section> sections;
};

/// Everything that a run reads.
struct Workspace {
    Sources sources;
    unsigned jobs = 1; ///< threads to use
    std::vector<LoadedProject> projects;
    std::vector<LeftOut> left_out; ///< what belongs to none of them
    std::vector<RunNote> notes;
    std::set<std::string> new_files; ///< with --since: migrations that came since, and may not be applied yet
    std::vector<std::pair<std::string, SourceId>> configurations; ///< that findings may be about, by file

    /// Something that was asked for could not be read.
    [[nodiscard]] bool incomplete() const;
};

/// Finds and reads what is to be linted. A failure is one of usage or configuration, or that there
/// is nothing to lint; files that cannot be read are noted.
[[nodiscard]] Result<Workspace> open_workspace(const Files& files, const InputOptions& options);

/// The same for a command: says on standard error what is wrong, also of files that could not be read,
/// and is none where there is nothing to go on with.
[[nodiscard]] std::optional<Workspace> open_or_complain(const InputOptions& options, Io& io);

} // namespace rlslint
