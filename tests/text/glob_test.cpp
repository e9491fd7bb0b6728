#include <doctest/doctest.h>

#include "rlslint/text/glob.hpp"

using namespace rlslint;

TEST_CASE("stars stay within a name, two of them do not") {
    CHECK(glob::matches("a/*.sql", "a/b.sql"));
    CHECK_FALSE(glob::matches("a/*.sql", "a/b/c.sql"));
    CHECK(glob::matches("a/**/*.sql", "a/b/c.sql"));
    CHECK(glob::matches("a/**/*.sql", "a/c.sql"));
    CHECK(glob::matches("**/c.sql", "a/b/c.sql"));
    CHECK(glob::matches("**/c.sql", "c.sql"));
    CHECK_FALSE(glob::matches("**/c.sql", "a/xc.sql"));
    CHECK(glob::matches("a/**", "a/b/c.sql"));
    CHECK(glob::matches("*b*c", "abbxc"));
    CHECK_FALSE(glob::matches("*b*c", "abbx"));
    CHECK(glob::matches("", ""));
    CHECK_FALSE(glob::matches("a", ""));
}

TEST_CASE("letters one by one") {
    CHECK(glob::matches("?.sql", "a.sql"));
    CHECK_FALSE(glob::matches("?", "/"));
    CHECK(glob::matches("[0-9]_x", "3_x"));
    CHECK(glob::matches("[!a]x", "bx"));
    CHECK_FALSE(glob::matches("[!a]x", "ax"));
    CHECK(glob::matches("f(text[])", "f(text[])"));
    CHECK(glob::matches("[x", "[x"));
}

TEST_CASE("what is left out is named by any name on the path, or by a path") {
    CHECK(glob::covers("seeds", "db/seeds/a.sql"));
    CHECK(glob::covers("*.sql", "db/a.sql"));
    CHECK(glob::covers("db/old", "db/old/a.sql"));
    CHECK(glob::covers("./db/old/", "db/old/a.sql"));
    CHECK_FALSE(glob::covers("old/a.sql", "db/old/a.sql"));
    CHECK(glob::covers("**/old/*.sql", "db/old/a.sql"));
    CHECK_FALSE(glob::covers("see", "db/seeds/a.sql"));
}

TEST_CASE("the part of a pattern that stands for itself") {
    CHECK(glob::fixed_part("db/m/*/a.sql") == "db/m");
    CHECK(glob::fixed_part("*.sql") == "");
    CHECK(glob::fixed_part("/*.sql") == "/");
    CHECK(glob::is_pattern("a[0-9]"));
    CHECK_FALSE(glob::is_pattern("a/b.sql"));
}
