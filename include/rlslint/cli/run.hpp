#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "rlslint/project/files.hpp"

namespace rlslint {

/// The service that runs the program as part of a pipeline, as its environment variables tell.
struct Pipeline {
    enum class Service { none, github, gitlab };
    Service service = Service::none;
    std::string step_summary{}; ///< of GitHub Actions: the file that a step's summary is written to
};

/// What the program is connected to; tests connect it to strings.
struct Io {
    Files& files;
    std::ostream& out;
    std::ostream& err;
    bool color = false;      ///< `out` is a terminal whose user has nothing against colours
    std::size_t width = 100; ///< of that terminal, in columns
    Pipeline pipeline{};
    bool terminal = false; ///< `out` is one: what may differ from run to run is shown too

    /// Told what is being done, and null when it is over; empty where nobody watches.
    std::function<void(const char*)> progress{};
};

/// The exit codes.
enum ExitCode : int {
    exit_clean = 0, ///< no findings, or none that weighs enough
    exit_findings = 1,
    exit_trouble = 2, ///< usage, configuration, files, nothing to lint, or incomplete where that matters
};

/// The whole program: the arguments without its name. Never throws.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Io& io);

} // namespace rlslint
