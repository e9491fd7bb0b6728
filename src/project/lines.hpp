#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rlslint/text/ascii.hpp"

/// Texts line by line, as migration tools look for their markers.
namespace rlslint::lines {

struct Line {
    std::string_view text;   ///< without its end
    std::uint32_t begin = 0; ///< where it begins in the whole
    std::uint32_t next = 0;  ///< where the next one does
};

template <class Each> void for_each(std::string_view text, Each each) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t next = std::min(end + 1, text.size());
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r')) line.remove_suffix(1);
        each(Line{line, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(next)});
        at = next;
    }
}

/// Of a line that is a `--` comment: what is in it.
[[nodiscard]] inline std::optional<std::string_view> comment(std::string_view line) {
    line = trimmed(line);
    if (!line.starts_with("--")) return std::nullopt;
    return trimmed(line.substr(2));
}

/// Takes `word` off the start of `rest`, in any case, and the space behind it, if it is there as a
/// whole word.
[[nodiscard]] inline bool take_word(std::string_view& rest, std::string_view word) {
    if (!equal_ignoring_case(rest.substr(0, word.size()), word)) return false;
    const std::string_view behind = rest.substr(word.size());
    if (!behind.empty() && behind.front() != ' ' && behind.front() != '\t') return false;
    rest = trimmed(behind);
    return true;
}

} // namespace rlslint::lines
