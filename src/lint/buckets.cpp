#include "rlslint/lint/buckets.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

/// A statement's tokens in lower case, strings as they are.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.trivia()) continue;
        const std::string_view word = token.text(text);
        words.push_back(word.starts_with('\'') ? std::string{word} : lower_case(word));
    }
    return words;
}

using Words = std::vector<std::string>;

/// The items of a list in parentheses at `at`, which is moved behind it.
Words list_at(const Words& words, std::size_t& at) {
    Words items;
    if (at >= words.size() || words[at] != "(") return items;
    for (++at; at < words.size() && words[at] != ")"; ++at) {
        if (words[at] != ",") items.push_back(words[at]);
    }
    ++at;
    return items;
}

bool names_buckets(const Words& words, std::size_t at) {
    return at + 2 < words.size() && words[at] == "storage" && words[at + 1] == "." &&
           words[at + 2] == "buckets";
}

/// What an INSERT says of the bucket; none where it does not name it with constants.
std::optional<bool> inserted(const Words& words, const std::string& quoted) {
    if (words.size() < 6 || words[0] != "insert" || !names_buckets(words, 2)) return std::nullopt;
    std::size_t at = 5;
    const Words columns = list_at(words, at);
    const auto id = std::find(columns.begin(), columns.end(), "id");
    const auto open = std::find(columns.begin(), columns.end(), "public");
    if (id == columns.end() || at >= words.size() || words[at++] != "values") return std::nullopt;
    while (at < words.size() && words[at] == "(") {
        const Words row = list_at(words, at);
        if (at < words.size() && words[at] == ",") ++at;
        if (row.size() != columns.size() || row[static_cast<std::size_t>(id - columns.begin())] != quoted)
            continue;
        return open != columns.end() && row[static_cast<std::size_t>(open - columns.begin())] == "true";
    }
    return std::nullopt;
}

/// update storage.buckets set public = … where id = '…'
std::optional<bool> updated(const Words& words, const std::string& quoted) {
    if (words.size() < 8 || words[0] != "update" || !names_buckets(words, 1)) return std::nullopt;
    const auto open = std::find(words.begin(), words.end(), "public");
    const bool sets = words.end() - open > 2 && *(open + 1) == "=";
    const bool names = std::find(words.begin(), words.end(), quoted) != words.end();
    return sets && names ? std::optional{*(open + 2) == "true"} : std::nullopt;
}

} // namespace

std::optional<Span> public_bucket(const Model& model, std::string_view id) {
    const std::string quoted = "'" + std::string{id} + "'";
    std::optional<Span> made;
    for (const LogEntry& entry : model.history.log) {
        if (entry.tag != "INSERT" && entry.tag != "UPDATE") continue;
        const std::string_view text = model.sources.text(entry.span);
        if (text.find("buckets") == std::string_view::npos) continue;
        const Words words = words_of(text);
        const auto said = entry.tag == "INSERT" ? inserted(words, quoted) : updated(words, quoted);
        if (said) made = *said ? std::optional{entry.span} : std::nullopt;
    }
    return made;
}

} // namespace rlslint
