#include "routine_body.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "rlslint/sql/token.hpp"

namespace rlslint::replaying {

namespace {

/// The first words of statements that change the catalog or the session, end the transaction, or run
/// what is not in sight.
constexpr auto telling_words = std::to_array<std::string_view>(
    {"alter", "call", "comment", "commit", "create", "dblink", "dblink_exec", "drop", "execute", "grant",
     "import", "reassign", "refresh", "reset", "revoke", "rollback", "savepoint", "security", "set_config"});

/// Looks at the words of one body after the other.
class Look {
public:
    explicit Look(const Replayer& r) : r_(r) {}

    bool harmless(std::string_view body) {
        add_text(std::string{body});
        while (!pending_.empty()) {
            const std::string text = std::move(pending_.back());
            pending_.pop_back();
            if (!has_harmless_words(text)) return false;
        }
        return true;
    }

private:
    void add_text(std::string text) { pending_.push_back(std::move(text)); }

    bool has_harmless_words(const std::string& text) {
        bool in_update = false;
        for (Lexer lexer{text, 0, static_cast<std::uint32_t>(text.size())}; !lexer.at_end();) {
            const Token token = lexer.next();
            if (token.kind == TokenKind::dollar_string || token.kind == TokenKind::unicode_word) return false;
            if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_word) continue;
            const std::string word = identifier(token, text);
            if (word == "update") in_update = true;
            // The SET of an UPDATE is not the statement SET.
            else if (word == "set" && !std::exchange(in_update, false))
                return false;
            else if (is_telling(word) || !follow(Symbol{word}))
                return false;
        }
        return true;
    }

    static bool is_telling(std::string_view word) {
        return std::find(telling_words.begin(), telling_words.end(), word) != telling_words.end();
    }

    /// A word may be the name of functions, in whatever schema: their bodies are looked at too.
    bool follow(Symbol word) {
        if (!r_.catalog.ever_had_function(word) || !followed_.insert(word).second) return true;
        for (std::uint32_t i = 0; i < r_.catalog.schemas().size(); ++i)
            for (const FunctionId id : r_.catalog.find_functions({i}, word)) {
                const Function& function = r_.catalog[id];
                if (!is_readable(function)) return false;
                add_text(function.body);
            }
        return true;
    }

public:
    static bool is_readable(const Function& function) {
        const std::string_view language = function.language.text();
        return !function.origin.assumed && function.sql_body.empty() &&
               (language == "sql" || language == "plpgsql");
    }

private:
    const Replayer& r_;
    std::vector<std::string> pending_;
    std::unordered_set<Symbol> followed_;
};

} // namespace

bool changes_rows_at_most(const Replayer& r, std::string_view body) { return Look{r}.harmless(body); }

bool changes_rows_at_most(const Replayer& r, const Function& function) {
    // An SQL-standard body holds queries only.
    if (!function.sql_body.empty()) return true;
    return Look::is_readable(function) && Look{r}.harmless(function.body);
}

} // namespace rlslint::replaying
