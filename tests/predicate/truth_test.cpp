#include "world.hpp"

using namespace rlslint;
using namespace rlslint::test;

// Every `always` and `never` here was tried on the server, with rows and NULLs on both sides.

namespace {

void all_are(PolicyWorld& world, Truth expected, std::initializer_list<const char*> clauses) {
    for (const std::string clause : clauses) {
        CAPTURE(clause);
        CHECK(world.facts(clause).truth == expected);
    }
}

} // namespace

TEST_CASE_FIXTURE(PolicyWorld, "clauses that are true of every row") {
    all_are(*this, Truth::always,
            {
                "true",
                "not false",
                "not not true",
                "1 = 1",
                "1 <> 2",
                "1.50 = 1.5",
                "-1 < 0",
                "10 > 9",
                "'a' = 'a'",
                "'a' <> 'b'",
                "'1' = 1",
                "'a'::text = 'a'",
                "'5'::int = 5",
                "'true'::boolean",
                "'t'::bool",
                "'on'::bool and true",
                "cast('yes' as boolean)",
                "true::boolean",
                "1::bool is not null",
                "true = true",
                "true = 'true'",
                "true is true",
                "null is null",
                "null::int is null",
                "(null = 1) is unknown",
                "false is not true",
                "id is not null",
                "not (id is null)",
                "id = id",
                "id <= notes.id",
                "title = title",
                "public is not unknown",
                "public = public",
                "tags is not null",
                "owner is null or owner is not null",
                "owner is not distinct from owner",
                "public or not public",
                "not public or public",
                "id > 3 or id <= 3",
                "id > 3 or not (id > 3)",
                "(done is true) or (done is not true)",
                "true or done",
                "done or true",
                "done or (id = 3) or 1 = 1",
                "not (done and false)",
                "coalesce(true, done)",
                "coalesce(null, true)",
                "coalesce(done, true) or coalesce(done, true) is not null",
                "coalesce(done, false) is not null",
                "nullif(1, 1) is null",
                "nullif(true, false)",
                "case when true then true else done end",
                "case when false then done else true end",
                "case 1 when 2 then false when 1 then true end",
                "case when done then true else true end",
                "1 in (1, 2)",
                "3 not in (1, 2)",
                "'a' in ('b', 'a')",
                "1 = any (array[3, 1])",
                "1 <> all (array[3, 2])",
                "2 between 1 and 3",
                "4 not between 1 and 3",
                "1 is distinct from 2",
                "1 is distinct from null",
                "null is not distinct from null",
                "(select true)",
                "(select (select true))",
                "(select true where true)",
                "(select 1) = 1",
                "exists (select 1)",
                "exists (select)",
                "exists (select owner where id = id)",
                "exists (values (1), (2))",
                "not exists (select 1 from members where false)",
                "not exists (select 1 where 1 = 2)",
                "(select role from members where false) is null",
                "1 in (select 1)",
                "1 not in (select 1 from members where false)",
                "array[done] is not null",
                "current_user is not null",
                "auth.uid() is null or auth.uid() is not null",
                "(auth.uid() = owner) is null or (auth.uid() = owner) is not null",
            });
}

TEST_CASE_FIXTURE(PolicyWorld, "clauses that are true of no row") {
    all_are(*this, Truth::never,
            {
                "false",
                "null",
                "not true",
                "1 = 2",
                "'a' = 'b'",
                "'false'::bool",
                "owner = null",
                "owner <> null",
                "not (owner = null)",
                "null in (1, 2)",
                "id in (null)",
                "id not in (1, null)",
                "id = any (null::int[])",
                "id is null",
                "id <> id",
                "id < id",
                "owner <> owner",
                "done and false",
                "false and done",
                "done and not done",
                "owner is null and owner is not null",
                "id > 3 and id <= 3",
                "id > 3 and done and id <= 3",
                "true is null",
                "coalesce(null, false)",
                "coalesce(null::bool, null)",
                "nullif(true, true)",
                "case when false then true end",
                "case when done then false end",
                "3 in (1, 2)",
                "5 between 1 and 3",
                "(select false)",
                "(select true where false)",
                "(select true where null)",
                "exists (select 1 from members where false)",
                "exists (select 1 from members where user_id = null)",
                "not exists (select 1)",
                "id in (select org_id from members where 1 = 2)",
                "owner is distinct from owner",
                "title like null",
                "id + null > 1",
            });
}

TEST_CASE_FIXTURE(PolicyWorld, "clauses that depend on the row or the session, or might") {
    all_are(*this, Truth::depends,
            {
                "owner = auth.uid()",
                "done",
                "not done",
                "owner = owner",
                "owner is not null",
                "done or not done",
                "at = at",
                "at is not null",
                "at is null or id = 1",
                "tags = tags",
                "1 < id",
                "id <> 3 or id > 3",
                "done is true or done is false",
                "auth.uid() is not null",
                "auth.uid() = auth.uid()",
                "auth.role() = 'authenticated'",
                "current_setting('app.x', true) = 'y'",
                "'a' < 'b'",
                "'a' collate \"C\" = 'a'",
                "exists (select 1 from members)",
                "exists (select count(*) from members where false)",
                "exists (select 1 from members where user_id = owner)",
                "exists (select 1 from members limit 0)",
                "exists (select unnest(array[]::int[]))",
                "exists (select 1 having false)",
                "exists (select 1 limit 0)",
                "id in (select org_id from members)",
                "(select done)",
                "coalesce(done, true)",
                "case when done then true end",
                "random() < 0.5 or not (random() < 0.5)",
                "'b' || null is null",
                "(id, owner) = (id, owner)",
                "row(null) is null",
            });
}

TEST_CASE_FIXTURE(PolicyWorld, "what is not understood is unknown, unless it does not matter") {
    function("is_admin()");
    CHECK(facts("is_admin()").truth == Truth::unknown);
    CHECK(facts("not public.is_admin()").truth == Truth::unknown);
    CHECK(facts("public.is_admin() or owner = auth.uid()").truth == Truth::unknown);
    CHECK(facts("is_admin() or true").truth == Truth::always);
    CHECK(facts("is_admin() and false").truth == Truth::never);
    CHECK(facts("elsewhere.f()").truth == Truth::unknown);
    CHECK(facts("$1").truth == Truth::unknown);
}

TEST_CASE_FIXTURE(PolicyWorld, "what is not understood opens nothing that something else closes") {
    function("is_admin()");
    all_are(*this, Truth::depends,
            {
                "is_admin() and owner = auth.uid()",
                "owner = auth.uid() and (is_admin() or done)",
                "(is_admin() and done) or (done and public)",
                "exists (select 1 from members where user_id = auth.uid() and is_admin())",
                "id in (select org_id from members where is_admin())",
            });
    all_are(*this, Truth::unknown,
            {
                "not (is_admin() and owner = auth.uid())",
                "not exists (select 1 from members where is_admin())",
                "(is_admin() and done) or is_admin()",
                "done is not null and is_admin() or not is_admin()",
            });
}

TEST_CASE_FIXTURE(PolicyWorld, "columns of tables made elsewhere are columns") {
    catalog.edit(members).origin.assumed = true;
    CHECK(facts("exists (select 1 from members where nope)").truth == Truth::depends);
    CHECK(facts("not exists (select 1 from members where nope)").truth == Truth::depends);
}

TEST_CASE_FIXTURE(PolicyWorld, "enums compare like PostgreSQL's own types, row types do not") {
    Type mood;
    mood.schema = schema("public");
    mood.name = Symbol{"mood"};
    mood.kind = Type::Kind::enum_;
    catalog.add(std::move(mood));
    Column column;
    column.name = Symbol{"mood"};
    column.type.schema = Symbol{"public"};
    column.type.name = Symbol{"mood"};
    column.not_null = true;
    catalog.edit(notes).columns.push_back(column);
    CHECK(facts("mood = mood").truth == Truth::always);
    CHECK(facts("mood is not null").truth == Truth::always);
}

TEST_CASE_FIXTURE(PolicyWorld, "a trigger's OLD and NEW are not the same") {
    const ParsedExpression parsed = parse_expression("old.owner is distinct from new.owner");
    BindContext context{catalog, path, notes};
    context.old_and_new = true;
    BoundExpr clause{parsed.tree,
                     parsed.expr,
                     std::make_shared<const Bindings>(bind(context, *parsed.tree, parsed.expr)),
                     {}};
    CHECK(facts_of(catalog, platform, clause).truth == Truth::depends);
}

TEST_CASE_FIXTURE(PolicyWorld, "nesting costs no more than length") {
    std::string nested = "done";
    for (int i = 0; i < 150; ++i)
        nested = "nullif(" + nested + ", true)";
    CHECK(facts(nested).truth == Truth::depends);
    std::string cases = "done";
    for (int i = 0; i < 150; ++i)
        cases = "case " + cases + " when true then done when false then public else done end";
    CHECK(facts(cases).truth == Truth::depends);
}
