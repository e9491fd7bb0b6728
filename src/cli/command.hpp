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
using Action = std::function<int(Io&)>;

/// Each adds its subcommand, which sets `action` if it is the one that is called.
void add_check(CLI::App& app, Action& action);
void add_rules(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_dump(CLI::App& app, Action& action);
void add_config(CLI::App& app, Action& action);
void add_init(CLI::App& app, Action& action);
void add_matrix(CLI::App& app, Action& action);

/// Says on standard error what is wrong, in the words "rlslint: error: …".
void complain(Io& io, std::string_view message);

/// The same for what could not be read: apart from a report, which may go elsewhere.
void complain_of_errors(Io& io, const std::vector<RunNote>& notes);

} // namespace rlslint
