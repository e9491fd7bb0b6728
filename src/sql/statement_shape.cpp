#include "statement_shape.hpp"

#include <algorithm>
#include <array>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

bool any_of(std::span<const std::string_view> words, std::string_view word) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view w) { return equal_ignoring_case(w, word); });
}

/// First words of the statements that rules and function bodies may consist of.
bool begins_query(std::string_view word) {
    static constexpr std::array<std::string_view, 9> words{"select", "insert", "update", "delete", "merge",
                                                           "with",   "values", "table",  "notify"};
    return any_of(words, word);
}

/// First words of statements that a script is made of, but no rule or function body.
bool begins_command(std::string_view word) {
    static constexpr std::array<std::string_view, 32> words{
        "abort",  "alter",    "analyze",   "begin",    "call",    "cluster", "comment",  "commit",
        "copy",   "create",   "do",        "drop",     "end",     "explain", "grant",    "import",
        "listen", "lock",     "prepare",   "reassign", "refresh", "reindex", "release",  "reset",
        "revoke", "rollback", "savepoint", "security", "set",     "start",   "truncate", "vacuum"};
    return any_of(words, word);
}

} // namespace

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

bool StatementShape::could_be_followed_by(const Token& token) const {
    if (token.kind != TokenKind::word) return false;
    const std::string_view word = token.text(source_);
    const bool queries_belong = rule_ || blocks_ > 0;
    if (blocks_ > 0 && equal_ignoring_case(word, "end")) return false;
    return begins_command(word) || (!queries_belong && begins_query(word));
}

} // namespace rlslint
