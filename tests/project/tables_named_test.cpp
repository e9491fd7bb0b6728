#include <doctest/doctest.h>

#include "rlslint/project/tables_named.hpp"

using namespace rlslint;
using Names = std::set<std::string>;

TEST_CASE("tables that SQL makes and secures, by its words") {
    const std::string_view texts[] = {
        "create table if not exists public.a (id int); CREATE UNLOGGED TABLE \"B c\" (x int);\n"
        "-- create table no ();\nselect 'create table no';\nalter table only a enable row level security;",
        "create policy \"on all\" on app.d for select using (true); alter table e add column f int;"};
    const TablesNamed tables = tables_named(texts);
    CHECK(tables.created == Names{"B c", "a"});
    CHECK(tables.secured == Names{"a", "app.d"});
}

TEST_CASE("half a statement is no table") {
    const std::string_view texts[] = {"create table", "alter table if exists", "create policy p on",
                                      "create policy"};
    CHECK(tables_named(texts).created.empty());
    CHECK(tables_named(texts).secured.empty());
}
