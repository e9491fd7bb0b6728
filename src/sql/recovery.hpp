#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "statement_shape.hpp"

// Where the next statement begins once one has gone wrong. All of it goes by the way people lay SQL
// out: statements begin lines, and a statement's own lines are not indented less than its first.

namespace rlslint {

/// How far a line's first token is indented; none for a token that is not its line's first.
[[nodiscard]] std::optional<std::size_t> indentation(std::string_view text, std::size_t offset);

/// Whether behind a `;` that ends at `offset`, inside the statement that begins at `begin`, the next
/// line begins another all the same, or nothing comes any more.
[[nodiscard]] bool statement_follows(std::string_view text, std::uint32_t offset, std::uint32_t begin,
                                     const StatementShape& shape);

/// Within a token that cannot be what was meant, since its quotes do not pair as they should: the
/// first line that begins a statement, behind one that ends with a `;`.
[[nodiscard]] std::optional<std::uint32_t> statement_within(std::string_view text, const Token& token,
                                                            std::uint32_t begin);

} // namespace rlslint
