#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/token.hpp"

namespace rlslint::test {

inline std::vector<Token> lex(std::string_view text) {
    std::vector<Token> tokens;
    for (Lexer lexer(text, 0, static_cast<std::uint32_t>(text.size())); !lexer.at_end();) {
        tokens.push_back(lexer.next());
    }
    return tokens;
}

/// The texts of all tokens but white space, each with a letter for its kind: "w:select n:1".
inline std::string spelled(std::string_view text) {
    // In the order of TokenKind.
    static constexpr std::string_view letters = " -*wqUseubdnpo.?";
    std::string result;
    for (const Token& token : lex(text)) {
        if (token.kind == TokenKind::space) continue;
        if (!result.empty()) result += ' ';
        result += letters[static_cast<std::size_t>(token.kind)];
        if (!token.terminated) result += '!';
        result += ':';
        result += token.text(text);
    }
    return result;
}

} // namespace rlslint::test
