#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rlslint {

/// A place as people count: line and column from 1, the column in code points. A byte that is no
/// valid UTF-8 counts as one code point.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    friend bool operator==(const Position&, const Position&) = default;
};

/// Turns byte offsets of one text into lines and columns. Lines end at LF, CRLF or a lone CR.
/// Made only for files with something to report; it refers to the text and must not outlive it.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);

    /// The position of the byte at `offset`; of the end of the text for any larger offset.
    [[nodiscard]] Position position(std::uint32_t offset) const;

    /// The offset of a position, its column clamped to the line; the text's size past the last line.
    [[nodiscard]] std::uint32_t offset(Position position) const;

    /// A line's text without its end, counted from 1; empty past the last line.
    [[nodiscard]] std::string_view line(std::uint32_t number) const;

    [[nodiscard]] std::uint32_t line_count() const;

private:
    std::string_view text_;
    std::vector<std::uint32_t> starts_;
};

} // namespace rlslint
