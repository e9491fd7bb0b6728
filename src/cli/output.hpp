#pragma once

#include <string>

#include "rlslint/cli/run.hpp"

namespace rlslint {

/// Writes to a file, whole or not at all, or, where none is named, to standard output. Says what
/// went wrong; that nobody reads standard output any more is nothing wrong.
[[nodiscard]] bool put(const std::string& text, const std::string& file, Io& io);

} // namespace rlslint
