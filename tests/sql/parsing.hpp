#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/sql/dump_ast.hpp"
#include "rlslint/sql/parse.hpp"

namespace rlslint::testing {

/// A text of one statement, and what the parser made of it.
class Parsed {
public:
    explicit Parsed(std::string text, Terminator terminator = Terminator::semicolon) {
        const SourceId id = sources.add({.path = "test.sql", .text = std::move(text)});
        const auto size = static_cast<std::uint32_t>(sources[id].text.size());
        const Script script = split(sources, {{id, 0, size}, terminator});
        Parser parser;
        for (const Piece& piece : script.pieces) {
            if (piece.kind == PieceKind::statement) results.push_back(parser.parse(sources, script, piece));
        }
        REQUIRE(!results.empty());
    }

    [[nodiscard]] const std::vector<Statement>& statements() const {
        if (const auto* error = std::get_if<SyntaxError>(&results.front())) FAIL(error->message);
        return std::get<std::vector<Statement>>(results.front());
    }
    [[nodiscard]] const Statement& statement() const {
        REQUIRE(!statements().empty());
        return statements().front();
    }
    [[nodiscard]] const SyntaxError& error() const {
        REQUIRE(std::holds_alternative<SyntaxError>(results.front()));
        return std::get<SyntaxError>(results.front());
    }

    template <class T> [[nodiscard]] const T& as() const {
        const Statement& only = statement();
        INFO(only.tag);
        REQUIRE(std::holds_alternative<T>(only.node));
        return std::get<T>(only.node);
    }

    [[nodiscard]] std::string_view text(Span span) const { return sources.text(span); }
    [[nodiscard]] std::string_view text(ExprId id) const { return text(tree()[id].span); }
    [[nodiscard]] std::string_view text(QueryId id) const { return text(tree()[id].span); }
    [[nodiscard]] std::string_view text(FromId id) const { return text(tree()[id].span); }
    [[nodiscard]] const Tree& tree() const { return *statement().tree; }

    template <class T> [[nodiscard]] const T& node(ExprId id) const { return get<T>(tree()[id].node); }
    template <class T> [[nodiscard]] const T& node(QueryId id) const { return get<T>(tree()[id].node); }
    template <class T> [[nodiscard]] const T& node(FromId id) const { return get<T>(tree()[id].node); }

    Sources sources;
    std::vector<ParseResult> results;

private:
    template <class T> static const T& get(const auto& node) {
        REQUIRE(std::holds_alternative<T>(node));
        return std::get<T>(node);
    }
};

/// `select …`, parsed: the first output expression.
struct ParsedExpr : Parsed {
    explicit ParsedExpr(std::string_view expression) : Parsed("select " + std::string{expression}) {
        const auto& select = Parsed::node<Select>(as<RunQuery>().query);
        REQUIRE(select.targets.size() == 1);
        id = select.targets[0].value;
    }

    template <class T> [[nodiscard]] const T& root() const { return node<T>(id); }
    [[nodiscard]] std::vector<std::string_view> texts(ExprList list) const {
        std::vector<std::string_view> result;
        for (const ExprId item : tree().list(list))
            result.push_back(text(item));
        return result;
    }

    ExprId id;
};

using Texts = std::vector<std::string_view>;

/// Names without their places.
[[nodiscard]] inline std::string plain(const QualifiedName& name) {
    return (name.schema.empty() ? "" : std::string{name.schema.text()} + ".") + std::string{name.name.text()};
}
[[nodiscard]] inline std::vector<std::string_view> plain(const std::vector<Symbol>& symbols) {
    std::vector<std::string_view> result;
    for (const Symbol symbol : symbols)
        result.push_back(symbol.text());
    return result;
}

} // namespace rlslint::testing
