#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/files.hpp"

namespace rlslint {

/// The tool whose conventions a project follows: which files run, and in which order.
enum class Layout {
    plain,    ///< every .sql file, in natural order
    supabase, ///< supabase/migrations/*.sql by name
};

[[nodiscard]] std::string_view to_string(Layout layout);

struct ProjectFile {
    std::string path; ///< relative to the working folder; of standard input: what it is called
    bool standard_input = false;
};

/// A file that a project's tool would not run, and why.
struct LeftOut {
    std::string path;
    std::string why;
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
    std::vector<RunNote> notes;          ///< what is not there, or cannot be read
    std::vector<std::string> looked_for; ///< by folder that held nothing: what was looked for there
};

/// Where the text of standard input claims to come from.
inline constexpr std::string_view standard_input_name = "<stdin>";

/// Finds what to lint under files and folders, "-" being standard input, called `input_name`. A
/// Supabase project is found by its root, by its folder `supabase`, and by `supabase/migrations`;
/// in other folders every .sql file is taken, except under hidden folders and node_modules, unless
/// Supabase projects are among them. All that follows no tool's layout is one project, its files in
/// the order in which they were named.
[[nodiscard]] Discovery discover(const Files& files, const std::vector<std::string>& paths,
                                 std::string_view input_name = standard_input_name);

} // namespace rlslint
