#include <charconv>
#include <optional>
#include <string>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"
#include "rlslint/text/utf8.hpp"

namespace rlslint {
namespace {

constexpr std::size_t max_identifier = 63; // NAMEDATALEN - 1

/// What stands between the quotes, with doubled ones single.
std::string unquoted(std::string_view token, bool terminated) {
    token.remove_prefix(token.find('"') + 1);
    if (terminated) token.remove_suffix(1);
    std::string text;
    text.reserve(token.size());
    for (std::size_t at = 0; at < token.size(); ++at) {
        text += token[at];
        if (token[at] == '"') ++at;
    }
    return text;
}

/// The number that exactly these hexadecimal digits give.
std::optional<char32_t> hex(std::string_view digits, std::size_t count) {
    std::uint32_t value = 0;
    const char* const end = digits.data() + std::min(count, digits.size());
    const auto [at, error] = std::from_chars(digits.data(), end, value, 16);
    if (error != std::errc{} || at != digits.data() + count) return std::nullopt;
    return value;
}

/// Reads `\XXXX` and `\+XXXXXX`, of which two may be a surrogate pair.
class UnicodeEscapes {
public:
    explicit UnicodeEscapes(std::string_view text) : rest_(text) {}

    std::string decoded() {
        std::string text;
        while (!rest_.empty()) {
            if (const std::optional<char32_t> code_point = escape()) {
                append_utf8(text, *code_point);
            } else {
                if (rest_.starts_with("\\\\")) rest_.remove_prefix(1);
                text += rest_.front();
                rest_.remove_prefix(1);
            }
        }
        return text;
    }

private:
    /// The scalar value that an escape, or a pair of them, gives; none where the text goes on as it is.
    std::optional<char32_t> escape() {
        const std::string_view before = rest_;
        std::optional<char32_t> value = unit();
        if (value && *value >= 0xD800 && *value < 0xDC00) {
            const std::optional<char32_t> low = unit();
            const bool pair = low && *low >= 0xDC00 && *low < 0xE000;
            value =
                pair ? std::optional{0x10000 + ((*value - 0xD800) << 10) + (*low - 0xDC00)} : std::nullopt;
        }
        if (value && (*value > 0x10FFFF || (*value >= 0xD800 && *value < 0xE000))) value.reset();
        if (!value) rest_ = before;
        return value;
    }

    std::optional<char32_t> unit() {
        if (!rest_.starts_with('\\')) return std::nullopt;
        const bool longer = rest_.substr(1).starts_with('+');
        const std::size_t begin = longer ? 2 : 1;
        const std::size_t count = longer ? 6 : 4;
        const std::optional<char32_t> value = hex(rest_.substr(begin), count);
        if (value) rest_.remove_prefix(begin + count);
        return value;
    }

    std::string_view rest_;
};

/// The length that a character's first byte announces, as the server goes by it.
std::size_t announced_length(char first) {
    const auto lead = static_cast<unsigned char>(first);
    if (lead >= 0xC0 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF8 ? 4 : 1;
}

void truncate(std::string& name) {
    if (name.size() <= max_identifier) return;
    std::size_t end = 0;
    for (std::size_t next = 0; next <= max_identifier; next += announced_length(name[end]))
        end = next;
    name.resize(end);
}

} // namespace

std::string identifier(const Token& token, std::string_view source) {
    const std::string_view text = token.text(source);
    std::string name;
    switch (token.kind) {
    case TokenKind::quoted_word: name = unquoted(text, token.terminated); break;
    case TokenKind::unicode_word: name = UnicodeEscapes(unquoted(text, token.terminated)).decoded(); break;
    default: name = lower_case(text); break;
    }
    truncate(name);
    return name;
}

} // namespace rlslint
