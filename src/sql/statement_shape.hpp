#pragma once

#include <span>
#include <string_view>

#include "rlslint/sql/token.hpp"

namespace rlslint {

/// Follows a statement token by token, to know whether a `;` would end it: not within parentheses,
/// as in CREATE RULE … DO (…; …), nor within the BEGIN ATOMIC … END of a function.
class StatementShape {
public:
    explicit StatementShape(std::string_view source) : source_(source) {}

    /// Takes in the last of the statement's tokens so far.
    void add(std::span<const Token> tokens) {
        const Token& token = tokens.back();
        if (tokens.size() == 1) hopeless_ = !begins_well(token);
        if (token.kind == TokenKind::punctuation) {
            parenthesis(source_[token.begin]);
        } else if (token.kind == TokenKind::word && parentheses_ == 0) {
            word(tokens);
        }
    }

    [[nodiscard]] bool inside() const { return parentheses_ > 0 || blocks_ > 0; }
    [[nodiscard]] bool in_body() const { return blocks_ > 0; }

    /// PostgreSQL has no statement that begins like this one, or that has a `;` at such a place. It is
    /// what an unpaired quote makes of the text behind it, another program's command, or a template's.
    [[nodiscard]] bool hopeless() const { return hopeless_; }

    /// Whether `token`, behind a `;` inside the statement, looks like another statement's first.
    [[nodiscard]] bool could_be_followed_by(const Token& token) const;

private:
    void parenthesis(char c) {
        if (c == '(') ++parentheses_;
        if (c == ')' && parentheses_ > 0) --parentheses_;
        if (c == ';' && parentheses_ > 0 && !rule_) hopeless_ = true;
    }
    void word(std::span<const Token> tokens);
    [[nodiscard]] bool is_word(const Token& token, std::string_view word) const;
    [[nodiscard]] bool is_label(std::span<const Token> tokens) const;
    [[nodiscard]] bool begins_well(const Token& first) const;
    [[nodiscard]] bool creates(std::span<const Token> tokens, std::string_view kind) const;

    std::string_view source_;
    int parentheses_ = 0;
    int blocks_ = 0; ///< BEGIN ATOMIC, and CASE within it: what an END closes
    bool rule_ = false;
    bool hopeless_ = false;
};

} // namespace rlslint
