#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace rlslint {

/// What is to be read, as the command line says it.
struct InputOptions {
    std::vector<std::string> paths;
    std::optional<std::string> profile;
    std::optional<std::string> config;
    std::optional<std::string> stdin_filepath;
    std::optional<std::string> layout;
    std::vector<std::string> exclude;
    unsigned jobs = 0; ///< threads; 0: as many as there are cores

    /// The paths given; without any, the working folder, or standard input if it was named.
    [[nodiscard]] std::vector<std::string> paths_to_read() const;
};

void add_input_options(CLI::App& command, InputOptions& options);

} // namespace rlslint
