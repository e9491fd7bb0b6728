#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/reference_scanner.hpp"
#include "rlslint/sql/script.hpp"

#include "lexing.hpp"

namespace rlslint::test {

inline std::string shown(const Token& token, std::string_view text) {
    return std::to_string(static_cast<int>(token.kind)) + " at " + std::to_string(token.begin) + ": " +
           std::string(token.text(text));
}

/// The first difference between our tokens, but for white space, and the server's; empty where there
/// is none. Of a text that the server rejects, the tokens before the place it complains of.
inline std::string scan_difference(std::string_view text) {
    const ReferenceScan reference = reference_scan(text);
    std::vector<Token> ours = lex(text);
    std::erase_if(ours, [](const Token& token) { return token.kind == TokenKind::space; });
    for (std::size_t i = 0; i < reference.tokens.size(); ++i) {
        const Token& theirs = reference.tokens[i];
        if (i == ours.size()) return "missing " + shown(theirs, text);
        if (ours[i].kind != theirs.kind || ours[i].begin != theirs.begin || ours[i].end != theirs.end) {
            return "the server has " + shown(theirs, text) + ", we have " + shown(ours[i], text);
        }
        const bool named = !reference.names[i].empty() && theirs.kind != TokenKind::unicode_word;
        if (named && identifier(theirs, text) != reference.names[i]) return "name " + reference.names[i];
    }
    if (!reference.error && ours.size() > reference.tokens.size()) {
        return "we have more: " + shown(ours[reference.tokens.size()], text);
    }
    return {};
}

/// The same, both as the text stands, comments being tokens, and with comments blanked, as the parser
/// sees it. libpg_query's scanner does not know the comments within a string that goes on over
/// lines, so such a text is looked at blanked only. A NUL ends the text, as in the server.
inline std::string scan_differences(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    const std::string blanked = blank_comments(text);
    const std::vector<Token> tokens = lex(text);
    const bool comment_in_string = std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        return !token.trivia() && token.text(text) != token.text(blanked);
    });
    const std::string found = comment_in_string ? std::string{} : scan_difference(text);
    return found.empty() ? scan_difference(blanked) : found;
}

} // namespace rlslint::test
