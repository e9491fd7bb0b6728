#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/token.hpp"

namespace rlslint {

/// A text as PostgreSQL's own core scanner reads it. For tests and debugging: `Lexer` must agree.
struct ReferenceScan {
    /// All but white space. Comments are tokens here, as libpg_query's scanner gives them; of a
    /// string that goes on behind a line comment it sees two, where the server sees one.
    std::vector<Token> tokens;
    /// As many as tokens: of identifiers that are no keywords, the name as the server folds and cuts
    /// it (U&"" undecoded); else empty.
    std::vector<std::string> names;
    /// The server's message, if it rejects the text. The tokens are then those before the place it
    /// complains of, without the last one, whose end it does not tell.
    std::optional<std::string> error;
};

/// Scans up to the end or the first NUL.
[[nodiscard]] ReferenceScan reference_scan(std::string_view text);

} // namespace rlslint
