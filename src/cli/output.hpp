#pragma once

#include <string>

#include "rlslint/cli/run.hpp"

namespace CLI { // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace rlslint {

/// Writes to a file, whole or not at all, or, where none is named, to standard output. Says what
/// went wrong; that nobody reads standard output any more is nothing wrong.
[[nodiscard]] bool put(const std::string& text, const std::string& file, Io& io);

/// --color; `color` is "auto", "always" or "never".
void add_color_option(CLI::App& command, std::string& color);

} // namespace rlslint
