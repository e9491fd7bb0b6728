#pragma once

#include <string>

#include "rlslint/diag/severity.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

/// A thing about the run itself that people must know: a file that could not be read, text that
/// was decoded, a meta-command not followed. An error means that the run is incomplete.
struct RunNote {
    Severity severity = Severity::info;
    std::string message;
    Span span;
    std::string file; ///< where there is no source: the path
};

} // namespace rlslint
