#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rlslint/sql/token.hpp"

namespace rlslint {

/// One of psql's backslash commands, as far as cutting a script needs to know it
/// (src/bin/psql/psqlscanslash.l).
struct MetaCommand {
    std::string_view name;    ///< without the backslash
    std::size_t size = 0;     ///< of all of it, with a `\\` that ends it
    bool reads_stdin = false; ///< `\copy … from stdin`: data follow, as after COPY
};

/// Reads the command whose backslash `text` begins with. It ends with its line at the latest.
[[nodiscard]] MetaCommand read_meta_command(std::string_view text);

/// Whether these are the tokens of a COPY that takes the lines behind it.
[[nodiscard]] bool copies_from_stdin(std::span<const Token> tokens, std::string_view source);

} // namespace rlslint
