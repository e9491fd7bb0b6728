#include "line_hash.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>

#include <fmt/format.h>

#include "rlslint/text/utf8.hpp"

#include "code_point.hpp"

namespace rlslint {
namespace {

constexpr std::size_t block = 100;
constexpr std::uint64_t factor = 37;
constexpr char16_t end_of_file = 0xFFFF;

constexpr std::uint64_t power(std::uint64_t base, std::size_t exponent) {
    std::uint64_t result = 1;
    while (exponent-- > 0)
        result *= base;
    return result;
}

/// Characters as UTF-16 has them, because the hash is defined by JavaScript strings.
class LineHasher {
public:
    void take(char16_t unit) {
        const bool second_half = after_cr_ && unit == '\n';
        after_cr_ = false;
        if (unit == ' ' || unit == '\t' || second_half) return;
        if (unit == '\r') {
            unit = '\n';
            after_cr_ = true;
        }
        emit();
        if (at_line_start_) line_begins_[at_] = true;
        at_line_start_ = unit == '\n';
        roll(unit);
    }

    std::vector<std::string> finish() {
        take(end_of_file);
        for (std::size_t i = 0; i < block; ++i) {
            emit();
            roll(0);
        }
        return std::move(hashes_);
    }

private:
    /// The line that began where the window now ends is complete: what is in the window is its hash.
    void emit() {
        if (!line_begins_[at_]) return;
        line_begins_[at_] = false;
        hashes_.push_back(fmt::format("{:x}:{}", hash_, ++seen_[hash_]));
    }

    void roll(char16_t unit) {
        constexpr std::uint64_t leaving = power(factor, block);
        hash_ = hash_ * factor + unit - leaving * window_[at_];
        window_[at_] = unit;
        at_ = (at_ + 1) % block;
    }

    std::array<std::uint64_t, block> window_{};
    std::array<bool, block> line_begins_{};
    std::uint64_t hash_ = 0;
    std::size_t at_ = 0;
    bool at_line_start_ = true;
    bool after_cr_ = false;
    std::unordered_map<std::uint64_t, std::size_t> seen_;
    std::vector<std::string> hashes_;
};

/// Hands on one character of valid UTF-8.
void take_character(LineHasher& hasher, std::string_view bytes) {
    const char32_t code_point = code_point_of(bytes);
    if (code_point < 0x10000) return hasher.take(static_cast<char16_t>(code_point));
    hasher.take(static_cast<char16_t>(0xD800 + ((code_point - 0x10000) >> 10)));
    hasher.take(static_cast<char16_t>(0xDC00 + (code_point & 0x3FF)));
}

} // namespace

std::vector<std::string> line_hashes(std::string_view text, bool marked) {
    LineHasher hasher;
    if (marked) hasher.take(u'\uFEFF');
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            hasher.take(u'\uFFFD');
        } else {
            take_character(hasher, text.substr(0, length));
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return hasher.finish();
}

} // namespace rlslint
