#include "statement_shape.hpp"

#include "rlslint/text/ascii.hpp"

#include "statement_words.hpp"

namespace rlslint {
bool StatementShape::is_word(const Token& token, std::string_view word) const {
    return token.kind == TokenKind::word && equal_ignoring_case(token.text(source_), word);
}

/// CREATE [OR REPLACE] `kind`.
bool StatementShape::creates(std::span<const Token> tokens, std::string_view kind) const {
    if (tokens.size() < 2 || !is_word(tokens[0], "create")) return false;
    if (is_word(tokens[1], kind)) return true;
    return tokens.size() > 3 && is_word(tokens[1], "or") && is_word(tokens[2], "replace") &&
           is_word(tokens[3], kind);
}

/// Whether the last token is a name although it reads like a keyword: `t.end`, `AS end`.
bool StatementShape::is_label(std::span<const Token> tokens) const {
    if (tokens.size() < 2) return false;
    const Token& before = tokens[tokens.size() - 2];
    return before.text(source_) == "." || is_word(before, "as");
}

void StatementShape::word(std::span<const Token> tokens) {
    const Token& token = tokens.back();
    const std::uint32_t size = token.end - token.begin;
    if (size == 6 && is_word(token, "atomic")) {
        const bool opens = tokens.size() > 2 && is_word(tokens[tokens.size() - 2], "begin");
        if (opens && (creates(tokens, "function") || creates(tokens, "procedure"))) ++blocks_;
    } else if (size <= 4 && blocks_ > 0) {
        if (is_label(tokens)) return;
        if (is_word(token, "case")) ++blocks_;
        if (is_word(token, "end")) --blocks_;
    } else if (size == 4 && tokens.size() <= 4 && is_word(token, "rule")) {
        rule_ = creates(tokens, "rule");
    }
}

bool StatementShape::begins_well(const Token& first) const {
    const std::string_view text = first.text(source_);
    return text == "(" || (first.kind == TokenKind::word && (begins_command(text) || begins_query(text)));
}

bool StatementShape::could_be_followed_by(const Token& token) const {
    if (token.kind != TokenKind::word) return false;
    const std::string_view word = token.text(source_);
    if (rule_ || blocks_ > 0)
        return begins_command(word) && !is_word(token, "end") && !is_word(token, "notify");
    return begins_command(word) || begins_query(word);
}

} // namespace rlslint
