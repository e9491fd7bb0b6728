#pragma once

#include <string_view>

namespace rlslint {

/// Whether a statement may begin with this word: a query, which rules and function bodies may hold
/// too, or any other command.
[[nodiscard]] bool begins_query(std::string_view word);
[[nodiscard]] bool begins_command(std::string_view word);

/// Whether it is the first word of a statement that migrations are made of, and seldom of anything
/// that stands at the beginning of a line within a string or function body.
[[nodiscard]] bool begins_migration_step(std::string_view word);

} // namespace rlslint
