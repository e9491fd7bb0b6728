#include <algorithm>
#include <string_view>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

#include "byte_class.hpp"
#include "quoted.hpp"

// The rules are those of PostgreSQL's src/backend/parser/scan.l, hand-written for speed. What the
// server rejects (`123abc`, an unterminated string) becomes the token its message would point at.

namespace rlslint {
namespace {

using namespace scan;

struct Scanned {
    const char* end;
    TokenKind kind;
    bool terminated = true;
};

/// From behind a string's opening quote to the end of its last continuation.
Scanned scan_string(const char* at, const char* end, TokenKind kind, Escapes escapes) {
    for (;;) {
        const Closing closing = close_quote(at, end, '\'', escapes);
        if (!closing.found) return {end, kind, false};
        const char next = peek(closing.at, end);
        const char* const reopened = is(next, space) || next == '-' ? continuation(closing.at, end) : nullptr;
        if (reopened == nullptr) return {closing.at, kind};
        at = reopened + 1;
    }
}

Scanned scan_quoted_word(const char* at, const char* end, TokenKind kind) {
    const Closing closing = close_quote(at, end, '"', Escapes::doubled);
    return {closing.at, kind, closing.found};
}

/// A word, or the string that a lone letter before a quote begins.
Scanned scan_word(const char* at, const char* end) {
    const char next = peek(at, end, 1);
    if (next == '\'') {
        switch (ascii_lower(*at)) {
        case 'e': return scan_string(at + 2, end, TokenKind::escape_string, Escapes::backslash);
        case 'b':
        case 'x': return scan_string(at + 2, end, TokenKind::bit_string, Escapes::none);
        default: break;
        }
    } else if (next == '&' && ascii_lower(*at) == 'u') {
        const char quote = peek(at, end, 2);
        if (quote == '\'') return scan_string(at + 3, end, TokenKind::unicode_string, Escapes::doubled);
        if (quote == '"') return scan_quoted_word(at + 3, end, TokenKind::unicode_word);
    }
    return {skip(at + 1, end, word_part), TokenKind::word};
}

bool is_digit_of(char c, int base) {
    if (base == 16) return is(c, digit) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f');
    return c >= '0' && c < '0' + base;
}

/// Digits with single underscores between them. `at` may be at an underscore, which belongs to the
/// number only before a digit.
const char* skip_digits(const char* at, const char* end, int base) {
    for (;;) {
        const bool separated = peek(at, end) == '_';
        if (!is_digit_of(peek(at, end, separated ? 1 : 0), base)) return at;
        at += separated ? 2 : 1;
    }
}

int base_of(char letter) {
    switch (ascii_lower(letter)) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

/// `e`, a sign perhaps, and digits; else `at` as it was.
const char* skip_exponent(const char* at, const char* end) {
    if (ascii_lower(peek(at, end)) != 'e') return at;
    const char sign = peek(at, end, 1);
    const char* const digits = at + (sign == '+' || sign == '-' ? 2 : 1);
    return is(peek(digits, end), digit) ? skip_digits(digits, end, 10) : at;
}

const char* skip_decimal(const char* at, const char* end) {
    if (*at != '.') at = skip_digits(at, end, 10);
    const bool fraction = peek(at, end) == '.' && peek(at, end, 1) != '.'; // 1..2 is 1, .., 2
    if (fraction && is(peek(++at, end), digit)) at = skip_digits(at, end, 10);
    return skip_exponent(at, end);
}

/// A number, with the letters that touch it: the server calls these "trailing junk".
Scanned scan_number(const char* at, const char* end) {
    const int base = *at == '0' ? base_of(peek(at, end, 1)) : 10;
    const char* number_end = base == 10 ? at : skip_digits(at + 2, end, base);
    if (base == 10 || number_end == at + 2) number_end = skip_decimal(at, end);
    const bool junk = is(peek(number_end, end), base == 10 ? word_start : word_part);
    return {junk ? skip(number_end, end, word_part) : number_end, TokenKind::number};
}

/// What begins with `$`: a dollar quote, a parameter, or a lone `$`.
Scanned scan_dollar(const char* at, const char* end) {
    const char next = peek(at, end, 1);
    if (is(next, digit)) return {skip(at + 1, end, digit), TokenKind::parameter};
    const char* const tag_end = is(next, word_start) ? skip(at + 1, end, tag_part) : at + 1;
    if (peek(tag_end, end) != '$') return {at + 1, TokenKind::unknown};

    const std::string_view delimiter(at, tag_end + 1);
    const std::string_view rest(tag_end + 1, end);
    const std::size_t found = rest.find(delimiter);
    if (found == rest.npos) return {end, TokenKind::dollar_string, false};
    return {rest.data() + found + delimiter.size(), TokenKind::dollar_string};
}

/// Where a comment begins within a run of operator characters, or the run's end.
const char* before_comment(const char* at, const char* end) {
    for (; end - at > 1; ++at) {
        if ((at[0] == '-' && at[1] == '-') || (at[0] == '/' && at[1] == '*')) return at;
    }
    return end;
}

/// SQL lets `=-` be two operators: a trailing + or - belongs to an operator only where one of the
/// characters before it is none of SQL's own.
const char* without_trailing_sign(const char* at, const char* end) {
    const auto sign = [](char c) { return c == '+' || c == '-'; };
    if (end - at < 2 || !sign(end[-1])) return end;
    if (std::any_of(at, end, [](char c) { return is(c, special_part); })) return end;
    while (end - at > 1 && sign(end[-1]))
        --end;
    return end;
}

/// More operator characters than this in a row are looked at piecemeal: thousands of signs are as
/// many operators, and a longer operator than 63 characters is an error.
constexpr std::ptrdiff_t longest_run = 128;

/// An operator, or the comment that its first two characters begin.
Scanned scan_operator(const char* at, const char* end) {
    const char next = peek(at, end, 1);
    if (*at == '-' && next == '-') return {line_end(at + 2, end), TokenKind::line_comment};
    if (*at == '/' && next == '*') {
        const Closing closing = close_comment(at + 2, end);
        return {closing.at, TokenKind::block_comment, closing.found};
    }
    const char* const run = skip(at + 1, end - at > longest_run ? at + longest_run : end, operator_part);
    return {without_trailing_sign(at, before_comment(at, run)), TokenKind::op};
}

Scanned scan_token(const char* at, const char* end) {
    if (is(*at, word_start)) return scan_word(at, end);
    if (is(*at, space)) return {skip(at + 1, end, space), TokenKind::space};
    if (is(*at, digit)) return scan_number(at, end);
    if (is(*at, operator_part)) return scan_operator(at, end);
    const char next = peek(at, end, 1);
    switch (*at) {
    case '\'': return scan_string(at + 1, end, TokenKind::string, Escapes::doubled);
    case '"': return scan_quoted_word(at + 1, end, TokenKind::quoted_word);
    case '$': return scan_dollar(at, end);
    case '.':
        if (is(next, digit)) return scan_number(at, end);
        if (next == '.') return {at + 2, TokenKind::op};
        return {at + 1, TokenKind::punctuation};
    case ':':
        if (next == ':' || next == '=') return {at + 2, TokenKind::op};
        return {at + 1, TokenKind::punctuation};
    case ',':
    case '(':
    case ')':
    case '[':
    case ']':
    case ';': return {at + 1, TokenKind::punctuation};
    default: return {at + 1, TokenKind::unknown};
    }
}

} // namespace

Lexer::Lexer(std::string_view text, std::uint32_t begin, std::uint32_t end)
    : text_(text), at_(begin), end_(end) {}

Token Lexer::next() {
    const char* const base = text_.data();
    const Scanned scanned = scan_token(base + at_, base + end_);
    const Token token{scanned.kind, scanned.terminated, at_, static_cast<std::uint32_t>(scanned.end - base)};
    at_ = token.end;
    return token;
}

bool is_keyword(std::string_view word, std::string_view keyword) {
    return equal_ignoring_case(word, keyword);
}

} // namespace rlslint
