#include "tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rlslint::pg {
namespace {

constexpr std::array interval_words{"year", "month", "day", "hour", "minute", "second", "to"};

} // namespace

void Tokens::reset(SourceId source, std::string_view text, std::span<const Token> tokens,
                   std::uint32_t base) {
    source_ = source;
    text_ = text;
    tokens_ = tokens;
    base_ = base;
    recent_ = 0;
    match_brackets();
}

/// While a bracket is open, its entry holds the bracket that was open before it.
void Tokens::match_brackets() {
    constexpr TokenIndex none = UINT32_MAX;
    partners_.resize(tokens_.size());
    TokenIndex open = none;
    for (TokenIndex i = 0; i < size(); ++i) {
        const char c = tokens_[i].kind == TokenKind::punctuation ? text_[tokens_[i].begin] : ' ';
        if (c == '(' || c == '[') {
            partners_[i] = open;
            open = i;
        } else if ((c == ')' || c == ']') && open != none) {
            partners_[i] = open;
            open = std::exchange(partners_[open], i);
        } else {
            partners_[i] = i;
        }
    }
    while (open != none) {
        const TokenIndex left_open = open;
        open = partners_[left_open];
        partners_[left_open] = left_open;
    }
}

std::string_view Tokens::text(TokenIndex i) const {
    return i < size() ? tokens_[i].text(text_) : std::string_view{};
}

TokenIndex Tokens::at(int location) const {
    if (location < 0) return 0;
    const std::uint32_t offset = base_ + static_cast<std::uint32_t>(location);
    constexpr TokenIndex near = 8;
    if (recent_ < size() && tokens_[recent_].begin <= offset) {
        const TokenIndex end = std::min(recent_ + near, size());
        for (TokenIndex i = recent_; i < end; ++i) {
            if (tokens_[i].begin == offset) return recent_ = i;
        }
    }
    const auto found =
        std::lower_bound(tokens_.begin(), tokens_.end(), offset,
                         [](const Token& token, std::uint32_t at) { return token.begin < at; });
    return recent_ = static_cast<TokenIndex>(found - tokens_.begin());
}

bool Tokens::is_name(TokenIndex i) const {
    return is(i, TokenKind::word) || is(i, TokenKind::quoted_word) || is(i, TokenKind::unicode_word);
}

TokenIndex Tokens::word_end(TokenIndex i) const {
    const bool unicode = is(i, TokenKind::unicode_word) || is(i, TokenKind::unicode_string);
    return unicode && is(i + 1, "uescape") ? i + 2 : i;
}

TokenIndex Tokens::name_end(TokenIndex i) const {
    TokenIndex end = word_end(i);
    while (is(end + 1, '.') && is_name(end + 2))
        end = word_end(end + 2);
    return end;
}

TokenIndex Tokens::operator_end(TokenIndex i) const {
    return is(i, "operator") && is(i + 1, '(') ? partner(i + 1) : i;
}

TokenIndex Tokens::interval_end(TokenIndex i) const {
    for (;;) {
        const bool more = std::any_of(interval_words.begin(), interval_words.end(),
                                      [&](auto word) { return is(i + 1, word); });
        if (!more) return i;
        ++i;
        if (is(i + 1, '(')) i = partner(i + 1);
    }
}

/// Without array bounds. Some types are spelt in several words.
TokenIndex Tokens::type_name_end(TokenIndex i, bool modifiers) const {
    modifiers |= is(i, "float"); // the grammar turns its precision into another type
    const auto with_modifiers = [&](TokenIndex end) {
        return modifiers && is(end + 1, '(') ? partner(end + 1) : end;
    };
    if (is(i, "double") && is(i + 1, "precision")) return i + 1;
    if (is(i, "interval")) return interval_end(with_modifiers(i));
    if (is(i, "time") || is(i, "timestamp")) {
        const TokenIndex end = with_modifiers(i);
        const bool zone = (is(end + 1, "with") || is(end + 1, "without")) && is(end + 2, "time");
        return zone ? end + 3 : end;
    }
    if (is(i, "national") && (is(i + 1, "character") || is(i + 1, "char"))) ++i;
    const bool varying = is(i, "character") || is(i, "char") || is(i, "nchar") || is(i, "bit");
    if (varying && is(i + 1, "varying")) return with_modifiers(i + 1);
    return with_modifiers(name_end(i));
}

TokenIndex Tokens::type_end(TokenIndex i, bool modifiers) const {
    TokenIndex end = type_name_end(is(i, "setof") ? i + 1 : i, modifiers);
    if (is(end + 1, "array")) ++end;
    while (is(end + 1, '['))
        end = partner(end + 1);
    return end;
}

Extent Tokens::widen(Extent extent) const {
    while (extent.first > 0 && is(extent.first - 1, '(') && partner(extent.first - 1) == extent.last + 1) {
        --extent.first;
        ++extent.last;
    }
    return extent;
}

Extent Tokens::narrow(Extent extent) const {
    while (is(extent.first, '(') && partner(extent.first) == extent.last && extent.last > extent.first + 1) {
        ++extent.first;
        --extent.last;
    }
    return extent;
}

} // namespace rlslint::pg
