#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/files.hpp"
#include "rlslint/project/layout.hpp"

namespace rlslint {

struct ProjectFile {
    std::string path; ///< relative to the working folder; of standard input: what it is called
    bool standard_input = false;
    std::optional<std::string> bytes{}; ///< where they are known already
};

/// A file, or a part of one, that a project's tool would not run, and why.
struct LeftOut {
    std::string path; ///< of a part with its first and last line: "a.sql:10-12"
    std::string why;
    bool passed_over = false; ///< its tool does not see it, which its author may not know
};

/// What is linted as one history.
struct Project {
    std::string root; ///< relative to the working folder, "." for it
    Layout layout = Layout::plain;
    std::vector<ProjectFile> files; ///< in the order in which they run
    std::vector<LeftOut> left_out;
};

struct Discovery {
    std::vector<Project> projects;       ///< none of them without files
    std::vector<LeftOut> left_out;       ///< what belongs to none of them
    std::vector<RunNote> notes;          ///< what is not there, or cannot be read
    std::vector<std::string> looked_for; ///< by folder that held nothing: what was looked for there
};

/// Where the text of standard input claims to come from.
inline constexpr std::string_view standard_input_name = "<stdin>";

struct DiscoverOptions {
    std::string input_name{standard_input_name}; ///< what standard input is called
    std::optional<Layout> layout;                ///< --layout: look for this one only
    std::vector<std::string> exclude;            ///< --exclude: patterns of paths from the working folder
};

/// Finds what to lint under files, folders and patterns of files; "-" is standard input.
///
/// In a folder every tool's migrations are a project of their own, and so is each folder called
/// `migrations` that is no tool's; what lies beside them is left out. Where there are none, all SQL is
/// one project, in natural order. A folder within a tool's migrations stands for the whole. Files named
/// one by one are run as their tool would run them, or else in the order in which they were named.
/// Hidden folders and those of other people's code are passed over. Nothing is read that a link puts
/// outside of the folder it was found in.
[[nodiscard]] Discovery discover(const Files& files, const std::vector<std::string>& paths,
                                 const DiscoverOptions& options = {});

/// Takes the files that one of the patterns fits out of a project.
void exclude(Project& project, const std::vector<std::string>& patterns, const std::string& why);

} // namespace rlslint
