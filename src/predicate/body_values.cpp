#include "body_values.hpp"

#include <map>
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

class Compile {
public:
    explicit Compile(const Sources& sources) : sources_(sources) {}

    std::optional<std::string> whole(const Block& block) {
        std::string value = enter(block, {}, nullptr);
        return failed_ ? std::nullopt : std::optional{std::move(value)};
    }

private:
    std::string fail() {
        failed_ = true;
        return {};
    }

    std::string enter(const Block& block, Held held, const Ahead* then) {
        if (!block.handlers.empty()) return fail();
        for (const Declaration& declaration : block.declarations) {
            if (declaration.kind != Declaration::Kind::variable) return fail();
            const std::string name{declaration.name.text.text()};
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
        const std::string_view text = sources_.text(target);
        const std::vector<Token> tokens = significant_tokens(text);
        if (tokens.size() != 1 || !is_name(tokens[0]) || value.size() > most_text) return false;
        held.insert_or_assign(identifier(tokens[0], text), std::move(value));
        return true;
    }

    [[nodiscard]] std::string value(Span place, const Held& held) const {
        return "(" + with_values(sources_.text(place), held) + ")";
    }

    const Sources& sources_;
    int statements_ = 0;
    bool failed_ = false;
};

} // namespace

std::optional<std::string> value_of_body(std::string_view body) {
    Sources sources;
    Source source;
    source.text = body;
    const auto size = static_cast<std::uint32_t>(body.size());
    const Span whole{sources.add(std::move(source)), 0, size};
    const auto parsed = plpgsql::parse(sources, whole);
    const auto* block = std::get_if<Block>(&parsed);
    return block != nullptr ? Compile{sources}.whole(*block) : std::nullopt;
}

} // namespace rlslint::predicates
