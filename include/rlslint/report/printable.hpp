#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rlslint {

/// A character as a terminal shows it.
struct Glyph {
    std::size_t bytes = 1; ///< that it takes in the text
    std::string shown;     ///< empty only for what has no width of its own
    std::size_t width = 1; ///< in columns
};

/// The character at the start of `text`, which must not be empty. What would change a terminal's
/// state or the order of what it shows (control and bidirectional characters) is replaced by a
/// picture of it, and so is a byte that is no UTF-8. A tab is shown as one space.
[[nodiscard]] Glyph first_glyph(std::string_view text);

/// Text of others made safe for a terminal; line ends stay.
[[nodiscard]] std::string printable(std::string_view text);

/// The columns that a text takes, without line ends.
[[nodiscard]] std::size_t display_width(std::string_view text);

} // namespace rlslint
