#pragma once

#include <cstdint>

namespace rlslint {

/// Names one text in a `Sources`. The value is the order in which the texts were added.
struct SourceId {
    std::uint32_t value = UINT32_MAX;

    [[nodiscard]] constexpr bool valid() const { return value != UINT32_MAX; }
    friend constexpr bool operator==(SourceId, SourceId) = default;
};

/// A half-open range of bytes [begin, end) in one source's text, counted from 0 in the text as
/// `Source::text` holds it (decoded to UTF-8, without a byte-order mark). A default-made span is no
/// place at all; an empty one with a valid source is a point.
struct Span {
    SourceId source;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] constexpr bool valid() const { return source.valid(); }
    [[nodiscard]] constexpr std::uint32_t size() const { return end - begin; }
    [[nodiscard]] constexpr bool contains(std::uint32_t offset) const {
        return begin <= offset && offset < end;
    }
    friend constexpr bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that holds both. Both must be places in the same source; where one is no
/// place, the other is returned.
[[nodiscard]] constexpr Span cover(Span a, Span b) {
    if (!a.valid()) return b;
    if (!b.valid()) return a;
    return {a.source, a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

} // namespace rlslint
