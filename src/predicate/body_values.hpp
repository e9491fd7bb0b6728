#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rlslint::predicates {

/// What a PL/pgSQL body gives, as expressions: its IFs become CASEs, a loop that looks for a row an EXISTS,
/// and each variable what it holds on that way. Beside what it gives by itself, what each of its handlers
/// gives. Empty where it goes other ways: other loops, inner handlers, SQL made at run time.
[[nodiscard]] std::vector<std::string> values_of_body(std::string_view body);

} // namespace rlslint::predicates
