#include "rlslint/text/source.hpp"
#include "rlslint/text/utf8.hpp"

namespace rlslint {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_high_surrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/// Reads 16-bit units of one byte order.
class Utf16Reader {
public:
    Utf16Reader(std::string_view bytes, bool little) : bytes_(bytes), little_(little) {}

    [[nodiscard]] bool at_end() const { return at_ >= bytes_.size(); }

    /// The next code point; none for an unpaired surrogate or half a unit at the end.
    std::optional<char32_t> next() {
        if (at_ + 1 >= bytes_.size()) {
            at_ = bytes_.size();
            return std::nullopt;
        }
        const char32_t unit = take();
        if (!is_high_surrogate(unit)) return is_low_surrogate(unit) ? std::nullopt : std::optional{unit};
        if (at_ + 1 >= bytes_.size() || !is_low_surrogate(peek())) return std::nullopt;
        return 0x10000 + ((unit - 0xD800) << 10) + (take() - 0xDC00);
    }

private:
    [[nodiscard]] char32_t peek() const {
        const auto first = static_cast<unsigned char>(bytes_[at_]);
        const auto second = static_cast<unsigned char>(bytes_[at_ + 1]);
        return static_cast<char32_t>(little_ ? second << 8 | first : first << 8 | second);
    }

    char32_t take() {
        const char32_t unit = peek();
        at_ += 2;
        return unit;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool little_;
};

Decoded from_utf16(std::string_view bytes, Encoding encoding) {
    Decoded decoded{.text = {}, .encoding = encoding, .first_replaced = std::nullopt};
    decoded.text.reserve(bytes.size() / 2);
    for (Utf16Reader reader(bytes, encoding == Encoding::utf16_le); !reader.at_end();) {
        const std::optional<char32_t> code_point = reader.next();
        if (!code_point && !decoded.first_replaced) {
            decoded.first_replaced = static_cast<std::uint32_t>(decoded.text.size());
        }
        append_utf8(decoded.text, code_point.value_or(replacement));
    }
    return decoded;
}

/// Whether bytes 0 and 2, or 1 and 3, are the zero halves of two ASCII characters. No SQL in UTF-8
/// begins like that.
bool looks_like_utf16(std::string_view bytes, bool little) {
    if (bytes.size() < 4) return false;
    const std::size_t zero = little ? 1 : 0;
    const auto pair = [&](std::size_t at) {
        return bytes[at + zero] == '\0' && bytes[at + 1 - zero] != '\0';
    };
    return pair(0) && pair(2);
}

} // namespace

Decoded decode(std::string bytes) {
    using namespace std::string_view_literals;
    const std::string_view view = bytes;
    if (view.starts_with("\xFF\xFE"sv)) return from_utf16(view.substr(2), Encoding::utf16_le);
    if (view.starts_with("\xFE\xFF"sv)) return from_utf16(view.substr(2), Encoding::utf16_be);
    if (view.starts_with("\xEF\xBB\xBF"sv)) return {bytes.substr(3), Encoding::utf8_bom, std::nullopt};
    if (looks_like_utf16(view, true)) return from_utf16(view, Encoding::utf16_le);
    if (looks_like_utf16(view, false)) return from_utf16(view, Encoding::utf16_be);
    return {std::move(bytes), Encoding::utf8, std::nullopt};
}

std::string_view to_string(Encoding encoding) {
    switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::utf8_bom: return "UTF-8 with byte-order mark";
    case Encoding::utf16_le: return "UTF-16LE";
    case Encoding::utf16_be: return "UTF-16BE";
    }
    return "";
}

} // namespace rlslint
