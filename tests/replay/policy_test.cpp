#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

TEST_CASE("a policy with its clauses and their places") {
    const Run run{"create role app; create table t (a int);\n"
                  "create policy p on t as restrictive for update to app using (a = 1) with check (a > 0);"};
    CHECK(run.clean());
    const Policy& p = run.policy("t", "p");
    CHECK(p.command == PolicyCommand::update);
    CHECK_FALSE(p.permissive);
    REQUIRE(p.roles.size() == 1);
    CHECK(run.history.catalog.name_of(p.roles[0]) == "app");
    CHECK(run.text(p.using_clause.clause) == "using (a = 1)");
    CHECK(run.text(p.using_clause.span()) == "a = 1");
    CHECK(run.text(p.check_clause.clause) == "with check (a > 0)");
    CHECK(run.text(p.roles_span) == "to app");
    CHECK(run.text(p.name_span) == "p");
}

TEST_CASE("clauses that a command does not take") {
    CHECK(Run{"create table t (); create policy p on t for select with check (true);"}.last() ==
          "failed 42601 WITH CHECK cannot be applied to SELECT or DELETE");
    CHECK(Run{"create table t (); create policy p on t for insert using (true);"}.last() ==
          "failed 42601 only WITH CHECK expression allowed for INSERT");
    CHECK(Run{"create table t (); create policy p on t for insert with check (true); alter policy p on t "
              "using (true);"}
              .last() == "failed 42601 only WITH CHECK expression allowed for INSERT");
}

TEST_CASE("ALTER, RENAME, DROP of policies") {
    const Run run{"create role a; create table t (x int); create policy p on t using (true);\n"
                  "alter policy p on t to a using (x = 1); alter policy p on t rename to q;"};
    CHECK(run.clean());
    CHECK(run.text(run.policy("t", "q").using_clause.span()) == "x = 1");
    CHECK(run.text(run.policy("t", "q").roles_span) == "to a");
    CHECK(Run{"create table t (); create policy p on t using (true); create policy p on t using (true);"}
              .last() == "failed 42710 policy \"p\" for table \"t\" already exists");
    CHECK(Run{"create table t (); drop policy p on t;"}.last() ==
          "failed 42704 policy \"p\" for table \"t\" does not exist");
    CHECK(Run{"create table t (); drop policy if exists p on t;"}.last() == "applied");
    CHECK(Run{"drop policy p on made_by_hand;"}.last() == "applied");
    CHECK(Run{"create view v as select 1 as a; create policy p on v using (true);"}.last() ==
          "failed 42809 \"v\" is not a table");
}

TEST_CASE("names bind when the policy is created") {
    const Run run{"create schema app; create table app.members (id int); create table t (id int);\n"
                  "set search_path to app, public;\n"
                  "create policy p on t using (exists (select 1 from members m where m.id = t.id));\n"
                  "alter table app.members rename to people;"};
    CHECK(run.clean());
    const Bindings& bindings = *run.policy("t", "p").using_clause.bindings;
    REQUIRE(bindings.relations.size() == 1);
    CHECK(run.history.catalog.name_of(bindings.relations.begin()->second) == "app.people");
}

TEST_CASE("names that cannot mean anything are refused, those made elsewhere are not") {
    CHECK(Run{"create table t (a int); create policy p on t using (b = 1);"}.last() ==
          "failed 42703 column \"b\" does not exist");
    CHECK(Run{"create table t (a int); create policy p on t using (exists (select 1 from unseen));"}.last() ==
          "applied");
    CHECK(Run{"create table t (a int); create policy p on t using (is_admin());"}.last() == "applied");
    CHECK(Run{"create table t (a int); create table u (); drop table u; "
              "create policy p on t using (exists (select 1 from u));"}
              .last() == "failed 42P01 relation \"u\" does not exist");
}

TEST_CASE("what a policy uses cannot be dropped, but for CASCADE") {
    const std::string setup = "create table members (id int); create table t (a int, b int);\n"
                              "create function f() returns bool language sql return true;\n"
                              "create policy p on t using (a in (select id from members) and f());\n";
    CHECK(Run{setup + "drop table members;"}.last() ==
          "failed 2BP01 cannot drop table members because other objects depend on it");
    CHECK(Run{setup + "drop function f();"}.last() ==
          "failed 2BP01 cannot drop function f() because other objects depend on it");
    CHECK(Run{setup + "alter table t drop column a;"}.last() ==
          "failed 2BP01 cannot drop column a of table t because other objects depend on it");
    CHECK(Run{setup + "alter table t drop column b;"}.last() == "applied");
    const Run cascaded{setup + "drop table members cascade;"};
    CHECK(cascaded.clean());
    CHECK_FALSE(cascaded.has_policy("t", "p"));
    CHECK(cascaded.relation("t").policies.empty());
    CHECK_FALSE(Run{setup + "alter table t drop column a cascade;"}.has_policy("t", "p"));
    CHECK_FALSE(Run{setup + "drop table t;"}.has_policy("t", "p"));
}

TEST_CASE("a policy of a role that is dropped") {
    const std::string setup =
        "create role a; create role b; create table t ();\n"
        "create policy p on t to a, b using (true); create policy q on t to a using (true);\n";
    CHECK(Run{setup + "drop role a;"}.last() ==
          "failed 2BP01 role \"a\" cannot be dropped because some objects depend on it");
    const Run run{setup + "drop owned by a; drop role a;"};
    CHECK(run.clean());
    CHECK(run.policy("t", "p").roles.size() == 1);
    CHECK_FALSE(run.has_policy("t", "q"));
}
