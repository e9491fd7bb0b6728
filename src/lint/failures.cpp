#include "rlslint/lint/failures.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rlslint/sql/token.hpp"

#include "unread.hpp"

namespace rlslint {
namespace {

bool holds(std::string_view words, std::string_view phrase) {
    return words.find(phrase) != std::string_view::npos;
}

bool continues_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// The same, as words of their own: `id` is not in `user_id`.
bool holds_whole(std::string_view words, std::string_view phrase) {
    if (phrase.empty()) return false;
    for (auto at = words.find(phrase); at != std::string_view::npos; at = words.find(phrase, at + 1)) {
        const auto end = at + phrase.size();
        const bool begins = at == 0 || !continues_word(words[at - 1]);
        if (begins && (end == words.size() || !continues_word(words[end]))) return true;
    }
    return false;
}

/// What a refusal is about, from the server's words: `column "slug" of relation "notes" does not exist`.
struct Complaint {
    std::string kind;               ///< column, policy, function …; its first word
    std::vector<std::string> names; ///< those in quotes, else the word behind the kind
};

/// Without schema and arguments: of `app.f(integer)` just `f`.
std::string last_part(std::string_view name) {
    name = name.substr(0, name.find('('));
    const auto dot = name.rfind('.');
    return std::string{dot == std::string_view::npos ? name : name.substr(dot + 1)};
}

Complaint complaint_of(const LogEntry& failure) {
    const std::string message = plain_words(failure.why);
    Complaint complaint{message.substr(0, message.find(' ')), {}};
    for (auto open = message.find('"'); open != std::string::npos;) {
        const auto close = message.find('"', open + 1);
        if (close == std::string::npos) break;
        complaint.names.push_back(last_part(message.substr(open + 1, close - open - 1)));
        open = message.find('"', close + 1);
    }
    if (complaint.names.empty() && complaint.kind.size() < message.size()) {
        const auto begin = complaint.kind.size() + 1;
        complaint.names.push_back(last_part(message.substr(begin, message.find(' ', begin) - begin)));
    }
    return complaint;
}

/// A statement that was not followed, by its words.
struct Unfollowed {
    std::string words;
    bool builds_sql = false; ///< from strings, so that names need not be in it
    bool hidden = false;     ///< what it does is not in its text: a function's body
};

Unfollowed unfollowed(const Sources& sources, const LogEntry& entry) {
    Unfollowed result{plain_words(sources.text(entry.span)), false, false};
    result.builds_sql = holds(result.words, "execute");
    result.hidden = entry.outcome == Outcome::undetermined && entry.tag != "DO";
    return result;
}

/// The words without one of which no statement makes or drops a thing of this kind.
std::vector<std::string_view> words_for(std::string_view kind) {
    if (kind == "relation") return {"table", "view", "index", "sequence"};
    if (kind == "column") return {"column", "table", "view"};
    constexpr std::array<std::string_view, 7> plain{"policy", "constraint", "trigger", "function",
                                                    "type",   "schema",     "table"};
    const auto* const found = std::find(plain.begin(), plain.end(), kind);
    return found == plain.end() ? std::vector<std::string_view>{} : std::vector{*found};
}

/// A variable that a DO block does not declare is missing whatever came before.
bool is_wrong_in_itself(const LogEntry& failure) {
    const bool undeclared =
        failure.why.ends_with("is not a known variable") || failure.why.starts_with("loop variable of ");
    return failure.tag == "DO" && undeclared && failure.place.source == failure.span.source &&
           failure.span.contains(failure.place.begin);
}

bool may_explain(const Unfollowed& earlier, const Complaint& complaint) {
    if (earlier.hidden) return true;
    const auto says = [&](std::string_view word) { return holds(earlier.words, word); };
    const auto names = [&](std::string_view name) { return holds_whole(earlier.words, name); };
    if (std::any_of(complaint.names.begin(), complaint.names.end(), names)) return true;
    if (!earlier.builds_sql) return false;
    const std::vector<std::string_view> words = words_for(complaint.kind);
    return words.empty() || says("cascade") || std::any_of(words.begin(), words.end(), says);
}

/// The words and names of a statement, in order.
std::vector<std::string> names_in(const Sources& sources, Span span) {
    std::vector<std::string> names;
    const std::string& text = sources[span.source].text;
    for (Lexer lexer{text, span.begin, span.end}; !lexer.at_end();) {
        const Token token = lexer.next();
        if (token.trivia()) continue;
        const bool word = token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
        names.push_back(word ? identifier(token, text) : std::string{token.text(text)});
        if (token.text(text) == "(") break;
    }
    return names;
}

/// What CREATE TABLE, VIEW, TYPE … would have made, without schema; empty for any other statement.
std::string would_make(const Sources& sources, const LogEntry& failure) {
    constexpr std::array<std::string_view, 7> kinds{"table",  "view",     "function", "type",
                                                    "schema", "sequence", "procedure"};
    if (!failure.tag.starts_with("CREATE ")) return "";
    const std::vector<std::string> names = names_in(sources, failure.span);
    auto at = std::find_first_of(names.begin(), names.end(), kinds.begin(), kinds.end());
    if (at == names.end()) return "";
    ++at;
    while (at != names.end() && (*at == "if" || *at == "not" || *at == "exists"))
        ++at;
    while (names.end() - at > 2 && at[1] == ".")
        at += 2;
    return at == names.end() ? "" : *at;
}

bool not_followed(const LogEntry& entry) {
    return entry.outcome == Outcome::unmodelled || entry.outcome == Outcome::undetermined;
}

} // namespace

std::vector<const LogEntry*> certain_failures(const Sources& sources, const History& history) {
    std::vector<const LogEntry*> certain;
    std::vector<Unfollowed> earlier;
    bool in_failed_block = false, in_doubt = false;
    for (const LogEntry& entry : history.log) {
        if (not_followed(entry)) earlier.push_back(unfollowed(sources, entry));
        if (entry.outcome != Outcome::failed) {
            in_failed_block = false;
            continue;
        }
        if (!in_failed_block) {
            const Complaint complaint = complaint_of(entry);
            const auto explains = [&](const Unfollowed& e) { return may_explain(e, complaint); };
            in_doubt = !is_wrong_in_itself(entry) && std::any_of(earlier.begin(), earlier.end(), explains);
            if (!in_doubt) certain.push_back(&entry);
        }
        // It may have run after all, and is the reason of what follows from it then.
        if (in_doubt) earlier.push_back(unfollowed(sources, entry));
        in_failed_block = entry.fails_block;
    }
    return certain;
}

FailuresBehind::FailuresBehind(const Sources& sources, std::span<const LogEntry* const> failures) {
    std::map<std::string, const LogEntry*> makers;
    for (const LogEntry* failure : failures) {
        if (failure->why.ends_with("does not exist")) {
            for (const std::string& name : complaint_of(*failure).names) {
                const auto maker = makers.find(name);
                if (maker != makers.end()) first_.emplace(failure, &first_of(*maker->second));
            }
        }
        if (const std::string name = would_make(sources, *failure); !name.empty())
            makers.emplace(name, failure);
    }
}

const LogEntry& FailuresBehind::first_of(const LogEntry& failure) const {
    const auto first = first_.find(&failure);
    return first == first_.end() ? failure : *first->second;
}

Span place_of(const Sources& sources, const LogEntry& failure) {
    if (failure.place.valid() && failure.place.source == failure.span.source) return failure.place;
    const auto open = failure.why.find('"');
    const auto close = failure.why.find('"', open + 1);
    if (open == std::string::npos || close == std::string::npos) return failure.span;
    const std::string name = last_part(std::string_view{failure.why}.substr(open + 1, close - open - 1));
    const std::string& text = sources[failure.span.source].text;
    for (Lexer lexer{text, failure.span.begin, failure.span.end}; !lexer.at_end();) {
        const Token token = lexer.next();
        const bool word = token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
        if (word && identifier(token, text) == name) return {failure.span.source, token.begin, token.end};
    }
    return failure.span;
}

} // namespace rlslint
