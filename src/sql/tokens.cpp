#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

bool may_fold(TokenKind kind) {
    return kind == TokenKind::word || kind == TokenKind::op || kind == TokenKind::number;
}

} // namespace

std::vector<Token> significant_tokens(std::string_view text) {
    std::vector<Token> tokens;
    for (Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())}; !lexer.at_end();)
        if (const Token token = lexer.next(); !token.trivia()) tokens.push_back(token);
    return tokens;
}

std::string without_layout(std::string_view text) {
    std::string plain;
    for (const Token& token : significant_tokens(text)) {
        if (!plain.empty()) plain += ' ';
        for (const char c : token.text(text))
            plain += may_fold(token.kind) ? ascii_lower(c) : c;
    }
    return plain;
}

} // namespace rlslint
