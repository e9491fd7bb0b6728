#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rlslint::predicates {

/// What a PL/pgSQL body gives, as one expression: its IFs become CASEs, and each variable what it holds on
/// that way. None where it goes other ways: loops, handlers, SQL made at run time.
[[nodiscard]] std::optional<std::string> value_of_body(std::string_view body);

} // namespace rlslint::predicates
