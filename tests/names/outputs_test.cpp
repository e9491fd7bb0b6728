#include "described.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

struct World : SmallWorld {
    RelationId notes = table("notes(id int4!, org_id uuid!, body)");
    RelationId members = table("members(org_id uuid, user_id uuid, roles text[])");

    std::string outputs(std::string_view sql) { return Described{*this, query(sql)}.outputs(); }
};

} // namespace

TEST_CASE_FIXTURE(World, "output columns are named as the server names them") {
    // Names and types confirmed by `create view … as` on the server.
    CHECK(outputs("select id, notes.body as text from notes") == "id integer, text text");
    CHECK(outputs("select 1, 'a', null, true") ==
          "?column? integer, ?column? text, ?column? text, ?column? boolean");
    CHECK(outputs("select 1::int8::text, 'a'::text::varchar(3)") ==
          "text text, varchar character varying(3)");
    CHECK(outputs("select case when true then 1 end, case when true then 1 else id end from notes") ==
          "case integer, id integer");
    CHECK(outputs("select exists (select 1), array[1], row(1), coalesce(1, 2)") ==
          "exists boolean, array integer[], row, coalesce integer");
    CHECK(outputs("select (select body from notes), (select 1::text)::varchar, (values (1))") ==
          "body text, text character varying, column1");
    CHECK(outputs("select current_date, current_user") == "current_date date, current_user name");
    CHECK(outputs("select 1 = 2, not true, 1 in (1)") ==
          "?column? boolean, ?column? boolean, ?column? boolean");
    CHECK(outputs("select count(*), now() at time zone 'utc'") == "count bigint, timezone");
}

TEST_CASE_FIXTURE(World, "stars are written out") {
    CHECK(outputs("select * from notes") == "id integer, org_id uuid, body text");
    CHECK(outputs("select m.*, id from notes, members m") ==
          "org_id uuid, user_id uuid, roles text[], id integer");
    CHECK(outputs("select * from notes join members using (org_id)") ==
          "org_id uuid, id integer, body text, user_id uuid, roles text[]");
    CHECK(outputs("select * from notes natural right join members") ==
          "org_id uuid, id integer, body text, user_id uuid, roles text[]");
    CHECK(outputs("select * from (select id as n, body from notes) s(x)") == "x integer, body text");
    CHECK(outputs("with w(a) as (select id, body from notes) select * from w") == "a integer, body text");
    CHECK(outputs("select * from (values (1, 'x')) v") == "column1 integer, column2 text");
    CHECK(outputs("insert into notes values (1) returning *") == "id integer, org_id uuid, body text");

    const Bound bound = query("select * from notes");
    REQUIRE(bound.bindings.stars.size() == 1);
    const auto& columns = bound.bindings.stars.begin()->second;
    REQUIRE(columns.size() == 3);
    CHECK(columns[2].relation == notes);
    CHECK(columns[2].column == 2);
}

TEST_CASE_FIXTURE(World, "columns of what is known in part are known in part") {
    catalog.edit(members).partial = true;
    CHECK(outputs("select *, 1 as one from members") ==
          "org_id uuid, user_id uuid, roles text[], one integer …");
    CHECK(outputs("select user_id from members") == "user_id uuid");
    CHECK(outputs("select * from nope()") == " …");
}

TEST_CASE_FIXTURE(World, "a set operation has its first operand's columns") {
    CHECK(outputs("select id as a from notes union select 2 union all select 3") == "a integer");
}

TEST_CASE_FIXTURE(World, "functions in FROM give the columns of their result") {
    table("pairs(a int4, b)");
    function("get_pairs()", "pairs");
    function("get_one()", "int4");
    function("get_outs(x int4, out p int4, out q text)", "record");
    CHECK(outputs("select * from get_pairs()") == "a integer, b text");
    CHECK(outputs("select * from get_one()") == "get_one integer");
    CHECK(outputs("select * from get_one() as n") == "n integer");
    CHECK(outputs("select * from get_outs(1)") == "p integer, q text");
    CHECK(outputs("select * from get_outs(1) as g(r)") == "r integer, q text");
    CHECK(outputs("select * from jsonb_each('{}') as e") == "key, value");
    CHECK(outputs("select * from jsonb_array_elements('[]') as e") == "value");
    CHECK(outputs("select * from generate_series(1, 2) with ordinality as g") == "g, ordinality");
    CHECK(outputs("select * from json_to_record('{}') as r(a int, b text)") == "a, b");
}
