#include <doctest/doctest.h>

#include "rlslint/lint/kit.hpp"

using namespace rlslint;

namespace {

std::string prose(std::vector<std::string> items) { return in_prose(items); }

template <class Object> Object named(std::string_view name) {
    Object object;
    object.name = Symbol{name};
    return object;
}

/// A database of one table, public.notes, and the roles anon and authenticated.
struct Notes {
    Notes() {
        const SchemaId schema = history.catalog.add(named<Schema>("public"));
        anon = history.catalog.add(named<Role>("anon"));
        authenticated = history.catalog.add(named<Role>("authenticated"));
        Relation table = named<Relation>("notes");
        table.schema = schema;
        notes = history.catalog.add(std::move(table));
    }

    std::string can(std::vector<Holder> holders) const {
        return can_do(Model{sources, history, platform}, holders, notes);
    }

    Sources sources;
    History history;
    Platform platform;
    RoleId anon, authenticated;
    RelationId notes;
};

} // namespace

TEST_CASE("lists read as prose") {
    CHECK(prose({}).empty());
    CHECK(prose({"a"}) == "a");
    CHECK(prose({"a", "b"}) == "a and b");
    CHECK(prose({"a", "b", "c"}) == "a, b and c");
    CHECK(in_prose(Privilege::select | Privilege::delete_) == "SELECT and DELETE");
}

TEST_CASE("what roles can do with rows, those that can do the same named together") {
    const Notes world;
    const PrivilegeSet read = Privilege::select;
    CHECK(world.can({{world.anon, read}}) == "anon can read every row of public.notes");
    CHECK(world.can({{world.anon, read}, {world.authenticated, read}}) ==
          "anon and authenticated can read every row of public.notes");
    CHECK(world.can({{world.anon, Privilege::insert}}) == "anon can insert any row into public.notes");
    CHECK(world.can({{world.anon, row_privileges}}) ==
          "anon can read, update and delete every row of public.notes and insert new ones");
    CHECK(world.can({{world.anon, read}, {world.authenticated, Privilege::update | Privilege::delete_}}) ==
          "anon can read every row of public.notes and authenticated can update and delete every row of it");
}

TEST_CASE("a clause without its layout") {
    CHECK(without_layout("USING (\n  User_Id = /* who */ auth.uid() -- asks\n)") ==
          "using ( user_id = auth . uid ( ) )");
    CHECK(without_layout("\"User Id\" = 'It''s'") == "\"User Id\" = 'It''s'");
    CHECK(without_layout("").empty());
    CHECK(without_layout("'not closed") == "'not closed");
}

TEST_CASE("SQL on lines of its own") {
    CHECK(with_sql("Do this", "select 1;\nselect 2;") == "Do this:\n    select 1;\n    select 2;");
}
