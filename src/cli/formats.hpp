#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/cli/run.hpp"
#include "rlslint/diag/severity.hpp"
#include "rlslint/report/view.hpp"

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace rlslint {

/// In which forms a report is written, and where to.
struct FormatOptions {
    std::vector<std::string> formats; ///< none: text
    std::vector<std::string> outputs; ///< the n-th is the n-th format's file; "-" or none: standard output
    std::string color = "auto";
    std::string min_severity = "info"; ///< filters what is shown, never the exit code
    std::optional<std::size_t> max_findings;
    bool ci = false; ///< also what the pipeline shows its users
    bool quiet = false;
    bool verbose = false;
};

void add_format_options(CLI::App& command, FormatOptions& options);

/// Writes the report in each format; says what is wrong, and is false then. At most one may go to
/// standard output.
[[nodiscard]] bool write_report(const Report& report, const FormatOptions& options, Io& io);

} // namespace rlslint
