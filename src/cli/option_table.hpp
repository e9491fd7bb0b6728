#pragma once

#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace rlslint {

/// What may stand where an option wants a value.
struct OptionValues {
    bool wanted = false;
    bool files = false;             ///< names of files or folders
    std::vector<std::string> words; ///< these; none: anything
};

/// An option, or an argument that has a place instead of a name.
struct OptionRow {
    std::vector<std::string> names; ///< with their dashes, short ones first; of an argument: its one name
    std::string value;              ///< what its value is called: FILE, text|json
    std::string about;
    bool positional = false;
    OptionValues values;
};

struct CommandRow {
    std::string name;
    std::string about;
    std::vector<OptionRow> options;
};

/// The command line as --help tells it: completions and the manual page are made from it.
struct OptionTable {
    std::string about;
    std::string more; ///< examples and exit codes
    std::vector<OptionRow> options;
    std::vector<CommandRow> commands; ///< those that are shown
};

[[nodiscard]] OptionTable option_table(const CLI::App& app);

/// A script that completes rlslint's command line in "bash", "zsh" or "fish".
[[nodiscard]] std::string render_completion(const OptionTable& table, const std::string& shell);

/// The manual page, in roff with the macros of man(7).
[[nodiscard]] std::string render_man(const OptionTable& table);

} // namespace rlslint
