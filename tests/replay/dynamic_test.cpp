#include <doctest/doctest.h>

#include "run.hpp"

using rlslint::Outcome;
using rlslint::test::Run;

namespace {

/// A table to speak of, and a DO block with the statements.
Run block(const std::string& body) {
    return Run{"create table t (id int, owner text);\ndo $$\n" + body + "\n$$;"};
}

} // namespace

TEST_CASE("a guard is answered from the catalog") {
    const Run run = block("begin if not exists (select 1 from pg_policies where tablename = 't') then"
                          " create policy p on t using (true); end if; end");
    CHECK(run.clean());
    CHECK(run.has_policy("t", "p"));
}

TEST_CASE("what is made points into the body, or at the EXECUTE with the text it made") {
    const Run run = block("begin create policy a on t using (true);\n"
                          "execute format('create policy %I on t using (id = 1)', 'b'); end");
    REQUIRE(run.clean());
    CHECK(run.text(run.policy("t", "a").using_clause.clause) == "using (true)");
    const rlslint::Span made = run.policy("t", "b").using_clause.clause;
    CHECK(run.text(made) == "using (id = 1)");
    CHECK(run.text(run.sources.origin(made)).substr(0, 14) == "execute format");
}

TEST_CASE("a body that is none is not run") {
    for (const char* body : {"begin null;; end", "begin ; end", "begin drop table t;; end"})
        CHECK(block(body).relation("t").origin.live());
    CHECK(block("begin drop table t;; end")
              .last()
              .starts_with("undetermined a body that cannot be read: a statement expected"));
}

TEST_CASE("what cannot be told is left, what came before stays") {
    const Run run = block("begin alter table t enable row level security;\n"
                          "if (select count(*) from t) > 3 then create policy p on t; end if;\n"
                          "alter table t force row level security; end");
    CHECK(run.last().starts_with("undetermined an IF depends on the rows of t"));
    CHECK(run.relation("t").rls.on);
    CHECK_FALSE(run.has_policy("t", "p"));
    CHECK_FALSE(run.relation("t").force.on);
}

TEST_CASE("a branch that changes rows at most does not matter") {
    const Run run = block("declare n int; begin select count(*) into n from t;\n"
                          "if n > 3 then update t set id = 2; n := 7; end if;\n"
                          "alter table t enable row level security;\n"
                          "if n = 7 then drop table t; end if; end");
    CHECK(run.last().starts_with("undetermined"));
    CHECK(run.relation("t").rls.on);
}

TEST_CASE("chance and time are not known") {
    for (const char* condition : {"random() > 0.5", "now() > '2020-01-01'", "current_setting('a.b') = 'c'",
                                  "version() like '%15%'", "exists (select from t)"}) {
        CAPTURE(condition);
        const Run run = block("begin if " + std::string{condition} + " then drop table t; end if; end");
        CHECK(run.last().starts_with("undetermined"));
        CHECK(run.has_relation("t"));
    }
}

TEST_CASE("an exception undoes its block, and only that") {
    const Run run =
        block("begin alter table t enable row level security; begin\n"
              "alter table t force row level security; drop table nowhere, t; raise exception 'x';\n"
              "exception when others then create policy p on t; end; end");
    CHECK(run.clean());
    CHECK(run.relation("t").rls.on);
    CHECK_FALSE(run.relation("t").force.on);
    CHECK(run.has_policy("t", "p"));
    CHECK(block("begin drop table t; raise exception 'no %', 1; end").last() == "failed P0001 no 1");
    CHECK(block("begin drop table t; raise exception 'no'; end").has_relation("t"));
}

TEST_CASE("budgets end what does not end") {
    CHECK(block("begin loop execute 'select 1'; end loop; end").last() ==
          "undetermined 54000 too many statements");
    CHECK(block("begin while true loop null; end loop; execute 'x'; end").last() ==
          "undetermined 54000 too many statements");
    const Run run{
        "create function f() returns void language plpgsql as $$ begin perform f(); execute 'x'; end $$;"
        "select f();"};
    CHECK(run.last().starts_with("undetermined 54000 in f(): in f():"));
}

TEST_CASE("the session's changes last as they do in a function") {
    const Run run{"create schema s; create role other;\n"
                  "create function f() returns void language plpgsql set search_path = s as $$ begin\n"
                  "execute 'create table made (id int)'; end $$;\n"
                  "select f(); create table here (id int);"};
    CHECK(run.clean());
    CHECK(run.has_relation("s.made"));
    CHECK(run.has_relation("public.here"));
}

namespace {

/// Policies of which the first two ask who is asking, the second of a table that is known in part.
Run rewritten(const std::string& condition) {
    return Run{
        "create schema auth; create function auth.uid() returns uuid language sql as 'select null::uuid';\n"
        "create table t (id uuid);\n"
        "create policy a on t for select using (id = auth.uid());\n"
        "create policy b on elsewhere for select using (owner = \"auth\".uid());\n"
        "create policy c on t for select using (id is null);\n"
        "do $$ declare p record; begin\n"
        "for p in select * from pg_policies where " +
        condition +
        " loop\n"
        "execute format('drop policy %I on %I', p.policyname, p.tablename);\n"
        "execute format('create policy %I on %I for select using (%s)', p.policyname, p.tablename,"
        " replace(coalesce(p.qual, p.with_check), 'auth.uid()', '(select auth.uid())'));\n"
        "end loop; end $$;"};
}

} // namespace

TEST_CASE("the text of a clause is known to what asks for it") {
    const Run run = rewritten("qual like '%auth.uid()%'");
    REQUIRE(run.clean());
    CHECK(run.text(run.policy("t", "a").using_clause.clause) == "using ((id = (select auth.uid())))");
    CHECK(run.text(run.policy("elsewhere", "b").using_clause.clause) ==
          "using ((owner = (select auth.uid())))");
    CHECK(run.text(run.policy("t", "c").using_clause.clause) == "using (id is null)");
    CHECK(rewritten("pg_get_expr(0, 0) is null").last().starts_with("undetermined"));
}

TEST_CASE("of a clause that is known by its meaning alone, only calls are") {
    CHECK(rewritten("qual like '%owner =%'").last().starts_with("undetermined"));
    CHECK(rewritten("tablename = 't' and qual like '%id =%'").clean());
    CHECK(rewritten("tablename = 't' and qual ~ 'uid'").clean());
    CHECK(rewritten("qual is not null and with_check is null").clean());
}

TEST_CASE("pg_get_expr writes what pg_policy holds") {
    const Run run = block("begin create policy p on t using (id = 1);\n"
                          "if (select pg_get_expr(polqual, polrelid) from pg_policy) = '(id = 1)' then\n"
                          "alter table t enable row level security; end if; end");
    CHECK(run.clean());
    CHECK(run.relation("t").rls.on);
}
