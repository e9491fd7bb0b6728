#include "rlslint/text/line_index.hpp"

#include <algorithm>

#include "rlslint/text/utf8.hpp"

namespace rlslint {
namespace {

std::size_t character_length(std::string_view text) { return std::max<std::size_t>(1, utf8_length(text)); }

/// The number of characters of `text` that begin before `end` and are over by then.
std::uint32_t characters_before(std::string_view text, std::size_t end) {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < end; ++count) {
        at += character_length(text.substr(at));
        if (at > end) break;
    }
    return count;
}

} // namespace

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t at = text.find_first_of("\r\n"); at != text.npos; at = text.find_first_of("\r\n", at)) {
        at += text.substr(at, 2) == "\r\n" ? 2 : 1;
        starts_.push_back(static_cast<std::uint32_t>(at));
    }
}

Position LineIndex::position(std::uint32_t offset) const {
    offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const std::uint32_t start = *std::prev(after);
    return {static_cast<std::uint32_t>(after - starts_.begin()),
            characters_before(text_.substr(start), offset - start) + 1};
}

std::uint32_t LineIndex::offset(Position position) const {
    if (position.line > line_count()) return static_cast<std::uint32_t>(text_.size());
    if (position.line == 0) return 0;
    const std::string_view text = line(position.line);
    std::size_t at = 0;
    for (std::uint32_t column = 1; column < position.column && at < text.size(); ++column) {
        at += character_length(text.substr(at));
    }
    return starts_[position.line - 1] + static_cast<std::uint32_t>(at);
}

std::string_view LineIndex::line(std::uint32_t number) const {
    if (number == 0 || number > line_count()) return {};
    const std::uint32_t start = starts_[number - 1];
    const std::size_t end = number < line_count() ? starts_[number] : text_.size();
    std::string_view text = text_.substr(start, end - start);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::uint32_t LineIndex::line_count() const { return static_cast<std::uint32_t>(starts_.size()); }

} // namespace rlslint
