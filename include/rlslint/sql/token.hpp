#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rlslint {

/// What a token is. The classes are those of PostgreSQL's scanner (src/backend/parser/scan.l),
/// with white space, comments and psql's own additions kept as tokens.
enum class TokenKind : std::uint8_t {
    space,
    line_comment,   ///< `-- …` up to the end of the line, which is not part of it
    block_comment,  ///< `/* … */`, nested
    word,           ///< an unquoted identifier or keyword
    quoted_word,    ///< "…"
    unicode_word,   ///< U&"…"
    string,         ///< '…'; N'…' is the word N and a string, as in the server
    escape_string,  ///< E'…'
    unicode_string, ///< U&'…'
    bit_string,     ///< B'…' and X'…'
    dollar_string,  ///< $tag$ … $tag$
    number,
    parameter,   ///< $1
    op,          ///< an operator of one or more characters, `::`, `:=`, `=>`, `..` included
    punctuation, ///< one of , ( ) [ ] . ; :
    unknown,     ///< a byte that PostgreSQL's scanner has no rule for, e.g. `\` or `{`
};

/// One token: its bytes [begin, end) in the text that was lexed.
struct Token {
    TokenKind kind;
    bool terminated = true; ///< false where a string, quoted word or comment runs into the end
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] std::string_view text(std::string_view source) const {
        return source.substr(begin, end - begin);
    }
    [[nodiscard]] bool trivia() const { return kind <= TokenKind::block_comment; }
};

/// Reads tokens one after the other from `text` at [begin, end). Never fails: what no rule fits is
/// one `unknown` byte. Boundaries agree with PostgreSQL's core scanner on every text that it
/// accepts, with `standard_conforming_strings` on.
class Lexer {
public:
    Lexer(std::string_view text, std::uint32_t begin, std::uint32_t end);

    [[nodiscard]] bool at_end() const { return at_ >= end_; }
    [[nodiscard]] std::uint32_t offset() const { return at_; }

    /// The next token. Must not be called at the end.
    [[nodiscard]] Token next();

    /// Goes on at `offset`, e.g. after COPY data or a psql meta-command.
    void seek(std::uint32_t offset) { at_ = offset; }

private:
    std::string_view text_;
    std::uint32_t at_;
    std::uint32_t end_;
};

/// The tokens of a text that are no space and no comment.
[[nodiscard]] std::vector<Token> significant_tokens(std::string_view text);

/// A text's tokens with one space between them, unquoted words in lower case: two texts that differ in
/// layout, comments and case alone come out the same.
[[nodiscard]] std::string without_layout(std::string_view text);

/// Whether an unquoted word is this keyword, in any ASCII case.
[[nodiscard]] bool is_keyword(std::string_view word, std::string_view keyword);

/// An identifier token as PostgreSQL reads it: unquoted ones ASCII-lower-cased, quoted ones
/// unescaped, U&"" decoded (with the usual escape character: a UESCAPE clause is tokens of its own),
/// cut to 63 bytes at a character.
[[nodiscard]] std::string identifier(const Token& token, std::string_view source);

} // namespace rlslint
