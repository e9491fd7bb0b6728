#include "rlslint/report/printable.hpp"

#include <algorithm>
#include <array>

#include "rlslint/text/utf8.hpp"

#include "code_point.hpp"

namespace rlslint {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

struct Range {
    char32_t first, last;
};

/// East Asian wide and full-width characters and emoji (Unicode's EastAsianWidth.txt, in blocks).
constexpr std::array<Range, 13> wide{{{0x1100, 0x115F},
                                      {0x231A, 0x231B},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0x4DBF},
                                      {0x4E00, 0xA4CF},
                                      {0xA960, 0xA97F},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0xFFE0, 0xFFE6},
                                      {0x1F300, 0x1FAFF},
                                      {0x20000, 0x3FFFD}}};

/// Marks that stand on or join the characters beside them, and selectors of variants.
constexpr std::array<Range, 8> widthless{{{0x0300, 0x036F},
                                          {0x0483, 0x0489},
                                          {0x0591, 0x05BD},
                                          {0x064B, 0x065F},
                                          {0x200B, 0x200D},
                                          {0x20D0, 0x20F0},
                                          {0xFE00, 0xFE0F},
                                          {0xE0100, 0xE01EF}}};

/// C1 controls, and characters that turn the direction of writing.
constexpr std::array<Range, 5> hidden{
    {{0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}}};

template <std::size_t Size> bool is_in(const std::array<Range, Size>& ranges, char32_t code_point) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
        return range.first <= code_point && code_point <= range.last;
    });
}

/// U+2400 and on are pictures of the control characters.
std::string picture(char32_t control) {
    std::string text;
    append_utf8(text, 0x2400 + control);
    return text;
}

} // namespace

Glyph first_glyph(std::string_view text) {
    const std::size_t bytes = utf8_length(text);
    if (bytes == 0) return {1, std::string(replacement), 1};
    const char32_t code_point = code_point_of(text.substr(0, bytes));
    if (code_point == '\t') return {1, " ", 1};
    if (code_point < 0x20) return {1, picture(code_point), 1};
    if (is_in(hidden, code_point)) return {bytes, std::string(replacement), 1};
    const std::size_t width = is_in(widthless, code_point) ? 0 : is_in(wide, code_point) ? 2 : 1;
    return {bytes, std::string(text.substr(0, bytes)), width};
}

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        if (text.front() == '\n') {
            shown += '\n';
            text.remove_prefix(1);
            continue;
        }
        const Glyph glyph = first_glyph(text);
        shown += glyph.shown;
        text.remove_prefix(glyph.bytes);
    }
    return shown;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Glyph glyph = first_glyph(text);
        width += glyph.width;
        text.remove_prefix(glyph.bytes);
    }
    return width;
}

} // namespace rlslint
