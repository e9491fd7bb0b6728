#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

TEST_CASE("search_path says where things go") {
    const Run run{"create schema app; set search_path to app, public; create table t ();\n"
                  "set local search_path = public; create table u (); reset search_path; create table w ();"};
    CHECK(run.clean());
    CHECK(run.has_relation("app.t"));
    CHECK(run.has_relation("public.u"));
    CHECK(run.has_relation("public.w"));
}

TEST_CASE("a dump empties search_path by a function") {
    const Run run{"SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE t ();"};
    CHECK(run.outcome(0) == "applied");
    CHECK(run.last() == "failed 3F000 no schema has been selected to create in");
    const Run named{"select set_config('search_path', '\"App\", public', false); create schema \"App\"; "
                    "create table t ();"};
    CHECK(named.has_relation("App.t"));
}

TEST_CASE("$user is the schema named like the role") {
    const Run run{"create role app; create schema authorization app; set role app; create table t ();\n"
                  "reset role; create table t ();"};
    CHECK(run.clean());
    CHECK(run.has_relation("app.t"));
    CHECK(run.has_relation("public.t"));
}

TEST_CASE("each file is a session of its own, roles' settings included") {
    const Run run{std::vector<std::string>{"create schema app; set search_path to app; create table a ();",
                                           "create table b (); alter role postgres set search_path to app;",
                                           "create table c ();"}};
    CHECK(run.clean());
    CHECK(run.has_relation("app.a"));
    CHECK(run.has_relation("public.b"));
    CHECK(run.has_relation("app.c"));
    CHECK(run.history.files == 3);
}

TEST_CASE("ROLLBACK undoes the block") {
    const Run run{
        "create table t (a int); begin; alter table t enable row level security; create table u ();\n"
        "drop table t; set search_path to nowhere; rollback; create table w ();"};
    CHECK(run.clean());
    CHECK(run.has_relation("t"));
    CHECK_FALSE(run.relation("t").rls.on);
    CHECK_FALSE(run.has_relation("u"));
    CHECK(run.has_relation("public.w"));
}

TEST_CASE("savepoints") {
    const Run run{
        "begin; create table a (); savepoint s; create table b (); savepoint s; create table c ();\n"
        "rollback to s; create table d (); release s; rollback to s; create table e (); commit;"};
    CHECK(run.clean());
    CHECK(run.has_relation("a"));
    CHECK_FALSE(run.has_relation("b"));
    CHECK_FALSE(run.has_relation("c"));
    CHECK_FALSE(run.has_relation("d"));
    CHECK(run.has_relation("e"));
}

TEST_CASE("a failure fails its block") {
    const Run run{
        "begin; create table a (); create table a (); create table b (); commit; create table c ();"};
    CHECK(run.outcome(2) == "failed 42P07 relation \"a\" already exists");
    CHECK(run.outcome(3) == "failed 25P02 current transaction is aborted, commands ignored until end of "
                            "transaction block");
    CHECK_FALSE(run.has_relation("a"));
    CHECK(run.has_relation("c"));
}

TEST_CASE("a statement that fails half way does nothing") {
    const Run run{"create table t (a int);\n"
                  "alter table t add column b int, enable row level security, add column a int;"};
    CHECK(run.last() == "failed 42701 column \"a\" of relation \"t\" already exists");
    CHECK(run.columns("t") == "a");
    CHECK_FALSE(run.relation("t").rls.on);
}

TEST_CASE("SET LOCAL ends with the block") {
    const Run run{"create schema app; begin; set local search_path to app; create table a (); commit; create "
                  "table b ();"};
    CHECK(run.has_relation("app.a"));
    CHECK(run.has_relation("public.b"));
}

TEST_CASE("queries are inert, unless they may do more") {
    CHECK(Run{"select now(), setval('s', 1);"}.last() == "inert");
    CHECK(
        Run{"create table t (a int); insert into t values (1); update t set a = 2; delete from t;"}.last() ==
        "inert");
    CHECK(Run{"create function f() returns void language plpgsql as $$ begin update x set a = 1; end $$; "
              "select f();"}
              .last() == "inert");
    CHECK(
        Run{"create function f() returns void language plpgsql as $$ begin drop table x; end $$; select f();"}
            .last() == "applied");
    CHECK(Run{"create function g() returns void language plpgsql as $$ begin drop table x; end $$;"
              "create function f() returns void language sql as 'select g()'; select f();"}
              .last() == "applied");
    CHECK(Run{"select audit.enable('t');"}.last() ==
          "undetermined calls audit.enable(), which the history does not create");
    CHECK(Run{"do $$ begin create table t (); end $$;"}.last() == "applied");
}
