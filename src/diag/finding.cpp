#include "rlslint/diag/finding.hpp"

namespace rlslint {

std::string_view to_string(Applicability applicability) {
    switch (applicability) {
    case Applicability::safe: return "safe";
    case Applicability::unsafe: return "unsafe";
    case Applicability::display: return "display";
    }
    return "";
}

std::string_view to_string(Suppression::By by) {
    switch (by) {
    case Suppression::By::comment: return "comment";
    case Suppression::By::file: return "file";
    case Suppression::By::config: return "config";
    case Suppression::By::baseline: return "baseline";
    }
    return "";
}

} // namespace rlslint
