#include "described.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// notes(id, org_id, owner), members(org_id, user_id, role), orgs(id, owner), and nothing else.
struct World : SmallWorld {
    RelationId notes = table("notes(id int4!, org_id uuid!, owner uuid)");
    RelationId members = table("members(org_id uuid, user_id uuid, role)");
    RelationId orgs = table("orgs(id uuid, owner uuid)");

    std::string policy(std::string_view sql) {
        const Bound bound = expression(sql, notes);
        const std::string complaints = Described{*this, bound}.complaints();
        return complaints.empty() ? Described{*this, bound}.columns() : complaints;
    }
    std::string in_query(std::string_view sql) {
        const Bound bound = query(sql);
        const std::string complaints = Described{*this, bound}.complaints();
        return complaints.empty() ? Described{*this, bound}.columns() : complaints;
    }
};

} // namespace

TEST_CASE_FIXTURE(World, "a policy's own row is found by column, table and schema") {
    CHECK(policy("owner = org_id") == "owner=notes.owner org_id=notes.org_id");
    CHECK(policy("notes.owner = public.notes.org_id") ==
          "notes.owner=notes.owner public.notes.org_id=notes.org_id");
    CHECK(policy("notes is null") == "notes=notes.*");
    CHECK(policy("to_jsonb(notes.*) is null") == "notes.*=notes.*");
}

TEST_CASE_FIXTURE(World,
                  "the innermost query that has a name wins, and what else it could have meant is kept") {
    CHECK(policy("exists (select 1 from members where org_id = notes.org_id)") ==
          "org_id=members.org_id (or notes) notes.org_id=notes.org_id^1");
    CHECK(policy("exists (select 1 from members m where m.org_id = org_id)") ==
          "m.org_id=members.org_id org_id=members.org_id (or notes)");
    CHECK(policy("exists (select 1 from members where user_id = owner)") ==
          "user_id=members.user_id owner=notes.owner^1");
    CHECK(policy("exists (select 1 from members where exists (select 1 from orgs where id = org_id))") ==
          "id=orgs.id (or notes) org_id=members.org_id^1 (or notes)");
}

TEST_CASE_FIXTURE(World, "what the server refuses is said in its words") {
    CHECK(policy("nope = 1") == "42703 column \"nope\" does not exist");
    CHECK(policy("notes.nope = 1") == "42703 column notes.nope does not exist");
    CHECK(policy("public.notes.nope = 1") == "42703 column notes.nope does not exist");
    CHECK(policy("q.id = 1") == "42P01 missing FROM-clause entry for table \"q\"");
    CHECK(policy("exists (select 1 from nope)") == "42P01 relation \"nope\" does not exist");
    CHECK(policy("exists (select 1 from app.nope)") == "42P01 relation \"app.nope\" does not exist");
    CHECK(policy("exists (select 1 from members, orgs, notes n where owner is null)") ==
          "42702 column reference \"owner\" is ambiguous");
    CHECK(policy("exists (select 1 from members m where members.role = 'a')") ==
          "42P01 invalid reference to FROM-clause entry for table \"members\"");
    CHECK(in_query("select 1 from notes, orgs join members on notes.org_id = members.org_id") ==
          "42P01 invalid reference to FROM-clause entry for table \"notes\"");
    CHECK(in_query("select 1 from notes, (select notes.id) s") ==
          "42P01 invalid reference to FROM-clause entry for table \"notes\"");
    CHECK(in_query("select 1 from notes, orgs, notes") ==
          "42712 table name \"notes\" specified more than once");
    CHECK(in_query("select * from notes join members using (user_id)") ==
          "42703 column \"user_id\" specified in USING clause does not exist in left table");
    CHECK(in_query("select * from notes order by nn") == "42703 column \"nn\" does not exist");
    CHECK(in_query("select id + 1 as x2 from notes having x2 > 1") == "42703 column \"x2\" does not exist");
    CHECK(in_query("delete from nope") == "42P01 relation \"nope\" does not exist");
}

TEST_CASE_FIXTURE(World, "the first complaint is the one that the server makes") {
    CHECK(in_query("select a from nope where b").starts_with("42P01 relation \"nope\""));
    CHECK(in_query("select a1 from notes where b1").starts_with("42703 column \"a1\""));
    CHECK(in_query("select 1 from notes where (x1 + x2) > x3").starts_with("42703 column \"x1\""));
    CHECK(
        in_query("select 1 from notes where x1 in (select x2 from orgs)").starts_with("42703 column \"x2\""));
}

TEST_CASE_FIXTURE(World, "an alias hides the table's name, column aliases hide columns") {
    CHECK(in_query("select m.role from members as m") == "m.role=members.role");
    CHECK(in_query("select a, role from members as m(a)") == "a=members.org_id role=members.role");
    CHECK(in_query("select org_id from members as m(a)") == "42703 column \"org_id\" does not exist");
}

TEST_CASE_FIXTURE(World, "aliases skip dropped columns") {
    catalog.edit(members).columns[0].dropped = true;
    CHECK(in_query("select a, b from members as m(a, b)") == "a=members.user_id b=members.role");
}

TEST_CASE_FIXTURE(World, "JOIN … USING and NATURAL make one column of two") {
    CHECK(in_query("select org_id from notes join members using (org_id)") == "org_id=notes.org_id");
    CHECK(in_query("select org_id from notes right join members using (org_id)") == "org_id=members.org_id");
    CHECK(in_query("select org_id, members.org_id from notes natural join members") ==
          "org_id=notes.org_id members.org_id=members.org_id");
    CHECK(in_query("select org_id from notes join members on true") ==
          "42702 column reference \"org_id\" is ambiguous");
    CHECK(in_query("select id from (notes join members using (org_id)) join orgs using (id)") ==
          "id=notes.id");
    CHECK(in_query("select j.role, j.org_id from (notes join members using (org_id)) as j") ==
          "j.role=members.role j.org_id=notes.org_id");
    CHECK(in_query("select j.org_id, members.role from notes join members using (org_id) as j") ==
          "j.org_id=notes.org_id members.role=members.role");
    CHECK(in_query("select members.role from (notes join members using (org_id)) as j") ==
          "42P01 invalid reference to FROM-clause entry for table \"members\"");
}

TEST_CASE_FIXTURE(World, "sub-selects in FROM offer the columns that they name") {
    CHECK(in_query("select s.who, role from (select user_id as who, role from members) s") ==
          "s.who=s#.0 role=s#.1 user_id=members.user_id role=members.role");
    CHECK(in_query("select s.nope from (select role from members) s") ==
          "42703 column s.nope does not exist");
    CHECK(in_query("select role from (select * from members) s") == "role=s#.2 *=");
    CHECK(in_query("select b from (values (1, 2)) as v(a, b)") == "b=v#.1");
    CHECK(in_query("select column2 from (values (1, 2)) as v") == "column2=v#.1");
    CHECK(in_query("select s from (select 1) s") == "s=s#.*");
}

TEST_CASE_FIXTURE(World, "LATERAL sees the entries before it, and functions always do") {
    CHECK(in_query("select 1 from notes, lateral (select 1 from orgs where orgs.id = org_id) s") ==
          "orgs.id=orgs.id org_id=notes.org_id^1");
    CHECK(in_query("select 1 from notes, (select owner from orgs where id = org_id) s") ==
          "42703 column \"org_id\" does not exist");
    CHECK(in_query("select x from notes, generate_series(1, notes.id) as x") == "x=x#.0 notes.id=notes.id");
    CHECK(policy("exists (select 1 from (select org_id as o from members where user_id = owner) s where o = "
                 "notes.owner)") ==
          "org_id=members.org_id (or notes) user_id=members.user_id owner=notes.owner^2 "
          "o=s#.0 notes.owner=notes.owner^1");
}

TEST_CASE_FIXTURE(World, "CTEs are found before tables, also by themselves when recursive") {
    CHECK(in_query("with orgs as (select role as o from members) select o from orgs") ==
          "role=members.role o=#.0");
    CHECK(in_query("with orgs as (select id from orgs) select id from orgs") == "id=orgs.id id=#.0");
    CHECK(in_query("with w(a) as (select 1) select a, b from w") == "42703 column \"b\" does not exist");
    CHECK(
        in_query(
            "with recursive t(n) as (select id from notes union all select n + 1 from t) select n from t") ==
        "id=notes.id n=#.0 n=#.0");
    CHECK(in_query("with recursive t as (select id from notes union all select nn from t) select 1") ==
          "42703 column \"nn\" does not exist");
    CHECK(in_query("with w as (select 1 as a) select (select a from w)") == "a=#.0");
}

TEST_CASE_FIXTURE(World, "ORDER BY and GROUP BY know the output's names") {
    CHECK(in_query("select id as nn from notes order by nn") == "id=notes.id nn=");
    CHECK(in_query("select id as owner from notes order by owner") == "id=notes.id owner=");
    CHECK(in_query("select id as owner from notes group by owner") == "id=notes.id owner=notes.owner");
    CHECK(in_query("select id as nn from notes group by nn") == "id=notes.id nn=");
    CHECK(in_query("select id from notes union select id from orgs order by id") ==
          "id=notes.id id=orgs.id id=");
}

TEST_CASE_FIXTURE(World, "INSERT, UPDATE and DELETE know their target") {
    CHECK(in_query("update notes set owner = org_id from members where members.org_id = notes.org_id") ==
          "42702 column reference \"org_id\" is ambiguous");
    CHECK(in_query(
              "update notes n set owner = user_id from members m where m.org_id = n.org_id returning role") ==
          "user_id=members.user_id m.org_id=members.org_id n.org_id=notes.org_id role=members.role");
    CHECK(in_query("delete from notes using orgs where orgs.id = org_id returning notes.id") ==
          "orgs.id=orgs.id org_id=notes.org_id notes.id=notes.id");
    CHECK(in_query("insert into notes values (1) on conflict (id) do update set owner = excluded.owner") ==
          "excluded.owner=notes.owner");
    CHECK(in_query("insert into notes values (1) on conflict (id) do update set owner = owner") ==
          "42702 column reference \"owner\" is ambiguous");
    CHECK(in_query("insert into notes select 1, id from orgs returning notes.id") ==
          "id=orgs.id notes.id=notes.id");
    const Bound insert = query("insert into notes values (1)");
    REQUIRE(insert.bindings.targets.size() == 1);
    CHECK(insert.bindings.targets.begin()->second == notes);
}

TEST_CASE_FIXTURE(World, "where something is known in part, a name that is not found is no complaint") {
    catalog.edit(members).origin.assumed = true;
    CHECK(policy("exists (select 1 from members where nope = owner)") == "nope= owner=");
    CHECK(policy("exists (select 1 from members where user_id = members.nope)") ==
          "user_id=members.user_id members.nope=");
    CHECK(policy("exists (select 1 from pg_class where relname = 'x')") == "relname=");
    CHECK(policy("exists (select 1 from information_schema.tables where table_name = owner)") ==
          "table_name= owner=");
    CHECK(policy("exists (select 1 from some_function() where a = owner)") == "a= owner=");
    CHECK(policy("exists (select 1 from members where tableoid = 1)") == "tableoid=");
}

TEST_CASE_FIXTURE(World, "OLD and NEW are the row twice") {
    const auto [tree, root, too_deep] = parse_expression("old.owner is distinct from new.owner");
    BindContext context{catalog, path, notes};
    context.old_and_new = true;
    Bound bound{tree, root, {}, bind(context, *tree, root)};
    CHECK(Described{*this, bound}.columns() == "old.owner=notes.owner new.owner=notes.owner");
}

TEST_CASE_FIXTURE(World, "a routine's arguments stand behind columns") {
    FunctionArg arg;
    arg.name.text = Symbol{"who"};
    const Statement statement =
        parse_statement("select 1 from notes where owner = who or f.who = id or owner = nope");
    BindContext context{catalog, path};
    context.arguments = std::span{&arg, 1};
    context.routine = Symbol{"f"};
    Bound bound{statement.tree, {}, std::get<RunQuery>(statement.node).query, {}};
    bound.bindings = bind(context, *bound.tree, bound.query);
    CHECK(Described{*this, bound}.complaints() == "42703 column \"nope\" does not exist");
}

TEST_CASE_FIXTURE(World, "a long chain of operators needs no deep stack") {
    std::string sql = "id";
    for (int i = 0; i < 100000; ++i)
        sql += " + id";
    CHECK(expression(sql + " > 0", notes).bindings.columns.size() > 100);
}
