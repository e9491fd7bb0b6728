#include "rlslint/diag/rule_info.hpp"

namespace rlslint {

std::string_view to_string(RuleGroup group) {
    switch (group) {
    case RuleGroup::coverage: return "coverage";
    case RuleGroup::grants: return "grants";
    case RuleGroup::policies: return "policies";
    case RuleGroup::views_functions: return "views-functions";
    case RuleGroup::performance: return "performance";
    case RuleGroup::history: return "history";
    case RuleGroup::project: return "project";
    }
    return "";
}

std::string_view to_string(Precision precision) {
    switch (precision) {
    case Precision::medium: return "medium";
    case Precision::high: return "high";
    case Precision::very_high: return "very-high";
    }
    return "";
}

} // namespace rlslint
