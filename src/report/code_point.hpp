#pragma once

#include <cstddef>
#include <string_view>

namespace rlslint {

/// The code point of one well-formed UTF-8 sequence.
[[nodiscard]] inline char32_t code_point_of(std::string_view sequence) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
    if (sequence.size() == 1) return byte(0);
    char32_t code_point = byte(0) & (0xFFU >> (sequence.size() + 1));
    for (std::size_t at = 1; at < sequence.size(); ++at)
        code_point = code_point << 6 | (byte(at) & 0x3F);
    return code_point;
}

} // namespace rlslint
