#include <doctest/doctest.h>

#include "run.hpp"

using rlslint::test::Run;

namespace {

/// Two tables and a role to speak of, and a DO block.
Run block(const std::string& body) {
    return Run{"create table t (id int); create table u (id int); create role who;\ndo $$\n" + body +
               "\n$$;"};
}

/// Policies named after values, in whose names they can be seen.
bool says(const std::string& declared, const std::string& body, const std::string& wanted) {
    const Run run = block("declare v text; n int; a text[]; r record; " + declared + " begin " + body +
                          " execute format('create policy %I on t', coalesce(v, '-')); end");
    if (!run.has_policy("t", wanted)) MESSAGE(run.last());
    return run.clean() && run.has_policy("t", wanted);
}

} // namespace

TEST_CASE("CASE with a selector takes the first list that holds the value") {
    CHECK(says(
        "", "n := 3; case n when 1 then v := 'one'; when 2, 3 then v := 'more'; else v := 'none'; end case;",
        "more"));
    CHECK(says("", "case 'x' when 'y' then v := 'y'; else v := 'other'; end case;", "other"));
}

TEST_CASE("cursors give one row after the other") {
    const std::string loop =
        " loop fetch c into n; exit when not found; v := coalesce(v, '') || n; end loop; close c;";
    CHECK(says("c cursor for select x from generate_series(1, 3) x order by x;", "open c;" + loop, "123"));
    CHECK(says("c cursor (low int) for select x from generate_series(low, 4) x;", "open c(3);" + loop, "34"));
    CHECK(says("c refcursor;", "open c for select x from generate_series(1, 2) x;" + loop, "12"));
    CHECK(says("c refcursor;", "open c for execute 'select x from generate_series(1, $1) x' using 2;" + loop,
               "12"));
    CHECK(says("c cursor (k int) for select x from generate_series(1, k) x;",
               "for r in c(2) loop v := coalesce(v, '') || r.x; end loop;", "12"));
}

TEST_CASE("arrays: parts that are set, and FOREACH over slices") {
    CHECK(says("", "a := array['x', 'y']; a[2] := 'z'; a[3] := 'w'; v := array_to_string(a, '');", "xzw"));
    CHECK(says("p text[];",
               "foreach p slice 1 in array array[array['a', 'b'], array['c', 'd']] loop "
               "v := coalesce(v, '') || p[2]; end loop;",
               "bd"));
    CHECK(says("p text;",
               "foreach p in array array[array['a', 'b'], array['c', 'd']] loop "
               "v := coalesce(v, '') || p; end loop;",
               "abcd"));
    CHECK(says("", "a := array[array['a', 'b'], array['c', 'd']]; v := a[2][1];", "c"));
}

TEST_CASE("joins keep what they should") {
    const std::string one = "(values (1, 'a'), (2, 'b')) one(id, x)",
                      two = "(values (2, 'B'), (3, 'C')) two(id, y)";
    const auto joined = [&](const std::string& join) {
        return "select string_agg(concat(x, y), ',' order by concat(x, y)) into v from " + one + join + two;
    };
    CHECK(says("", joined(" join ") + " using (id);", "bB"));
    CHECK(says("", joined(" natural join ") + ";", "bB"));
    CHECK(says("", joined(" left join ") + " using (id);", "a,bB"));
    CHECK(says("", joined(" right join ") + " on one.id = two.id;", "C,bB"));
    CHECK(says("", joined(" full join ") + " on one.id = two.id;", "C,a,bB"));
    CHECK(says("",
               "for r in select * from " + one + " join " + two +
                   " using (id) loop "
                   "v := r.id || r.x || r.y; end loop;",
               "2bB"));
}

TEST_CASE("aggregates with FILTER and ORDER BY, and rows that are numbered") {
    const std::string rows = " from (values ('x', 1), ('x', 2), ('y', 3)) s(k, i)";
    CHECK(says(
        "", "select count(*) filter (where k = 'x') || string_agg(k, '' order by i desc) into v" + rows + ";",
        "2yxx"));
    CHECK(says("",
               "select string_agg(k || n2, ',' order by k, n2) into v from (select k, row_number() over "
               "(partition by k order by i) as n2" +
                   rows + ") q;",
               "x1,x2,y1"));
    CHECK(says("",
               "select string_agg(p::text, '' order by p) into v from (select rank() over (order by k) as p" +
                   rows + ") q;",
               "113"));
    CHECK(says("",
               "select count(*) into v from (select 1 union select 2 intersect select 2 except select 3) q;",
               "2"));
}

TEST_CASE("regular expressions") {
    CHECK(
        says("", "if 'notes_archive' ~ '^notes(_[a-z]+)?$' and 'x' !~* 'Y' then v := 'yes'; end if;", "yes"));
    CHECK(says("", "v := regexp_replace('a1b22', '[0-9]+', '<\\&>', 'g');", "a<1>b<22>"));
    CHECK(says("", "v := regexp_replace('a.b', '(\\w)\\.(\\w)', '\\2-\\1');", "b-a"));
    CHECK(says("", "v := (regexp_match('tenant_42_x', '_(\\d+)_'))[1];", "42"));
    CHECK(says("", "v := array_to_string(regexp_split_to_array('a, b,c', ',\\s*'), '+');", "a+b+c"));
    CHECK(says("", "select string_agg(m[1], '') into v from regexp_matches('a1b2', '[a-z]', 'g') m;", "ab"));
    CHECK(
        block("begin if 'aa' ~ '(a)\\1' then drop table t; end if; end").last().starts_with("undetermined"));
}

TEST_CASE("arguments by name, by default, and those that come back") {
    const std::string make =
        "create function f(a int, b text default 'd', variadic c text[] default '{}') returns text "
        "language sql as 'select a || b || array_to_string(c, '''')';"
        "create procedure p(x int, inout y int) language plpgsql as 'begin y := x + y; end';"
        "create function o(out a int, out b text) language plpgsql as 'begin a := 1; b := ''x''; end';"
        "create table t (id int);";
    const auto made = [&](const std::string& statement, const std::string& wanted) {
        const Run run{make + "do $$ declare v text; n int := 2; begin " + statement +
                      " execute format('create policy %I on t', v); end $$;"};
        if (!run.has_policy("t", wanted)) MESSAGE(run.last());
        return run.has_policy("t", wanted);
    };
    CHECK(made("v := f(1);", "1d"));
    CHECK(made("v := f(b => 'x', a => 3);", "3x"));
    CHECK(made("v := f(1, 'b', 'c', 'd');", "1bcd"));
    CHECK(made("call p(40, n); v := n;", "42"));
    CHECK(made("select o.a || o.b into v from o();", "1x"));
}

TEST_CASE("settings are what was set") {
    CHECK(says("", "perform set_config('app.who', 'me', false); v := current_setting('app.who');", "me"));
    CHECK(block("begin if current_setting('app.nobody', true) = 'x' then drop table t; end if; end")
              .last()
              .starts_with("undetermined"));
    const Run run{
        "create table t (id int); set app.mode = 'strict';"
        "do $$ begin if current_setting('app.mode') = 'strict' then create policy p on t; end if; end $$;"};
    CHECK(run.has_policy("t", "p"));
}

TEST_CASE("what branches do alike is done though none can be chosen") {
    const Run run =
        block("begin if random() > 0.5 then alter table t enable row level security; "
              "create policy a on t; alter table u enable row level security; "
              "else ALTER TABLE t ENABLE ROW LEVEL SECURITY; create policy b on t; "
              "alter table u enable row level security; end if; alter table t force row level security; end");
    CHECK(run.last().starts_with("undetermined"));
    CHECK(run.relation("t").rls.on);
    CHECK(run.relation("u").rls.on);
    CHECK_FALSE(run.has_policy("t", "a"));
    CHECK_FALSE(run.has_policy("t", "b"));
    CHECK_FALSE(run.relation("t").force.on);
    // One side alone is never taken.
    const Run one =
        block("begin if random() > 0.5 then alter table t enable row level security; end if; end");
    CHECK_FALSE(one.relation("t").rls.on);
}

TEST_CASE("what comes to no end is told apart") {
    const Run loop = block("begin loop execute 'drop policy if exists p on t'; end loop; end");
    CHECK(loop.history.log.back().sqlstate == "54000");
    const Run chance = block("begin if random() > 0.5 then drop table t; end if; end");
    CHECK(chance.history.log.back().sqlstate.empty());
}

TEST_CASE("rows that the same file inserts are read back, those of another one are not") {
    const std::string fill =
        "create table t (id int); create table names (name text); insert into names values ('a'), ('b');";
    const std::string loop = "do $$ declare n text; begin for n in select name from names order by name loop "
                             "execute format('create policy %I on t', n); end loop; end $$;";
    CHECK(Run{fill + loop}.has_policy("t", "b"));
    const Run later{std::vector<std::string>{fill, loop}};
    CHECK(later.last().starts_with("undetermined"));
    CHECK_FALSE(later.has_policy("t", "b"));
    for (const char* change :
         {"update names set name = 'c';", "delete from names;", "truncate names;",
          "insert into names select name from t, names;", "insert into names select now()::text;"}) {
        CAPTURE(change);
        CHECK(Run{fill + change + loop}.last().starts_with("undetermined"));
    }
    // Who is bound by policies sees other rows.
    CHECK(Run{fill +
              "create role r; grant all on names, t to r; alter table names enable row level security; set "
              "role r;" +
              loop}
              .last()
              .starts_with("undetermined"));
}
