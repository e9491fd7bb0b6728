#pragma once

#include <string>

#include "rlslint/report/view.hpp"

namespace rlslint {

struct TextOptions {
    bool color = false;
    std::size_t width = 100; ///< of the terminal, in columns
};

/// For people: each finding with its line of source, the clause underlined, related places, help,
/// and a summary.
[[nodiscard]] std::string render_text(const Report& report, const TextOptions& options);

/// The contract of `check --format json` (docs/schema/check.schema.json).
[[nodiscard]] std::string render_json(const Report& report);

/// SARIF 2.1.0 as code scanning takes it.
[[nodiscard]] std::string render_sarif(const Report& report);

} // namespace rlslint
