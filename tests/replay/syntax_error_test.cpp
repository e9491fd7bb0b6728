#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

TEST_CASE("a statement that cannot be read is left out, the rest goes on") {
    const Run run{"create tabel a (); create table b ();"};
    CHECK(run.history.count(Outcome::syntax_error) == 1);
    CHECK(run.history.log[0].why == "syntax error at or near \"tabel\"");
    CHECK(run.has_relation("b"));
}

TEST_CASE("what a forgotten semicolon runs together is taken apart, and said") {
    const Run run{"create table a (id int)\nalter table a enable row level security\ncreate table b ();"};
    CHECK(run.history.count(Outcome::syntax_error) == 2);
    CHECK(run.history.log[0].why == "syntax error at or near \"alter\": is a semicolon missing before it?");
    CHECK(run.text(run.history.log[0].span) == "alter");
    CHECK(run.relation("a").rls.on);
    CHECK(run.has_relation("b"));
}

TEST_CASE("two mistakes in one piece are one syntax error each") {
    const Run run{"create table a (id int)\ncreate tabel b ();"};
    CHECK(run.history.count(Outcome::syntax_error) == 2);
    CHECK(run.history.log.back().why == "syntax error at or near \"tabel\"");
    CHECK(run.has_relation("a"));
}

TEST_CASE("however many semicolons are forgotten, it comes to an end") {
    std::string sql;
    for (int i = 0; i < 100; ++i)
        sql += "create table t" + std::to_string(i) + " ()\n";
    CHECK(Run{sql}.history.count(Outcome::syntax_error) < 20);
}
