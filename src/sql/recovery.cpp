#include "recovery.hpp"

#include <algorithm>

#include "rlslint/sql/script.hpp"
#include "rlslint/text/ascii.hpp"

#include "statement_words.hpp"

namespace rlslint {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

/// How deep a line may be indented and still begin a new statement.
std::size_t deepest(std::string_view text, std::uint32_t begin) {
    return indentation(text, begin).value_or(0);
}

bool begins_line(std::string_view text, std::size_t offset, std::uint32_t begin) {
    const std::optional<std::size_t> indent = indentation(text, offset);
    return indent && *indent <= deepest(text, begin);
}

std::string_view first_word(std::string_view line) { return line.substr(0, line.find_first_of(white_space)); }

} // namespace

std::optional<std::size_t> indentation(std::string_view text, std::size_t offset) {
    std::size_t line = offset;
    while (line > 0 && (text[line - 1] == ' ' || text[line - 1] == '\t'))
        --line;
    const bool first = line == 0 || text[line - 1] == '\n' || text[line - 1] == '\r';
    return first ? std::optional{offset - line} : std::nullopt;
}

bool statement_follows(std::string_view text, std::uint32_t offset, std::uint32_t begin,
                       const StatementShape& shape) {
    Lexer ahead(text, offset, static_cast<std::uint32_t>(text.size()));
    while (!ahead.at_end()) {
        const Token token = ahead.next();
        if (!token.trivia())
            return begins_line(text, token.begin, begin) && shape.could_be_followed_by(token);
    }
    return true;
}

std::optional<std::uint32_t> statement_within(std::string_view text, const Token& token,
                                              std::uint32_t begin) {
    const std::string_view inside = token.text(text);
    bool ended = false; // the last line with more on it than a comment ended with `;`
    for (std::size_t line = 0, next = 0; line < inside.size(); line = next + 1) {
        next = std::min(inside.find('\n', line), inside.size());
        const std::string_view content = trimmed(inside.substr(line, next - line));
        if (content.empty() || content.starts_with("--")) continue;
        const auto at = static_cast<std::uint32_t>(content.data() - text.data());
        if (ended && begins_migration_step(first_word(content)) && begins_line(text, at, begin)) return at;
        ended = content.ends_with(';');
    }
    return std::nullopt;
}

std::optional<std::pair<Piece, Piece>> split_before(const Sources& sources, const Script& script,
                                                    const Piece& piece, std::uint32_t offset) {
    const std::string_view text = sources[script.source].text;
    const std::span<const Token> tokens = script.tokens_of(piece);
    const auto behind =
        std::upper_bound(tokens.begin(), tokens.end(), offset,
                         [](std::uint32_t at, const Token& token) { return at < token.begin; });
    auto first = behind;
    while (first != tokens.begin() && !indentation(text, std::prev(first)->begin))
        --first;
    if (behind == tokens.begin() || std::distance(tokens.begin(), first) < 2) return std::nullopt;
    --first;

    const std::string_view word = first->text(text);
    if (!begins_line(text, first->begin, piece.span.begin)) return std::nullopt;
    if (!begins_command(word) && !begins_query(word)) return std::nullopt;
    Piece before = piece;
    Piece after = piece;
    before.span.end = std::prev(first)->end;
    before.token_count = static_cast<std::uint32_t>(first - tokens.begin());
    before.unterminated = false;
    after.span.begin = first->begin;
    after.first_token += before.token_count;
    after.token_count -= before.token_count;
    return std::pair{before, after};
}

} // namespace rlslint
