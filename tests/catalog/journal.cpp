#include <doctest/doctest.h>

#include "rlslint/catalog/catalog.hpp"

using namespace rlslint;

namespace {

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

SchemaId add_schema(Catalog& catalog) {
    Schema schema;
    schema.name = Symbol{"public"};
    return catalog.add(std::move(schema));
}

} // namespace

TEST_CASE("undo takes back additions, changes, renames and drops") {
    Catalog catalog;
    const SchemaId schema = add_schema(catalog);
    const RelationId a = add_table(catalog, schema, "a");
    const PolicyId p = add_policy(catalog, a, "p");

    const std::size_t mark = catalog.mark();
    catalog.rename(a, Symbol{"b"});
    catalog.edit(a).rls.on = true;
    const RelationId other = add_table(catalog, schema, "a");
    add_policy(catalog, other, "p");
    catalog.drop(p, {});
    add_policy(catalog, a, "q");
    catalog.add(Membership{});
    catalog.undo(mark);

    CHECK(catalog.find_relation(schema, Symbol{"a"}) == a);
    CHECK_FALSE(catalog.find_relation(schema, Symbol{"b"}).valid());
    CHECK_FALSE(catalog[a].rls.on);
    CHECK(catalog.relations().size() == 1);
    CHECK(catalog[a].policies == std::vector{p});
    CHECK(catalog.find_policy(a, Symbol{"p"}) == p);
    CHECK_FALSE(catalog.find_policy(a, Symbol{"q"}).valid());
    CHECK(catalog.memberships().empty());
}

TEST_CASE("marks nest: an inner one is undone alone, or kept with the outer one") {
    Catalog catalog;
    const SchemaId schema = add_schema(catalog);
    const RelationId a = add_table(catalog, schema, "a");

    const std::size_t outer = catalog.mark();
    catalog.edit(a).force.on = true;
    const std::size_t undone = catalog.mark();
    catalog.edit(a).rls.on = true;
    catalog.undo(undone);
    CHECK_FALSE(catalog[a].rls.on);
    CHECK(catalog[a].force.on);

    const std::size_t kept = catalog.mark();
    catalog.edit(a).rls.on = true;
    catalog.rename(a, Symbol{"b"});
    catalog.release(kept);
    CHECK(catalog[a].rls.on);
    catalog.edit(a).kind = 'p';
    catalog.undo(outer);
    CHECK_FALSE(catalog[a].rls.on);
    CHECK_FALSE(catalog[a].force.on);
    CHECK(catalog[a].kind == 'r');
    CHECK(catalog.find_relation(schema, Symbol{"a"}) == a);
}

TEST_CASE("what changed before a mark, or after it is forgotten, stays") {
    Catalog catalog;
    const SchemaId schema = add_schema(catalog);
    const RelationId a = add_table(catalog, schema, "a");
    const std::size_t mark = catalog.mark();
    catalog.edit(a).rls.on = true;
    catalog.release(mark);
    catalog.undo(mark);
    CHECK(catalog[a].rls.on);

    catalog.edit(a).force.on = true;
    const std::size_t again = catalog.mark();
    catalog.undo(again);
    CHECK(catalog[a].force.on);
}

TEST_CASE("functions come back under their old names") {
    Catalog catalog;
    const SchemaId schema = add_schema(catalog);
    Function function;
    function.schema = schema;
    function.name = Symbol{"f"};
    const FunctionId f = catalog.add(function);
    const std::size_t mark = catalog.mark();
    catalog.rename(f, Symbol{"g"});
    catalog.add(function);
    catalog.drop(f, {});
    catalog.undo(mark);
    REQUIRE(catalog.find_functions(schema, Symbol{"f"}).size() == 1);
    CHECK(catalog.find_functions(schema, Symbol{"f"})[0] == f);
    CHECK(catalog.find_functions(schema, Symbol{"g"}).empty());
}
