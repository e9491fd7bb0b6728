#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/types.hpp"
#include "rlslint/names/binder.hpp"
#include "rlslint/sql/parse.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint::test {

/// A catalog made by hand and SQL bound against it, for the layers between parser and replay.
class SmallWorld {
public:
    Catalog catalog;
    SearchPath path;
    Sources sources;

    SmallWorld() { path.push_back(schema("public")); }

    SchemaId schema(std::string_view name) {
        const SchemaId known = catalog.find_schema(Symbol{name});
        if (known.valid()) return known;
        Schema added;
        added.name = Symbol{name};
        return catalog.add(std::move(added));
    }

    /// A table from `name(column type, …)` or `schema.name(…)`, a column's type one word, with `!`
    /// behind it for NOT NULL; text where it is left out.
    RelationId table(std::string_view definition) {
        const auto [name, list] = cut(definition);
        Relation added;
        added.schema = name.first;
        added.name = Symbol{name.second};
        for (std::string_view item : split(list))
            added.columns.push_back(column(item));
        return catalog.add(std::move(added));
    }

    /// A function from `name(argument type, …)`; an argument of type `x=` has a default.
    FunctionId function(std::string_view definition, std::string_view returns = "bool") {
        const auto [name, list] = cut(definition);
        Function added;
        added.schema = name.first;
        added.name = Symbol{name.second};
        added.returns = type(returns);
        for (std::string_view item : split(list))
            added.args.push_back(argument(item));
        return catalog.add(std::move(added));
    }

    [[nodiscard]] RelationId find(std::string_view name) const {
        for (std::uint32_t i = 0; i < catalog.relations().size(); ++i) {
            if (catalog.relations()[i].name.text() == name) return {i};
        }
        return {};
    }

    struct Bound {
        TreePtr tree;
        ExprId expr;
        QueryId query;
        Bindings bindings;
    };

    /// An expression as a policy's clause on `row`.
    Bound expression(std::string_view sql, RelationId row = {}) {
        const ParsedExpression parsed = parse_expression(sql);
        Bound bound{parsed.tree, parsed.expr, {}, {}};
        bound.bindings = bind(BindContext{catalog, path, row}, *bound.tree, bound.expr);
        return bound;
    }

    Bound query(std::string_view sql) {
        const Statement statement = parse_statement(sql);
        Bound bound{statement.tree, {}, std::get<RunQuery>(statement.node).query, {}};
        bound.bindings = bind(BindContext{catalog, path}, *bound.tree, bound.query);
        return bound;
    }

    /// The same expression as the catalog keeps clauses.
    BoundExpr clause(std::string_view sql, RelationId row) {
        Bound bound = expression(sql, row);
        return {bound.tree, bound.expr, std::make_shared<const Bindings>(std::move(bound.bindings)), {}};
    }

    ParsedExpression parse_expression(std::string_view sql) {
        const Span place = add_source(sql);
        Parser parser;
        auto result = parser.parse_expression(sources, place);
        auto* parsed = std::get_if<ParsedExpression>(&result);
        REQUIRE_MESSAGE(parsed != nullptr, std::string{sql});
        return *parsed;
    }

    Statement parse_statement(std::string_view sql) {
        const Script script = split(sources, Section{add_source(sql), Terminator::semicolon});
        Parser parser;
        auto result = parser.parse(sources, script, script.pieces.front());
        auto* parsed = std::get_if<std::vector<Statement>>(&result);
        REQUIRE_MESSAGE(parsed != nullptr, std::string{sql});
        return std::move(parsed->front());
    }

private:
    Span add_source(std::string_view sql) {
        Source source;
        source.text = sql;
        const SourceId id = sources.add(std::move(source));
        return {id, 0, static_cast<std::uint32_t>(sql.size())};
    }

    std::pair<std::pair<SchemaId, std::string_view>, std::string_view> cut(std::string_view definition) {
        const std::size_t open = definition.find('(');
        std::string_view name = definition.substr(0, open);
        const std::size_t dot = name.find('.');
        const SchemaId in = schema(dot == std::string_view::npos ? "public" : name.substr(0, dot));
        if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
        const std::string_view list = definition.substr(open + 1, definition.size() - open - 2);
        return {{in, name}, list};
    }

    static std::vector<std::string_view> split(std::string_view list) {
        std::vector<std::string_view> items;
        while (!list.empty()) {
            const std::size_t comma = list.find(", ");
            items.push_back(list.substr(0, comma));
            list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 2);
        }
        return items;
    }
    static Script split(const Sources& sources, const Section& section) {
        return rlslint::split(sources, section);
    }

    static TypeName type(std::string_view name) {
        TypeName result;
        if (name.ends_with("[]")) {
            result.array_dimensions = 1;
            name.remove_suffix(2);
        }
        result.name = Symbol{name};
        if (is_builtin_type(result.name)) result.schema = Symbol{"pg_catalog"};
        return result;
    }

    static Column column(std::string_view item) {
        Column result;
        if (item.ends_with('!')) {
            result.not_null = true;
            item.remove_suffix(1);
        }
        const std::size_t space = item.find(' ');
        result.name = Symbol{item.substr(0, space)};
        result.type = type(space == std::string_view::npos ? "text" : item.substr(space + 1));
        return result;
    }

    FunctionArg argument(std::string_view item) {
        FunctionArg result;
        if (item.ends_with('=')) {
            result.default_value = ExprId{0};
            item.remove_suffix(1);
        }
        if (item.starts_with("out ")) {
            result.mode = FunctionArg::Mode::out;
            item.remove_prefix(4);
        } else if (item.starts_with("variadic ")) {
            result.mode = FunctionArg::Mode::variadic;
            item.remove_prefix(9);
        }
        const std::size_t space = item.find(' ');
        if (space != std::string_view::npos) result.name.text = Symbol{item.substr(0, space)};
        result.type = type(space == std::string_view::npos ? item : item.substr(space + 1));
        return result;
    }
};

} // namespace rlslint::test
