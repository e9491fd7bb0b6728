#include "rlslint/project/tables_named.hpp"

#include <initializer_list>
#include <vector>

#include "rlslint/sql/token.hpp"

namespace rlslint {
namespace {

/// A text's words and signs, one after the other.
class Words {
public:
    explicit Words(std::string_view text) : text_(text), tokens_(significant_tokens(text)) {}

    [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
    void step() { ++at_; }

    /// Takes these words if they stand here.
    bool take(std::initializer_list<std::string_view> words) {
        std::size_t at = at_;
        for (const std::string_view word : words) {
            const bool is = at < tokens_.size() && tokens_[at].kind == TokenKind::word &&
                            is_keyword(tokens_[at].text(text_), word);
            if (!is) return false;
            ++at;
        }
        at_ = at;
        return true;
    }

    /// A name, with its schema unless that is public; empty where none stands here.
    std::string take_name() {
        std::string name = take_part();
        while (!name.empty() && !at_end() && tokens_[at_].text(text_) == ".") {
            step();
            const std::string part = take_part();
            name = name == "public" ? part : name + "." + part;
        }
        return name;
    }

private:
    std::string take_part() {
        if (at_end()) return "";
        const Token& token = tokens_[at_];
        if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_word) return "";
        step();
        return identifier(token, text_);
    }

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

void insert(std::set<std::string>& names, std::string name) {
    if (!name.empty()) names.insert(std::move(name));
}

void read(Words words, TablesNamed& tables) {
    while (!words.at_end()) {
        if (words.take({"create", "table"}) || words.take({"create", "unlogged", "table"})) {
            words.take({"if", "not", "exists"});
            insert(tables.created, words.take_name());
        } else if (words.take({"alter", "table"})) {
            words.take({"if", "exists"});
            words.take({"only"});
            std::string name = words.take_name();
            if (words.take({"enable", "row", "level", "security"})) insert(tables.secured, std::move(name));
        } else if (words.take({"create", "policy"})) {
            words.take_name();
            if (words.take({"on"})) insert(tables.secured, words.take_name());
        } else {
            words.step();
        }
    }
}

} // namespace

TablesNamed tables_named(std::span<const std::string_view> texts) {
    TablesNamed tables;
    for (const std::string_view text : texts)
        read(Words(text), tables);
    return tables;
}

} // namespace rlslint
