#include "rlslint/sql/psql.hpp"

#include "rlslint/sql/token.hpp"

namespace rlslint {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// One word: its quoted parts without their quotes, '' and \\' in them as a quote.
std::string next_word(std::string_view text, std::size_t& at) {
    std::string word;
    char quote = 0;
    for (; at < text.size() && (quote != 0 || !is_blank(text[at])); ++at) {
        const char c = text[at];
        const bool doubled = c == quote && at + 1 < text.size() && text[at + 1] == quote;
        const bool escaped = quote == '\'' && c == '\\' && at + 1 < text.size();
        if (doubled || escaped)
            word += text[++at];
        else if (quote != 0 && c == quote)
            quote = 0;
        else if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        else
            word += c;
    }
    return word;
}

/// In a connection string: `dbname=app user=clerk`.
std::string user_in(std::string_view connection) {
    const std::string_view key = "user=";
    const auto at = connection.find(key);
    if (at == std::string_view::npos) return {};
    connection.remove_prefix(at + key.size());
    return std::string{connection.substr(0, connection.find(' '))};
}

std::string enclosed(std::string_view value, char quote) {
    std::string result{quote};
    for (const char c : value) {
        if (c == quote) result += quote;
        result += c;
    }
    return result += quote;
}

/// The value that stands behind a colon as `token`; none where that is no variable.
std::optional<std::string> value_for(const Token& token, std::string_view sql,
                                     const PsqlVariables& variables) {
    const std::string_view text = token.text(sql);
    const bool word = token.kind == TokenKind::word;
    const bool in_quotes = token.kind == TokenKind::string || token.kind == TokenKind::quoted_word;
    if (!word && (!in_quotes || !token.terminated || text.size() < 2)) return std::nullopt;
    const auto found = variables.find(word ? text : text.substr(1, text.size() - 2));
    if (found == variables.end()) return std::nullopt;
    return word ? found->second : enclosed(found->second, text.front());
}

} // namespace

std::vector<std::string> meta_command_words(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = text.starts_with('\\') ? 1 : 0; at < text.size();) {
        if (is_blank(text[at]))
            ++at;
        else
            words.push_back(next_word(text, at));
    }
    return words;
}

std::optional<std::string> user_to_connect_as(std::string_view text) {
    std::vector<std::string> words = meta_command_words(text);
    if (words.empty() || (words[0] != "c" && words[0] != "connect")) return std::nullopt;
    std::erase_if(words, [](const std::string& word) { return word.starts_with("-reuse-previous="); });
    if (words.size() > 2) return words[2] == "-" ? std::string{} : words[2];
    return words.size() == 2 ? user_in(words[1]) : std::string{};
}

void change_variables(PsqlVariables& variables, std::string_view meta_command) {
    const std::vector<std::string> words = meta_command_words(meta_command);
    if (words.size() < 2) return;
    if (words[0] == "unset") variables.erase(words[1]);
    if (words[0] != "set") return;
    std::string value;
    for (std::size_t i = 2; i < words.size(); ++i)
        value += words[i];
    variables[words[1]] = value;
}

std::string with_variables(std::string_view sql, const PsqlVariables& variables) {
    std::string result;
    std::uint32_t copied = 0;
    bool behind_colon = false;
    for (Lexer lexer{sql, 0, static_cast<std::uint32_t>(sql.size())}; !lexer.at_end();) {
        const Token token = lexer.next();
        const auto value = behind_colon ? value_for(token, sql, variables) : std::nullopt;
        if (value) {
            result += sql.substr(copied, token.begin - 1 - copied);
            result += *value;
            copied = token.end;
        }
        behind_colon = token.text(sql) == ":";
    }
    return result += sql.substr(copied);
}

} // namespace rlslint
