#pragma once

#include <string>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/text/source.hpp"

#include "rule_fixtures/judged.hpp"

/// What a fixture says about its own lines, and what was found, in the same words:
///
///     create policy p on notes for update using (true);
///     --                                         ^^^^ expect: policy-always-true
///     --                                                      (and further: more carets, more rules)
///     -- expect: some-rule                      of the project as a whole, without carets
///
/// The carets stand under the finding's columns in the last line above that is no marker; of one
/// that goes over several lines, under those of its first line; of a point, one caret. A severity in
/// parentheses follows the rule where the finding is lighter than it: `expect: some-rule (info)`.
namespace rlslint::test {

/// The lines that the markers of one file ask for, e.g. "a.sql:3:44-48 policy-always-true".
[[nodiscard]] std::vector<std::string> expected(const File& file);

/// A finding as such a line.
[[nodiscard]] std::string as_marker(const Sources& sources, const Finding& finding);

} // namespace rlslint::test
