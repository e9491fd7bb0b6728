#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

TEST_CASE("a table's columns, keys and flags") {
    const Run run{"create table t (id int primary key, name text not null, n serial, unique (name));\n"
                  "alter table t enable row level security;\n"
                  "alter table only public.t force row level security;"};
    CHECK(run.clean());
    const Relation& t = run.relation("t");
    CHECK(run.columns("t") == "id name n");
    CHECK(t.columns[0].not_null);
    CHECK(t.columns[1].not_null);
    CHECK(t.columns[2].type.name.text() == "int4");
    CHECK(run.has_relation("t_n_seq"));
    CHECK(t.rls.on);
    CHECK(run.text(t.rls.span) == "enable row level security");
    CHECK(run.text(t.force.span) == "force row level security");
    CHECK(run.owner("t") == "postgres");
    REQUIRE(t.indexes.size() == 2);
    CHECK(run.history.catalog[t.indexes[0]].name.text() == "t_pkey");
    CHECK(run.history.catalog[t.indexes[1]].name.text() == "t_name_key");
    CHECK_FALSE(t.origin.assumed);
    CHECK(run.text(t.name_span) == "t");
}

TEST_CASE("what is there already is refused, unless IF NOT EXISTS") {
    CHECK(Run{"create table t (); create table t ();"}.last() ==
          "failed 42P07 relation \"t\" already exists");
    CHECK(Run{"create table t (); create table if not exists t (a int);"}.clean());
    CHECK(Run{"create table t (a int, a int);"}.last() ==
          "failed 42701 column \"a\" specified more than once");
    CHECK(Run{"create table t (a int); alter table t add column a int;"}.last() ==
          "failed 42701 column \"a\" of relation \"t\" already exists");
    CHECK(Run{"create table t (a int); alter table t add column if not exists a int;"}.last() == "applied");
}

TEST_CASE("a table that was never created is taken to exist, once") {
    const Run run{"alter table public.t enable row level security;\n"
                  "alter table t add column a int;\n"
                  "create policy p on t using (b = 1);"};
    CHECK(run.clean());
    CHECK(run.relation("t").origin.assumed);
    CHECK(run.relation("t").rls.on);
    CHECK(run.history.catalog.relations().size() == 1);
}

TEST_CASE("a table that was dropped is gone") {
    const Run run{"create table t (); drop table t; alter table t enable row level security;"};
    CHECK(run.last() == "failed 42P01 relation \"t\" does not exist");
    CHECK_FALSE(run.has_relation("t"));
    CHECK(Run{"create table t (); drop table t; drop table t;"}.last() ==
          "failed 42P01 table \"t\" does not exist");
    CHECK(Run{"create table t (); drop table t; drop table if exists t;"}.last() == "applied");
    CHECK(Run{"create table t (); alter table t rename to u; drop table t;"}.last() ==
          "failed 42P01 table \"t\" does not exist");
    CHECK(Run{"drop table never_seen;"}.last() == "applied");
}

TEST_CASE("what was only named becomes the history's own when it is created") {
    const Run run{"alter table t enable row level security; create table if not exists t (a int);"};
    CHECK(run.clean());
    CHECK_FALSE(run.relation("t").origin.assumed);
    CHECK(run.relation("t").rls.on);
    CHECK(run.columns("t") == "a");
}

TEST_CASE("renames and moves keep the table's identity") {
    const Run run{"create table t (a int); create policy p on t using (a = 1);\n"
                  "alter table t rename column a to b; alter table t rename to u;\n"
                  "create schema app; alter table u set schema app;"};
    CHECK(run.clean());
    CHECK(run.columns("app.u") == "b");
    CHECK(run.has_policy("app.u", "p"));
    const Policy& policy = run.policy("app.u", "p");
    REQUIRE(policy.using_clause.bindings->columns.size() == 1);
    CHECK(policy.using_clause.bindings->columns.begin()->second.column == 0);
}

TEST_CASE("inheritance and partitions copy columns, not row security") {
    const Run run{"create table parent (a int, b text) partition by list (a);\n"
                  "alter table parent enable row level security;\n"
                  "create policy p on parent using (true);\n"
                  "create table child partition of parent for values in (1);\n"
                  "create table base (x int); create table derived (y int) inherits (base);\n"
                  "alter table base add column z int; alter table base drop column x;"};
    CHECK(run.clean());
    CHECK(run.relation("parent").kind == 'p');
    CHECK(run.columns("child") == "a b");
    CHECK(run.relation("child").partition);
    CHECK_FALSE(run.relation("child").rls.on);
    CHECK(run.relation("child").policies.empty());
    CHECK(run.columns("derived") == "y z");
}

TEST_CASE("row security is for tables only") {
    CHECK(Run{"create view v as select 1 as a; alter table v enable row level security;"}.last() ==
          "failed 42809 ALTER action ENABLE ROW SECURITY cannot be performed on relation \"v\"");
}

TEST_CASE("tables made of queries") {
    const Run run{"create table t (a int, b text);\n"
                  "create table u as select a, b as c, 1 from t; select * into w from t;\n"
                  "create materialized view m as select a from t;\n"
                  "create table l (like t including all, d int);"};
    CHECK(run.clean());
    CHECK(run.columns("u") == "a c ?column?");
    CHECK(run.columns("w") == "a b");
    CHECK(run.relation("m").kind == 'm');
    CHECK(run.columns("l") == "a b d");
}

TEST_CASE("temporary tables shadow others and are no table of the project's") {
    const Run run{"create table t (a int); create temporary table t (b int);\n"
                  "alter table t enable row level security; alter table public.t force row level security;"};
    CHECK(run.clean());
    CHECK_FALSE(run.relation("t").rls.on);
    CHECK(run.relation("t").force.on);
    CHECK(run.relation("pg_temp.t").rls.on);
}

TEST_CASE("ownership") {
    const Run run{"create role app; create table t (id serial); alter table t owner to app;\n"
                  "grant create on schema public to app; set role app; create table u ();"};
    CHECK(run.clean());
    CHECK(run.owner("t") == "app");
    CHECK(run.owner("t_id_seq") == "app");
    CHECK(run.owner("u") == "app");
}

TEST_CASE("a table that is created after it was named keeps its columns' numbers: clauses go by them") {
    const Run run{"alter table t add column owner text;\n"
                  "create policy p on t using (owner = current_user);\n"
                  "create table if not exists t (id int, note text, owner text not null);"};
    CHECK(run.clean());
    const Relation& t = run.relation("t");
    CHECK(run.columns("t") == "owner id note");
    CHECK(t.columns[0].not_null);
    CHECK_FALSE(t.origin.assumed);
}
