#include "quoted.hpp"

#include <cstddef>
#include <cstring>

#include "byte_class.hpp"

namespace rlslint::scan {
namespace {

/// memchr that answers `end` where there is none.
const char* find(const char* at, const char* end, char wanted) {
    const void* const found = std::memchr(at, wanted, static_cast<std::size_t>(end - at));
    return found != nullptr ? static_cast<const char*>(found) : end;
}

/// The quote that closes an E'' string; a backslash hides the byte behind it.
const char* find_unescaped(const char* at, const char* end, char quote) {
    for (; at != end && *at != quote; ++at) {
        if (*at == '\\' && ++at == end) break;
    }
    return at;
}

} // namespace

Closing close_quote(const char* at, const char* end, char quote, Escapes escapes) {
    for (;; ++at) {
        at = escapes == Escapes::backslash ? find_unescaped(at, end, quote) : find(at, end, quote);
        if (at == end) return {end, false};
        ++at;
        if (escapes == Escapes::none || peek(at, end) != quote) return {at};
    }
}

const char* continuation(const char* at, const char* end) {
    bool new_line = false;
    for (;; ++at) {
        if (peek(at, end) == '-' && peek(at, end, 1) == '-') at = line_end(at, end);
        if (at == end || !is(*at, space)) break;
        new_line |= *at == '\n' || *at == '\r';
    }
    return new_line && peek(at, end) == '\'' ? at : nullptr;
}

const char* line_end(const char* at, const char* end) {
    // In steps: a text whose lines all end with CR must not be searched for LF to its end each time.
    constexpr std::ptrdiff_t step = 256;
    for (;; at += step) {
        const char* const step_end = end - at > step ? at + step : end;
        const char* const found = find(at, find(at, step_end, '\n'), '\r');
        if (found != step_end || step_end == end) return found;
    }
}

Closing close_comment(const char* at, const char* end) {
    // Both `/*` and `*/` have a star. A slash that closed something opens nothing: `from` is behind it.
    const char* from = at;
    for (int depth = 1;;) {
        const char* const star = find(from, end, '*');
        if (star == end) return {end, false};
        from = star + 1;
        if (star > at && star[-1] == '/') {
            ++depth;
            at = from;
        } else if (peek(star, end, 1) == '/') {
            at = from = star + 2;
            if (--depth == 0) return {at};
        }
    }
}

} // namespace rlslint::scan
