#include "rlslint/cli/run.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/report/printable.hpp"
#include "rlslint/sql/parse.hpp"
#include "rlslint/text/nearest.hpp"
#include "rlslint/version.hpp"

#include "command.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

constexpr std::string_view about =
    "rlslint reads a project's SQL migrations, works out what the database will be after all of\n"
    "them have run, and says who can reach which rows, and where that is more, or less, than\n"
    "anyone meant. `rlslint PATH…` is `rlslint check PATH…`.";

constexpr std::string_view more =
    "Examples:\n"
    "  rlslint                                the project in this folder\n"
    "  rlslint supabase/migrations            or wherever the migrations are\n"
    "  rlslint --format sarif --output r.sarif\n"
    "  rlslint init                           a commented rlslint.toml for it\n"
    "  pg_dump --schema-only … | rlslint -    a live database's schema\n"
    "  rlslint matrix                         who can reach which rows\n"
    "  rlslint explain policy-always-true     what a rule means\n"
    "\n"
    "Exit codes:\n"
    "  0  clean, or only findings below --fail-on\n"
    "  1  findings\n"
    "  2  wrong usage or configuration, unreadable files, nothing to lint, or incomplete under --strict\n";

constexpr std::array<std::string_view, 9> subcommands{"check",  "matrix", "rules",      "explain", "dump",
                                                      "config", "init",   "completion", "man"};

bool is_subcommand(std::string_view word) {
    return std::find(subcommands.begin(), subcommands.end(), word) != subcommands.end();
}

/// The first word chooses the subcommand; anything else is something to check.
bool needs_check(const std::vector<std::string>& arguments) {
    constexpr std::array<std::string_view, 3> own{"-h", "--help", "--version"};
    return arguments.empty() || (!is_subcommand(arguments.front()) &&
                                 std::find(own.begin(), own.end(), arguments.front()) == own.end());
}

/// The subcommand that was meant by a first word that is neither one nor anything to read.
std::optional<std::string_view> meant_subcommand(const std::vector<std::string>& arguments,
                                                 const Files& files) {
    if (arguments.empty() || is_subcommand(arguments.front())) return std::nullopt;
    const std::string& word = arguments.front();
    const bool plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos;
    if (!plain || files.kind(word) != FileKind::missing) return std::nullopt;
    return nearest(word, subcommands);
}

/// CLI11 takes arguments from the back.
std::vector<std::string> in_reverse(const std::vector<std::string>& arguments) {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    if (needs_check(arguments)) reversed.emplace_back("check");
    return reversed;
}

/// An option that no command has, and the one that was meant.
std::string unexpected(const CLI::App& app, const std::vector<std::string>& arguments,
                       const CLI::ExtrasError& error) {
    std::vector<std::string> names;
    for (const CLI::App* const command : app.get_subcommands()) {
        for (const CLI::Option* const option : command->get_options()) {
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
        }
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    for (const std::string& argument : arguments) {
        const std::string option = argument.substr(0, argument.find('='));
        const bool known = std::find(names.begin(), names.end(), option) != names.end();
        if (known || !option.starts_with("--")) continue;
        if (const auto meant = nearest(option, candidates))
            return fmt::format("unknown option {}: did you mean {}?", option, *meant);
    }
    return error.what();
}

/// Reads the command line; what is then to be done.
Task read(const std::vector<std::string>& arguments) {
    Task task;
    CLI::App app(std::string(about), "rlslint");
    app.footer(std::string(more));
    app.require_subcommand(1);
    app.get_formatter()->column_width(36);
    app.set_version_flag("--version",
                         fmt::format("rlslint {} (PostgreSQL {} grammar)", version, grammar_version()));
    add_check(app, task);
    add_matrix(app, task);
    add_rules(app, task);
    add_explain(app, task);
    add_dump(app, task);
    add_config(app, task);
    add_init(app, task);
    add_completion(app, task);
    add_man(app, task);
    try {
        app.parse(in_reverse(arguments));
    } catch (const CLI::CallForHelp&) {
        return [text = app.help()](Io& io) { return put(text, "", io) ? exit_clean : exit_trouble; };
    } catch (const CLI::CallForVersion& call) {
        return [text = std::string(call.what()) + "\n"](Io& io) {
            return put(text, "", io) ? exit_clean : exit_trouble;
        };
    } catch (const CLI::ExtrasError& error) {
        return [text = unexpected(app, arguments, error)](Io& io) {
            complain(io, text + "\nTry rlslint --help");
            return exit_trouble;
        };
    } catch (const CLI::ParseError& error) {
        return [text = std::string(error.what())](Io& io) {
            complain(io, text + "\nTry rlslint --help");
            return exit_trouble;
        };
    }
    return task;
}

} // namespace

void complain(Io& io, std::string_view message) {
    io.err << "rlslint: error: " << printable(message) << std::endl;
}

void complain_of_errors(Io& io, const std::vector<RunNote>& notes) {
    for (const RunNote& note : notes) {
        if (note.severity != Severity::error) continue;
        complain(io, note.file.empty() ? note.message : fmt::format("{}: {}", note.file, note.message));
    }
}

int run(const std::vector<std::string>& arguments, Io& io) {
    try {
        if (const auto meant = meant_subcommand(arguments, io.files)) {
            complain(io,
                     fmt::format("there is no file, folder or subcommand {}: did you mean {}?\nTry rlslint "
                                 "--help",
                                 arguments.front(), *meant));
            return exit_trouble;
        }
        const int code = read(arguments)(io);
        if (io.progress) io.progress(nullptr);
        return code;
    } catch (const std::exception& error) {
        complain(io, fmt::format("this should not happen, please report it: {}", error.what()));
        return exit_trouble;
    }
}

} // namespace rlslint
