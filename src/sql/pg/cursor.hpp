#pragma once

#include <initializer_list>
#include <string_view>

#include "tokens.hpp"

namespace rlslint::pg {

/// Walks over a run of a statement's tokens, to find the places of clauses that the parse tree holds
/// without any. The text is known to be valid, so a step that finds nothing is not an error: the
/// cursor just stays where it is.
class Cursor {
public:
    Cursor(const Tokens& tokens, Extent range) : tokens_(&tokens), at_(range.first), last_(range.last) {}

    [[nodiscard]] TokenIndex here() const { return at_; }
    [[nodiscard]] TokenIndex last() const { return last_; }
    [[nodiscard]] bool done() const { return at_ > last_ || at_ >= tokens_->size(); }
    /// From `from` to the token before the cursor.
    [[nodiscard]] Extent since(TokenIndex from) const { return {from, at_ == 0 ? 0 : at_ - 1}; }
    /// From the cursor to the end of the range.
    [[nodiscard]] Extent rest() const { return {at_, last_}; }

    [[nodiscard]] bool at(std::string_view keyword) const { return !done() && tokens_->is(at_, keyword); }
    [[nodiscard]] bool at(char punctuation) const { return !done() && tokens_->is(at_, punctuation); }

    void move_to(TokenIndex token) { at_ = token; }
    /// Over one token.
    void step() { ++at_; }
    /// Over one token, or over a bracket with all that it encloses.
    void skip();

    /// Over this word or character, if it is there.
    bool accept(std::string_view keyword);
    bool accept(char punctuation);
    /// Over these words, if all of them are there.
    bool accept(std::initializer_list<std::string_view> keywords);

    /// On to the next such word outside brackets; false, and at the end, where there is none. Words
    /// that are names (behind a dot or AS) are passed over.
    bool seek(std::string_view keyword);
    bool seek(char punctuation);

    /// Over a qualified name, a bracketed group, or one item of a comma-separated list (and the comma).
    Extent name();
    Extent group();
    Extent item();

private:
    const Tokens* tokens_;
    TokenIndex at_;
    TokenIndex last_;
};

} // namespace rlslint::pg
