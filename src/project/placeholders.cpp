#include "placeholders.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "rlslint/sql/token.hpp"
#include "rlslint/text/ascii.hpp"

#include "lines.hpp"

namespace rlslint {
namespace {

bool is_letter(char c) { return c == '_' || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'); }
bool is_word_char(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

/// The word at the start of `text`.
std::string_view word_at(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_word_char);
    const auto size = static_cast<std::size_t>(end - text.begin());
    return size > 0 && is_letter(text.front()) ? text.substr(0, size) : std::string_view();
}

/// The last word in what a template says: Namespace of `index .Options "Namespace"`.
std::string_view last_word(std::string_view text) {
    std::string_view last;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view word = word_at(text.substr(at));
        if (!word.empty()) last = word;
        at += std::max<std::size_t>(word.size(), 1);
    }
    return last;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view one) { return one == word; });
}

/// What directs a template engine and leaves no text behind.
bool is_directive(std::string_view inside) {
    if (inside.starts_with("/*") || inside.starts_with('#') || inside.starts_with('!')) return true;
    return is_one_of(word_at(inside), {"if", "else", "end", "range", "with", "define", "template", "block",
                                       "for", "endif", "endfor", "set", "elif"});
}

/// A placeholder: its bytes, what stands between its marks, and which marks they are.
struct Placeholder {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view inside;
    char quote = 0; ///< of psql's: the value goes between these
    bool directive = false;
};

constexpr std::size_t longest = 300;

/// `open` … `close` at `at`, on one line.
std::optional<Placeholder> between(std::string_view text, std::size_t at, std::string_view open,
                                   std::string_view close) {
    if (!text.substr(at).starts_with(open)) return std::nullopt;
    const std::size_t begin = at + open.size();
    const std::size_t end = text.substr(0, std::min(text.size(), at + longest)).find(close, begin);
    if (end == text.npos) return std::nullopt;
    const std::string_view inside = text.substr(begin, end - begin);
    if (inside.find('\n') != inside.npos) return std::nullopt;
    return Placeholder{at, end + close.size(), trimmed(inside)};
}

/// `${name}`, `${flyway:name}`, `${name:-otherwise}`.
std::optional<Placeholder> dollar(std::string_view text, std::size_t at) {
    const auto found = between(text, at, "${", "}");
    return found && !word_at(found->inside).empty() ? found : std::nullopt;
}

std::optional<Placeholder> braces(std::string_view text, std::size_t at) {
    auto found = between(text, at, "{{", "}}");
    if (!found) {
        found = between(text, at, "{%", "%}");
        if (found) found->directive = true;
        return found;
    }
    while (!found->inside.empty() && found->inside.front() == '-')
        found->inside = trimmed(found->inside.substr(1));
    while (!found->inside.empty() && found->inside.back() == '-')
        found->inside = trimmed(found->inside.substr(0, found->inside.size() - 1));
    found->directive = is_directive(found->inside);
    return found->directive || !last_word(found->inside).empty() ? found : std::nullopt;
}

/// `@extschema@`, `@extschema:name@`, `@extowner@`: what CREATE EXTENSION fills in.
std::optional<Placeholder> extension(std::string_view text, std::size_t at) {
    const auto found = between(text, at, "@", "@");
    const bool known = found && (found->inside == "extschema" || found->inside == "extowner" ||
                                 found->inside.starts_with("extschema:"));
    return known ? found : std::nullopt;
}

/// `:name`, `:'name'`, `:"name"`.
std::optional<Placeholder> variable(std::string_view text, std::size_t at) {
    if (text[at] != ':' || at + 1 >= text.size()) return std::nullopt;
    const char next = text[at + 1];
    const char quote = next == '\'' || next == '"' ? next : '\0';
    const std::size_t begin = at + (quote == '\0' ? 1 : 2);
    const std::string_view name = word_at(text.substr(begin));
    const std::size_t end = begin + name.size();
    if (name.empty() || (quote != '\0' && (end >= text.size() || text[end] != quote))) return std::nullopt;
    return Placeholder{at, end + (quote == '\0' ? 0 : 1), name, quote};
}

std::string between_quotes(std::string_view value, char quote) {
    std::string text(1, quote);
    for (const char c : value) {
        if (c == quote) text += quote;
        text += c;
    }
    return text + quote;
}

class Filler {
public:
    Filler(std::string_view text, const PlaceholderValues& values, bool psql)
        : text_(text), values_(values), psql_(psql) {}

    Filled run() && {
        if (!may_hold_any()) return {};
        Lexer lexer(text_, 0, static_cast<std::uint32_t>(text_.size()));
        while (!lexer.at_end())
            visit(lexer.next(), lexer);
        if (!filled_.fillings.empty()) filled_.text += text_.substr(copied_);
        return std::move(filled_);
    }

private:
    [[nodiscard]] bool may_hold_any() const {
        constexpr std::array<std::string_view, 5> signs{"${", "{{", "{%", "@ext", ":"};
        return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) {
            return (sign != ":" || psql_) && text_.find(sign) != text_.npos;
        });
    }

    void visit(const Token& token, Lexer& lexer) {
        if (token.trivia()) return;
        if (token.kind == TokenKind::quoted_word && braces(text_, token.begin + 1)) {
            const auto inside = *braces(text_, token.begin + 1);
            fill(inside, true);
            const std::size_t behind = inside.end;
            const bool closed = behind < text_.size() && text_[behind] == '"';
            return lexer.seek(
                static_cast<std::uint32_t>(closed ? behind + 1 : std::max<std::size_t>(behind, token.end)));
        }
        if (token.kind == TokenKind::dollar_string) return fill_within(token, true);
        if (token.kind >= TokenKind::quoted_word && token.kind <= TokenKind::bit_string)
            return fill_within(token, false);
        const char first = text_[token.begin];
        if (first == '[') ++brackets_;
        if (first == ']' && brackets_ > 0) --brackets_;
        if (const auto found = placeholder_at(token)) {
            fill(*found, false);
            lexer.seek(static_cast<std::uint32_t>(found->end));
        }
    }

    [[nodiscard]] std::optional<Placeholder> placeholder_at(const Token& token) const {
        const std::size_t at = token.begin;
        if (auto found = dollar(text_, at)) return found;
        if (auto found = braces(text_, at)) return found;
        if (auto found = extension(text_, at)) return found;
        const bool colon = token.kind == TokenKind::punctuation && text_[at] == ':';
        return psql_ && colon && brackets_ == 0 ? variable(text_, at) : std::nullopt;
    }

    /// In a string only what has a value is filled in; in a function's body anything.
    void fill_within(const Token& token, bool code) {
        for (std::size_t at = token.begin; at < token.end; ++at) {
            auto found = dollar(text_, at);
            if (!found) found = braces(text_, at);
            if (!found || found->end > token.end) continue;
            if (!code && !value_of(*found)) continue;
            fill(*found, false);
            at = found->end - 1;
        }
    }

    /// What a shell puts for a variable that is not set: of `name:-x` and `name-x` it is x. The environment
    /// itself is not read: the same files give the same report everywhere.
    static std::optional<std::string> otherwise(std::string_view inside) {
        const std::string_view behind = inside.substr(word_at(inside).size());
        if (behind.starts_with(":-")) return std::string(behind.substr(2));
        if (behind.starts_with('-')) return std::string(behind.substr(1));
        return std::nullopt;
    }

    [[nodiscard]] std::optional<std::string> value_of(const Placeholder& placeholder) const {
        for (const std::string_view name :
             {placeholder.inside, word_at(placeholder.inside), last_word(placeholder.inside)}) {
            const auto found = values_.find(name);
            if (found != values_.end()) return found->second;
        }
        return otherwise(placeholder.inside);
    }

    void fill(const Placeholder& placeholder, bool in_quotes) {
        std::string put = " ";
        if (!placeholder.directive) {
            const auto value = value_of(placeholder);
            if (!value) note_unknown(placeholder);
            put = value ? *value : neutral(placeholder, in_quotes);
            if (placeholder.quote != '\0') put = between_quotes(put, placeholder.quote);
        }
        filled_.text += text_.substr(copied_, placeholder.begin - copied_);
        const auto begin = static_cast<std::uint32_t>(filled_.text.size());
        filled_.text += put;
        filled_.fillings.push_back({begin, static_cast<std::uint32_t>(filled_.text.size()),
                                    static_cast<std::uint32_t>(placeholder.begin),
                                    static_cast<std::uint32_t>(placeholder.end)});
        copied_ = placeholder.end;
    }

    /// The placeholder's own name, quoted where it would be a keyword.
    [[nodiscard]] std::string neutral(const Placeholder& placeholder, bool in_quotes) const {
        std::string name;
        for (const char c : last_word(placeholder.inside.substr(0, placeholder.inside.find(":-"))))
            name += ascii_lower(c);
        const bool joined = (placeholder.begin > 0 && is_word_char(text_[placeholder.begin - 1])) ||
                            (placeholder.end < text_.size() && is_word_char(text_[placeholder.end]));
        const bool reserved = is_one_of(name, {"user", "table", "group", "order", "default", "column", "end",
                                               "all", "to", "from", "limit", "check", "references"});
        return reserved && !joined && !in_quotes && placeholder.quote == '\0' ? between_quotes(name, '"')
                                                                              : name;
    }

    void note_unknown(const Placeholder& placeholder) {
        std::string written(text_.substr(placeholder.begin, placeholder.end - placeholder.begin));
        auto& known = filled_.unknown;
        if (std::find(known.begin(), known.end(), written) == known.end())
            known.push_back(std::move(written));
    }

    std::string_view text_;
    const PlaceholderValues& values_;
    bool psql_;
    Filled filled_;
    std::size_t copied_ = 0;
    int brackets_ = 0; ///< `a[1:n]` is a slice
};

} // namespace

Filled fill_placeholders(std::string_view text, const PlaceholderValues& values, bool psql) {
    return Filler(text, values, psql).run();
}

void read_liquibase_values(std::string_view text, PlaceholderValues& values) {
    if (text.find("property") == text.npos) return;
    lines::for_each(text, [&](const lines::Line& line) {
        auto rest = lines::comment(line.text);
        if (!rest || !lines::take_word(*rest, "property")) return;
        std::string_view name, value, dbms;
        while (!rest->empty()) {
            const std::string_view word = rest->substr(0, rest->find_first_of(" \t"));
            if (word.starts_with("name:")) name = word.substr(5);
            if (word.starts_with("value:")) value = word.substr(6);
            if (word.starts_with("dbms:")) dbms = word.substr(5);
            *rest = trimmed(rest->substr(word.size()));
        }
        const bool ours = dbms.empty() || dbms == "all" || dbms.find("postgres") != dbms.npos;
        if (ours && !name.empty() && !value.empty()) values.emplace(name, value);
    });
}

void read_psql_values(std::string_view text, PlaceholderValues& values) {
    if (text.find("\\set") == text.npos) return;
    lines::for_each(text, [&](const lines::Line& line) {
        std::string_view rest = trimmed(line.text);
        if (!lines::take_word(rest, "\\set")) return;
        const std::string_view name = word_at(rest);
        std::string_view value = trimmed(rest.substr(name.size()));
        if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'')
            value = value.substr(1, value.size() - 2);
        const bool plain = !value.empty() && value.find_first_of("`:'\\") == value.npos;
        if (!name.empty() && plain) values.emplace(name, value);
    });
}

} // namespace rlslint
