#pragma once

#include <functional>
#include <string_view>

#include "rlslint/cli/run.hpp"
#include "rlslint/diag/run_note.hpp"

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace rlslint {

/// What the command line asks for, run once it has been read in full.
using Task = std::function<int(Io&)>;

/// Each adds its subcommand, which sets `task` if it is the one that is called.
void add_check(CLI::App& app, Task& task);
void add_rules(CLI::App& app, Task& task);
void add_explain(CLI::App& app, Task& task);
void add_dump(CLI::App& app, Task& task);
void add_config(CLI::App& app, Task& task);
void add_init(CLI::App& app, Task& task);
void add_matrix(CLI::App& app, Task& task);
void add_completion(CLI::App& app, Task& task);
void add_man(CLI::App& app, Task& task);

/// Says on standard error what is wrong, in the words "rlslint: error: …".
void complain(Io& io, std::string_view message);

/// The same for what could not be read: apart from a report, which may go elsewhere.
void complain_of_errors(Io& io, const std::vector<RunNote>& notes);

} // namespace rlslint
