#pragma once

#include "rlslint/diag/rule_info.hpp"

namespace rlslint::test {

/// A rule of which only these matter.
constexpr RuleInfo rule_info(std::string_view id, Severity severity = Severity::error, bool on = true) {
    return {.id = id,
            .group = RuleGroup::coverage,
            .severity = severity,
            .on_by_default = on,
            .security_severity = "",
            .precision = Precision::high,
            .since = "0.1.0",
            .cwe = {},
            .aliases = {},
            .doc = {}};
}

} // namespace rlslint::test
