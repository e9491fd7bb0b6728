#include "support/small_world.hpp"

using namespace rlslint;
using namespace rlslint::test;

TEST_CASE("the first schema in the path that has the relation wins") {
    SmallWorld world;
    const RelationId mine = world.table("notes(id)");
    const RelationId other = world.table("app.notes(id)");
    const auto find = [&](std::string_view schema, std::string_view name) {
        return resolve_relation(world.catalog, world.path, {Symbol{schema}, Symbol{name}, {}});
    };
    CHECK(find("", "notes") == mine);
    CHECK(find("app", "notes") == other);
    CHECK_FALSE(find("nope", "notes").valid());
    CHECK_FALSE(find("", "nope").valid());
    world.path.insert(world.path.begin(), world.schema("app"));
    CHECK(find("", "notes") == other);
}

TEST_CASE("types get the schema in which they are found") {
    SmallWorld world;
    world.table("point(x)");
    world.table("app.moods(name mood!)");
    Type mood;
    mood.schema = world.schema("app");
    mood.name = Symbol{"mood"};
    world.catalog.add(std::move(mood));
    world.path.push_back(world.schema("app"));
    const auto resolved = [&](std::string_view name) {
        TypeName type;
        type.name = Symbol{name};
        return format_type(resolve_type(world.catalog, world.path, type));
    };
    CHECK(resolved("int4") == "integer");
    CHECK(resolved("mood") == "app.mood");
    CHECK(resolved("moods") == "app.moods");
    CHECK(resolved("point") == "point");
    CHECK(resolve_type(world.catalog, world.path, {{}, Symbol{"point"}, {}, 0, false, false, {}})
              .schema.text() == "pg_catalog");
    CHECK(resolved("nowhere") == "nowhere");

    TypeName of_column;
    of_column.schema = Symbol{"moods"};
    of_column.name = Symbol{"name"};
    of_column.percent_type = true;
    CHECK(resolve_type(world.catalog, world.path, of_column).name.text() == "mood");
}
