#include <doctest/doctest.h>

#include "rlslint/catalog/catalog.hpp"

using namespace rlslint;

namespace {

TypeName type(std::string_view schema, std::string_view name, std::vector<std::int32_t> modifiers = {},
              std::uint8_t dimensions = 0) {
    TypeName t;
    t.schema = Symbol{schema};
    t.name = Symbol{name};
    t.modifiers = std::move(modifiers);
    t.array_dimensions = dimensions;
    return t;
}

struct Printed {
    TypeName type;
    std::string_view column;   ///< format_type(atttypid, atttypmod) on the server
    std::string_view argument; ///< format_type(atttypid, null)
};

} // namespace

TEST_CASE("types are printed as the server's format_type prints them") {
    const auto system = [](std::string_view name, std::vector<std::int32_t> modifiers = {},
                           std::uint8_t dims = 0) {
        return type("pg_catalog", name, std::move(modifiers), dims);
    };
    const Printed cases[] = {
        {system("int4"), "integer", "integer"},
        {type("", "int8"), "bigint", "bigint"},
        {system("bool"), "boolean", "boolean"},
        {type("", "text"), "text", "text"},
        {system("varchar", {10}), "character varying(10)", "character varying"},
        {system("varchar", {10}, 1), "character varying(10)[]", "character varying[]"},
        {system("bpchar"), "bpchar", "character"},
        {system("bpchar", {1}), "character(1)", "character"},
        {system("bpchar", {}, 1), "bpchar[]", "character[]"},
        {type("", "char"), "\"char\"", "\"char\""},
        {system("bit"), "\"bit\"", "bit"},
        {system("bit", {1}), "bit(1)", "bit"},
        {system("bit", {1}, 1), "bit(1)[]", "bit[]"},
        {system("varbit", {4}), "bit varying(4)", "bit varying"},
        {system("numeric", {10, 2}), "numeric(10,2)", "numeric"},
        {system("numeric", {10}), "numeric(10,0)", "numeric"},
        {system("numeric", {5, -2}), "numeric(5,-2)", "numeric"},
        {system("float4"), "real", "real"},
        {system("timestamptz"), "timestamp with time zone", "timestamp with time zone"},
        {system("timestamptz", {3}), "timestamp(3) with time zone", "timestamp with time zone"},
        {system("timestamp", {3}), "timestamp(3) without time zone", "timestamp without time zone"},
        {system("time"), "time without time zone", "time without time zone"},
        {system("timetz", {1}), "time(1) with time zone", "time with time zone"},
        {system("interval"), "interval", "interval"},
        {system("interval", {0x7FFF, 3}), "interval(3)", "interval"},
        {system("interval", {1 << 2}), "interval year", "interval"},
        {system("interval", {(1 << 3) | (1 << 10) | (1 << 11) | (1 << 12), 3}), "interval day to second(3)",
         "interval"},
        {type("", "text", {}, 2), "text[]", "text[]"},
        {type("public", "mood"), "mood", "mood"},
        {type("auth", "level"), "auth.level", "auth.level"},
        {type("app", "Odd Type", {}, 1), "app.\"Odd Type\"[]", "app.\"Odd Type\"[]"},
        {type("extensions", "vector", {1536}), "extensions.vector(1536)", "extensions.vector"},
    };
    for (const Printed& c : cases) {
        CHECK(format_type(c.type) == c.column);
        CHECK(format_type_name(c.type) == c.argument);
    }
}

TEST_CASE("quote_ident quotes what the server's quotes") {
    for (const char* bare : {"notes", "_x", "a1", "begin", "abort", "name", "role", "policy", "value"}) {
        CHECK(quote_ident(bare) == bare);
    }
    CHECK(quote_ident("user") == "\"user\"");
    CHECK(quote_ident("order") == "\"order\"");
    CHECK(quote_ident("int") == "\"int\"");
    CHECK(quote_ident("left") == "\"left\"");
    CHECK(quote_ident("Notes") == "\"Notes\"");
    CHECK(quote_ident("1a") == "\"1a\"");
    CHECK(quote_ident("a$b") == "\"a$b\"");
    CHECK(quote_ident("my notes") == "\"my notes\"");
    CHECK(quote_ident("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(quote_ident("") == "\"\"");
    CHECK(quote_ident("straße") == "\"straße\"");
}
