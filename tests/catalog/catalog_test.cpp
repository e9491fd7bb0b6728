#include <string>

#include <doctest/doctest.h>

#include "rlslint/catalog/catalog.hpp"

using namespace rlslint;

namespace {

SchemaId add_schema(Catalog& catalog, std::string_view name) {
    Schema schema;
    schema.name = Symbol{name};
    return catalog.add(std::move(schema));
}

RelationId add_table(Catalog& catalog, SchemaId schema, std::string_view name) {
    Relation table;
    table.schema = schema;
    table.name = Symbol{name};
    return catalog.add(std::move(table));
}

PolicyId add_policy(Catalog& catalog, RelationId table, std::string_view name) {
    Policy policy;
    policy.table = table;
    policy.name = Symbol{name};
    return catalog.add(std::move(policy));
}

FunctionId add_function(Catalog& catalog, SchemaId schema, std::string_view name) {
    Function function;
    function.schema = schema;
    function.name = Symbol{name};
    return catalog.add(std::move(function));
}

} // namespace

TEST_CASE("a name finds the live object that bears it") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const SchemaId other = add_schema(catalog, "other");
    const RelationId notes = add_table(catalog, app, "notes");

    CHECK(catalog.find_schema(Symbol{"app"}) == app);
    CHECK(catalog.find_relation(app, Symbol{"notes"}) == notes);
    CHECK_FALSE(catalog.find_relation(other, Symbol{"notes"}).valid());
    CHECK(catalog.name_of(notes) == "app.notes");

    catalog.rename(notes, Symbol{"memos"});
    CHECK_FALSE(catalog.find_relation(app, Symbol{"notes"}).valid());
    CHECK(catalog.find_relation(app, Symbol{"memos"}) == notes);

    catalog.move(notes, other);
    CHECK_FALSE(catalog.find_relation(app, Symbol{"memos"}).valid());
    CHECK(catalog.find_relation(other, Symbol{"memos"}) == notes);

    catalog.drop(notes, Span{SourceId{0}, 3, 9});
    CHECK_FALSE(catalog.find_relation(other, Symbol{"memos"}).valid());
    CHECK_FALSE(catalog[notes].origin.live());
    CHECK(catalog[notes].origin.dropped_at.begin == 3);
}

TEST_CASE("a schema's objects follow its new name") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const RelationId notes = add_table(catalog, app, "notes");
    catalog.rename(app, Symbol{"core"});
    CHECK(catalog.name_of(notes) == "core.notes");
    CHECK(catalog.find_relation(catalog.find_schema(Symbol{"core"}), Symbol{"notes"}) == notes);
}

TEST_CASE("dropping an object does not hide one that has taken its name") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const RelationId old_table = add_table(catalog, app, "notes");
    catalog.rename(old_table, Symbol{"old_notes"});
    const RelationId new_table = add_table(catalog, app, "notes");
    catalog.drop(old_table, {});
    CHECK(catalog.find_relation(app, Symbol{"notes"}) == new_table);
}

TEST_CASE("policies are found by table and name, and listed in order of creation") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const RelationId notes = add_table(catalog, app, "notes");
    const RelationId files = add_table(catalog, app, "files");
    const PolicyId a = add_policy(catalog, notes, "a");
    const PolicyId on_files = add_policy(catalog, files, "a");
    const PolicyId b = add_policy(catalog, notes, "b");
    const PolicyId c = add_policy(catalog, notes, "c");

    CHECK(catalog.find_policy(notes, Symbol{"a"}) == a);
    CHECK(catalog.find_policy(files, Symbol{"a"}) == on_files);
    CHECK(catalog.name_of(b) == "app.notes/b");

    catalog.drop(b, {});
    CHECK_FALSE(catalog.find_policy(notes, Symbol{"b"}).valid());
    CHECK(catalog[notes].policies == std::vector{a, c});

    catalog.rename(c, Symbol{"b"});
    CHECK(catalog.find_policy(notes, Symbol{"b"}) == c);
}

TEST_CASE("functions of one name are all found, in order of creation") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const FunctionId first = add_function(catalog, app, "f");
    const FunctionId other = add_function(catalog, app, "g");
    const FunctionId second = add_function(catalog, app, "f");
    const auto overloads = [&] {
        const auto found = catalog.find_functions(app, Symbol{"f"});
        return std::vector(found.begin(), found.end());
    };
    CHECK(overloads() == std::vector{first, second});

    catalog.drop(first, {});
    CHECK(overloads() == std::vector{second});
    catalog.rename(other, Symbol{"f"});
    CHECK(overloads() == std::vector{other, second});
    CHECK(catalog.find_functions(app, Symbol{"g"}).empty());
    CHECK(catalog.find_functions(app, Symbol{"never"}).empty());
    CHECK(catalog.ever_had_function(Symbol{"g"}));
    CHECK_FALSE(catalog.ever_had_function(Symbol{"never"}));
}

TEST_CASE("a dropped column keeps its number and loses its name") {
    Catalog catalog;
    const RelationId notes = add_table(catalog, add_schema(catalog, "app"), "notes");
    for (const char* name : {"id", "body", "owner"}) {
        Column column;
        column.name = Symbol{name};
        catalog.edit(notes).columns.push_back(column);
    }
    catalog.edit(notes).columns[1].dropped = true;
    CHECK(catalog.find_column(notes, Symbol{"body"}) == whole_row);
    CHECK(catalog.find_column(notes, Symbol{"owner"}) == 2);
}

TEST_CASE("indexes share their table's schema, also after it moves") {
    Catalog catalog;
    const SchemaId app = add_schema(catalog, "app");
    const SchemaId other = add_schema(catalog, "other");
    const RelationId notes = add_table(catalog, app, "notes");
    Index index;
    index.name = Symbol{"notes_owner"};
    index.table = notes;
    const IndexId id = catalog.add(std::move(index));
    catalog.move(notes, other);
    CHECK_FALSE(catalog.find_index(app, Symbol{"notes_owner"}).valid());
    CHECK(catalog.find_index(other, Symbol{"notes_owner"}) == id);
}

TEST_CASE("a function's name shows its input types as PostgreSQL prints them") {
    Catalog catalog;
    Function function;
    function.schema = add_schema(catalog, "app");
    function.name = Symbol{"f"};
    const auto arg = [](FunctionArg::Mode mode, std::string_view type,
                        std::vector<std::int32_t> modifiers = {}) {
        FunctionArg a;
        a.mode = mode;
        a.type.schema = Symbol{"pg_catalog"};
        a.type.name = Symbol{type};
        a.type.modifiers = std::move(modifiers);
        return a;
    };
    function.args = {arg(FunctionArg::Mode::in, "int4"), arg(FunctionArg::Mode::out, "text"),
                     arg(FunctionArg::Mode::in_out, "varchar", {10}), arg(FunctionArg::Mode::table, "bool")};
    const FunctionId id = catalog.add(std::move(function));
    CHECK(catalog.name_of(id) == "app.f(integer, character varying)");
    CHECK(catalog.name_of(public_role) == "PUBLIC");
}

TEST_CASE("thousands of policies on one table come and go") {
    Catalog catalog;
    const RelationId notes = add_table(catalog, add_schema(catalog, "app"), "notes");
    std::vector<PolicyId> ids;
    for (int i = 0; i < 5000; ++i)
        ids.push_back(add_policy(catalog, notes, "p" + std::to_string(i)));
    for (int i = 0; i < 5000; ++i) {
        if (i % 5 != 0) catalog.drop(ids[static_cast<std::size_t>(i)], {});
    }
    CHECK(catalog[notes].policies.size() == 1000);
    for (int i = 0; i < 5000; ++i) {
        const PolicyId found = catalog.find_policy(notes, Symbol{"p" + std::to_string(i)});
        REQUIRE(found.valid() == (i % 5 == 0));
    }
}
