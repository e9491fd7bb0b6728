#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint::pg {

using TokenIndex = std::uint32_t;

/// A run of tokens, the last one included.
struct Extent {
    TokenIndex first = 0;
    TokenIndex last = 0;

    friend bool operator==(Extent, Extent) = default;
};

/// The place of what the grammar adds and nobody wrote.
inline constexpr Extent nowhere{UINT32_MAX, 0};

/// The significant tokens of one statement. They supply what the parse tree lacks: where things end,
/// and where names and clauses stand. Every index is allowed; beyond the end there is nothing.
class Tokens {
public:
    /// `text` is the whole source's, `tokens` the statement's, `base` the byte that the parser was
    /// given as its first.
    void reset(SourceId source, std::string_view text, std::span<const Token> tokens, std::uint32_t base);

    [[nodiscard]] TokenIndex size() const { return static_cast<TokenIndex>(tokens_.size()); }
    [[nodiscard]] Extent all() const { return {0, size() == 0 ? 0 : size() - 1}; }
    [[nodiscard]] const Token& operator[](TokenIndex i) const { return tokens_[i]; }
    [[nodiscard]] std::string_view text(TokenIndex i) const;
    [[nodiscard]] Span span(Extent extent) const {
        if (extent.first > extent.last || extent.last >= size()) return {};
        return {source_, tokens_[extent.first].begin, tokens_[extent.last].end};
    }

    /// The token at a node's location, or the next one behind it.
    [[nodiscard]] TokenIndex at(int location) const;

    /// Whether the token is this unquoted word (given in lower case), or this character.
    [[nodiscard]] bool is(TokenIndex i, std::string_view keyword) const {
        return is(i, TokenKind::word) && tokens_[i].end - tokens_[i].begin == keyword.size() &&
               is_keyword(tokens_[i].text(text_), keyword);
    }
    [[nodiscard]] bool is(TokenIndex i, char punctuation) const {
        return is(i, TokenKind::punctuation) && text_[tokens_[i].begin] == punctuation;
    }
    [[nodiscard]] bool is(TokenIndex i, TokenKind kind) const {
        return i < size() && tokens_[i].kind == kind;
    }
    /// Whether it may be a part of a name: a word, a keyword too, or a quoted one.
    [[nodiscard]] bool is_name(TokenIndex i) const;

    /// The bracket that belongs to the one at `i`; `i` itself where there is none.
    [[nodiscard]] TokenIndex partner(TokenIndex i) const { return i < size() ? partners_[i] : i; }

    /// The last token of what begins at `i`: a string or name with its UESCAPE; a qualified name; a
    /// type, without %TYPE, where a parenthesis may be its modifiers; an operator or OPERATOR(…).
    [[nodiscard]] TokenIndex word_end(TokenIndex i) const;
    [[nodiscard]] TokenIndex name_end(TokenIndex i) const;
    [[nodiscard]] TokenIndex type_end(TokenIndex i, bool modifiers) const;
    [[nodiscard]] TokenIndex operator_end(TokenIndex i) const;
    /// The closing parenthesis of the group that opens at `i`, or else the token at `i`.
    [[nodiscard]] TokenIndex group_end(TokenIndex i) const { return is(i, '(') ? partner(i) : i; }
    /// The last of the words YEAR, DAY TO SECOND(3) and so on behind token `i`; `i` if there are none.
    [[nodiscard]] TokenIndex interval_end(TokenIndex i) const;

    /// With all the parentheses that enclose just this.
    [[nodiscard]] Extent widen(Extent extent) const;
    /// Without the parentheses that enclose all of this.
    [[nodiscard]] Extent narrow(Extent extent) const;

private:
    void match_brackets();
    [[nodiscard]] TokenIndex type_name_end(TokenIndex i, bool modifiers) const;

    SourceId source_;
    std::string_view text_;
    std::span<const Token> tokens_;
    std::uint32_t base_ = 0;
    std::vector<TokenIndex> partners_;
    mutable TokenIndex recent_ = 0; ///< where `at` found its last answer: the next one is mostly near
};

} // namespace rlslint::pg
