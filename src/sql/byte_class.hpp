#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace rlslint::scan {

/// Classes of bytes as scan.l defines them, one bit each.
enum ByteClass : std::uint8_t {
    space = 1u << 0,
    word_start = 1u << 1, ///< letters, `_` and every byte above ASCII
    word_part = 1u << 2,  ///< these, digits and `$`
    digit = 1u << 3,
    operator_part = 1u << 4,
    special_part = 1u << 5, ///< of an operator, and not in any of SQL's own
    tag_part = 1u << 6,     ///< of a dollar quote's tag: what a word has, but no `$`
};

consteval std::array<std::uint8_t, 256> byte_classes() {
    std::array<std::uint8_t, 256> classes{};
    const auto mark = [&](std::string_view bytes, int bits) {
        for (const char c : bytes)
            classes[static_cast<unsigned char>(c)] |= static_cast<std::uint8_t>(bits);
    };
    mark(" \t\n\r\f\v", space);
    mark("0123456789", digit | word_part | tag_part);
    mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_", word_start | word_part | tag_part);
    mark("$", word_part);
    mark("+-*/<>=", operator_part);
    mark("~!@#^&|`?%", operator_part | special_part);
    for (std::size_t c = 0x80; c < 0x100; ++c)
        classes[c] = word_start | word_part | tag_part;
    return classes;
}

inline constexpr auto byte_class = byte_classes();

[[nodiscard]] constexpr bool is(char c, ByteClass wanted) {
    return (byte_class[static_cast<unsigned char>(c)] & wanted) != 0;
}

/// The end of the run of `wanted` bytes that begins at `at`.
[[nodiscard]] constexpr const char* skip(const char* at, const char* end, ByteClass wanted) {
    while (at != end && is(*at, wanted))
        ++at;
    return at;
}

/// The byte `ahead` of `at`, or NUL past the end: NUL is in no class and equals nothing looked for.
[[nodiscard]] constexpr char peek(const char* at, const char* end, std::ptrdiff_t ahead = 0) {
    return end - at > ahead ? at[ahead] : '\0';
}

} // namespace rlslint::scan
