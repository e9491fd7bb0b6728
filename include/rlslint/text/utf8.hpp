#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rlslint {

/// The length in bytes of the well-formed UTF-8 sequence at the start of `text`; 0 where there is
/// none (a stray or truncated sequence, an overlong form, a surrogate, the empty text).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// Appends a code point, which must be a Unicode scalar value.
void append_utf8(std::string& to, char32_t code_point);

} // namespace rlslint
