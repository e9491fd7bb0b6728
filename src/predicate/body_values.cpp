#include "body_values.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "rlslint/sql/plpgsql.hpp"
#include "rlslint/sql/token.hpp"

namespace rlslint::predicates {
namespace {

using namespace plpgsql;

/// Both arms of an IF go on with what stands behind it: that grows fast.
constexpr std::size_t most_text = 20'000;
constexpr int most_statements = 200;

/// What the variables hold, as expressions.
using Held = std::map<std::string, std::string, std::less<>>;

/// The statements still to be run: the rest of the innermost list first.
struct Ahead {
    const Statements* statements = nullptr;
    std::size_t at = 0;
    const Ahead* then = nullptr;
};

bool is_name(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_word;
}

/// The text with what they hold in place of variables; not of `a.v`, `v.a`, `v(…)`.
std::string with_values(std::string_view text, const Held& held) {
    const std::vector<Token> tokens = significant_tokens(text);
    std::string result;
    std::size_t from = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string_view next = i + 1 < tokens.size() ? tokens[i + 1].text(text) : "";
        const bool part = (i > 0 && tokens[i - 1].text(text) == ".") || next == "." || next == "(";
        if (!is_name(tokens[i]) || part) continue;
        const auto variable = held.find(identifier(tokens[i], text));
        if (variable == held.end()) continue;
        result += text.substr(from, tokens[i].begin - from);
        result += variable->second;
        from = tokens[i].end;
    }
    return result += text.substr(from);
}

/// RECORD, t%ROWTYPE.
bool is_row_type(std::string_view type) {
    const std::vector<Token> tokens = significant_tokens(type);
    return !tokens.empty() && (is_keyword(tokens.back().text(type), "record") ||
                               is_keyword(tokens.back().text(type), "rowtype"));
}

/// `select a, b from …` as the texts of a and b, and of what stands behind them.
struct Parts {
    std::vector<std::string> targets;
    std::string rest;
};

std::optional<Parts> parts_of(std::string_view query) {
    const std::vector<Token> tokens = significant_tokens(query);
    if (tokens.size() < 2 || !is_keyword(tokens[0].text(query), "select")) return std::nullopt;
    if (is_keyword(tokens[1].text(query), "distinct")) return std::nullopt;
    Parts parts;
    int depth = 0;
    std::uint32_t begin = tokens[0].end;
    std::uint32_t end = static_cast<std::uint32_t>(query.size());
    for (const Token& token : tokens) {
        const std::string_view text = token.text(query);
        if (text == "(" || text == "[") ++depth;
        if (text == ")" || text == "]") --depth;
        if (depth == 0 && is_keyword(text, "from")) {
            end = token.begin;
            break;
        }
        if (depth != 0 || text != ",") continue;
        parts.targets.emplace_back(query.substr(begin, token.begin - begin));
        begin = token.end;
    }
    parts.targets.emplace_back(query.substr(begin, end - begin));
    parts.rest = query.substr(end);
    return parts;
}

/// What a loop goes over, and the variables that a row is put into.
struct Rows {
    std::string from;
    const std::vector<Span>& targets;
    bool record = false; ///< the one variable takes the whole row
};

/// When a loop's body returns, and what.
struct Wanted {
    std::string condition;
    std::string value;
};

bool mentions(std::string_view text, const std::vector<std::string>& names) {
    const std::vector<Token> tokens = significant_tokens(text);
    return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
        return is_name(token) &&
               std::find(names.begin(), names.end(), identifier(token, text)) != names.end();
    });
}

class Compile {
public:
    explicit Compile(const Sources& sources) : sources_(sources) {}

    /// Of what a handler finds in the variables nothing is known.
    std::vector<std::string> whole(const Block& block) {
        std::vector<std::string> values{begin(block, {}, nullptr)};
        for (const Handler& handler : block.handlers)
            values.push_back(run({&handler.body, 0, nullptr}, {}));
        return failed_ ? std::vector<std::string>{} : values;
    }

private:
    std::string fail() {
        failed_ = true;
        return {};
    }

    std::string enter(const Block& block, Held held, const Ahead* then) {
        return block.handlers.empty() ? begin(block, std::move(held), then) : fail();
    }

    std::string begin(const Block& block, Held held, const Ahead* then) {
        for (const Declaration& declaration : block.declarations) {
            if (declaration.kind != Declaration::Kind::variable) return fail();
            const std::string name{declaration.name.text.text()};
            if (is_row_type(sources_.text(declaration.type))) records_.insert(name);
            held.insert_or_assign(
                name, declaration.default_value.valid() ? value(declaration.default_value, held) : "(null)");
        }
        return run({&block.body, 0, then}, std::move(held));
    }

    /// What comes of the statements ahead. Without a RETURN the function fails.
    std::string run(Ahead ahead, Held held) {
        while (!failed_) {
            if (ahead.at == ahead.statements->size()) {
                if (ahead.then == nullptr) return "(null)";
                ahead = *ahead.then;
                continue;
            }
            if (++statements_ > most_statements) return fail();
            const Node& node = (*ahead.statements)[ahead.at].node;
            const Span span = (*ahead.statements)[ahead.at++].span;
            if (const auto* give = std::get_if<Return>(&node)) return returned(*give, held);
            if (const auto* raise = std::get_if<Raise>(&node); raise != nullptr && raise->exception)
                return "(null)";
            if (const auto* choice = std::get_if<If>(&node)) return choose(*choice, held, ahead);
            if (const auto* loop = std::get_if<ForQuery>(&node))
                return search({"(" + with_values(sources_.text(loop->query), held) + ")", loop->targets,
                               is_record(loop->targets)},
                              loop->body, held, ahead);
            if (const auto* loop = std::get_if<Foreach>(&node); loop != nullptr && !loop->slice)
                return search({"unnest" + value(loop->array, held), loop->targets, false}, loop->body, held,
                              ahead);
            if (const auto* block = std::get_if<Block>(&node)) return enter(*block, std::move(held), &ahead);
            if (!note(node, span, held)) return fail();
        }
        return {};
    }

    std::string returned(const Return& give, const Held& held) {
        const bool one = give.kind == Return::Kind::value && give.value.valid();
        return one ? value(give.value, held) : fail();
    }

    std::string choose(const If& choice, const Held& held, const Ahead& behind) {
        std::string text = "(case";
        for (const Branch& branch : choice.branches)
            text +=
                " when " + value(branch.condition, held) + " then " + run({&branch.body, 0, &behind}, held);
        text += " else " + run({&choice.otherwise, 0, &behind}, held) + " end)";
        return text.size() > most_text ? fail() : text;
    }

    /// A loop that returns when it comes to a row of a kind.
    std::string search(const Rows& rows, const Statements& body, Held held, const Ahead& behind) {
        Held inside = held;
        for (const std::string& name : names_of(rows)) {
            inside.erase(name);
            held.erase(name);
        }
        held.erase("found");
        const auto found = wanted(body, inside);
        if (!found || rows.targets.empty()) return fail();
        const std::string from =
            " from " + rows.from + " as " + alias_of(rows) + " where " + found->condition;
        const bool of_row = mentions(found->value, names_of(rows));
        return "(case when exists (select" + from + ") then " +
               (of_row ? "(select " + found->value + from + " limit 1)" : found->value) + " else " +
               run(behind, std::move(held)) + " end)";
    }

    /// What a loop's body returns, always the same, and when it does; none where it does more.
    std::optional<Wanted> wanted(const Statements& body, const Held& held) {
        Wanted result{"false", ""};
        const auto returns = [&](const Statements& branch, const std::string& condition) {
            const auto* give = branch.size() == 1 ? std::get_if<Return>(&branch.front().node) : nullptr;
            if (give == nullptr) return false;
            const std::string value = returned(*give, held);
            if (!result.value.empty() && value != result.value) return false;
            result = {"(" + result.condition + " or " + condition + ")", value};
            return true;
        };
        for (const plpgsql::Statement& statement : body) {
            const auto* choice = std::get_if<If>(&statement.node);
            if (choice == nullptr) return returns(body, "true") ? std::optional{result} : std::nullopt;
            const bool all =
                std::all_of(choice->branches.begin(), choice->branches.end(), [&](const Branch& branch) {
                    return returns(branch.body, value(branch.condition, held));
                });
            if (!all || (!choice->otherwise.empty() && !returns(choice->otherwise, "true")))
                return std::nullopt;
        }
        return result.value.empty() ? std::nullopt : std::optional{std::move(result)};
    }

    [[nodiscard]] bool is_record(const std::vector<Span>& targets) const {
        return targets.size() == 1 && records_.contains(identifier_at(targets.front()));
    }

    /// Empty where something else stands there than a name.
    [[nodiscard]] std::string identifier_at(Span place) const {
        const std::string_view text = sources_.text(place);
        const std::vector<Token> tokens = significant_tokens(text);
        return tokens.size() == 1 && is_name(tokens[0]) ? identifier(tokens[0], text) : std::string{};
    }

    [[nodiscard]] std::vector<std::string> names_of(const Rows& rows) const {
        std::vector<std::string> names;
        for (const Span target : rows.targets)
            names.push_back(identifier_at(target));
        return names;
    }

    /// A record is a row, else variables are its columns: `(select a, b …) as looped (x, y)`.
    [[nodiscard]] std::string alias_of(const Rows& rows) const {
        if (rows.record) return std::string{sources_.text(rows.targets.front())};
        std::string names;
        for (const Span target : rows.targets)
            names.append(names.empty() ? "" : ", ").append(sources_.text(target));
        return "looped (" + names + ")";
    }

    /// A statement that at most gives variables their values; false where it may do more.
    bool note(const Node& node, Span span, Held& held) {
        if (const auto* assignment = std::get_if<Assignment>(&node)) {
            return give(assignment->target, value(assignment->value, held), held);
        }
        if (const auto* perform = std::get_if<Perform>(&node)) {
            const std::string query = "select " + with_values(sources_.text(perform->query), held);
            held.insert_or_assign("found", "(exists (" + query + "))");
            return true;
        }
        if (const auto* sql = std::get_if<Sql>(&node)) return select_into(*sql, span, held);
        return std::holds_alternative<Null>(node) || std::holds_alternative<Raise>(node);
    }

    bool select_into(const Sql& sql, Span span, Held& held) {
        if (!sql.into.present()) return false;
        const Span before{span.source, span.begin, sql.into.span.begin};
        const Span behind{span.source, sql.into.span.end, span.end};
        const std::string query =
            with_values(sources_.text(before), held) + " " + with_values(sources_.text(behind), held);
        const auto parts = parts_of(query);
        if (!parts || parts->targets.size() != sql.into.targets.size()) return false;
        held.insert_or_assign("found", "(exists (" + query + "))");
        for (std::size_t i = 0; i < parts->targets.size(); ++i) {
            const std::string one = "(select " + parts->targets[i] + " " + parts->rest + ")";
            if (!give(sql.into.targets[i], one, held)) return false;
        }
        return true;
    }

    /// Not for a part of a record or an array.
    bool give(Span target, std::string value, Held& held) {
        std::string name = identifier_at(target);
        if (name.empty() || value.size() > most_text) return false;
        held.insert_or_assign(std::move(name), std::move(value));
        return true;
    }

    [[nodiscard]] std::string value(Span place, const Held& held) const {
        return "(" + with_values(sources_.text(place), held) + ")";
    }

    const Sources& sources_;
    std::set<std::string, std::less<>> records_;
    int statements_ = 0;
    bool failed_ = false;
};

} // namespace

std::vector<std::string> values_of_body(std::string_view body) {
    Sources sources;
    Source source;
    source.text = body;
    const auto size = static_cast<std::uint32_t>(body.size());
    const Span whole{sources.add(std::move(source)), 0, size};
    const auto parsed = plpgsql::parse(sources, whole);
    const auto* block = std::get_if<Block>(&parsed);
    return block != nullptr ? Compile{sources}.whole(*block) : std::vector<std::string>{};
}

} // namespace rlslint::predicates
