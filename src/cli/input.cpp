#include "input.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/project/layout.hpp"
#include "rlslint/project/profile.hpp"

namespace rlslint {

std::vector<std::string> InputOptions::paths_to_read() const {
    if (!paths.empty()) return paths;
    return {stdin_filepath ? "-" : "."};
}

void add_input_options(CLI::App& command, InputOptions& options) {
    command
        .add_option("PATH", options.paths,
                    "Files, folders and patterns to read, - for standard input (default: .)")
        ->type_name("");
    command
        .add_option("--profile", options.profile,
                    fmt::format("What is in the database before the first migration: {}",
                                fmt::join(profile_names(), ", ")))
        ->type_name("NAME");
    command
        .add_option("--config", options.config, "Instead of the nearest rlslint.toml above the first file")
        ->type_name("FILE");
    command
        .add_option("--layout", options.layout,
                    fmt::format("The tool that runs the migrations, instead of the one that shows: {}",
                                fmt::join(layout_names(), ", ")))
        ->type_name("NAME")
        ->check(CLI::IsMember(layout_names()).description(""));
    command
        .add_option("--exclude", options.exclude, "Leave out what is called so, e.g. seeds or 'db/old/**'")
        ->type_name("GLOB")
        ->allow_extra_args(false);
    command.add_option("--jobs", options.jobs, "Threads to use (default: one for each core)")
        ->type_name("N")
        ->check(CLI::Range(1U, 256U).description(""));
    command
        .add_option("--stdin-filepath", options.stdin_filepath, "Where the text of standard input belongs")
        ->type_name("PATH");
}

} // namespace rlslint
