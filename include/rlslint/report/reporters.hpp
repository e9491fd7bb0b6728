#pragma once

#include <string>

#include "rlslint/report/view.hpp"

namespace rlslint {

struct TextOptions {
    bool color = false;
    std::size_t width = 100;     ///< of the terminal, in columns
    bool wrap = false;           ///< lines of prose that are wider go on in the next one
    bool not_understood = false; ///< statements that are unmodelled or undetermined are listed
    bool fingerprints = false;   ///< each finding's, as `explain` takes it
    bool findings_only = false;  ///< no headings, no notes on the run, no summary
};

/// For people: by file, each finding with its line of source, the clause underlined, related places, help;
/// then a summary, which ends with the errors.
[[nodiscard]] std::string render_text(const Report& report, const TextOptions& options);

/// A page that needs nothing beside itself: heaviest first, to be searched, each finding with an address.
[[nodiscard]] std::string render_html(const Report& report);

/// The contract of `check --format json` (docs/schema/check.schema.json).
[[nodiscard]] std::string render_json(const Report& report);

/// SARIF 2.1.0 as code scanning takes it.
[[nodiscard]] std::string render_sarif(const Report& report);

/// Annotations for a step of GitHub Actions: the heaviest ten of each kind, and how many more there are.
[[nodiscard]] std::string render_github(const Report& report);

/// A Code Quality report for GitLab.
[[nodiscard]] std::string render_gitlab(const Report& report);

/// JUnit's XML: errors and warnings fail, infos pass, suppressed findings are skipped.
[[nodiscard]] std::string render_junit(const Report& report);

/// For a comment or a job's summary, heaviest first, in at most `most_bytes`: GitHub takes 65,536
/// characters in a comment, and 1 MiB in a summary. What has no room is counted.
[[nodiscard]] std::string render_markdown(const Report& report, std::size_t most_bytes = 65'000);

} // namespace rlslint
