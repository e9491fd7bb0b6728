#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The names of error conditions in PL/pgSQL (appendix A of the manual).
namespace rlslint::replaying::dynamic {

/// The SQLSTATE of a condition's name; the name itself where it is one. None for others.
[[nodiscard]] std::optional<std::string> sqlstate_of(std::string_view condition);

/// Whether WHEN condition catches an error.
[[nodiscard]] bool catches(std::string_view condition, std::string_view sqlstate);

} // namespace rlslint::replaying::dynamic
