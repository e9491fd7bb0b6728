#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("RENAME") {
    const Parsed table("alter table if exists only s.t rename to \"U\"");
    CHECK(plain(table.as<Rename>().object.name) == "s.t");
    CHECK(table.as<Rename>().if_exists);
    CHECK(table.text(table.as<Rename>().new_name.span) == "\"U\"");
    CHECK(table.statement().tag == "ALTER TABLE");

    const Parsed column("alter view s.v rename column a to b");
    CHECK(column.as<Rename>().object.kind == ObjectKind::column);
    CHECK(column.as<Rename>().relation_kind == ObjectKind::view);
    CHECK(column.text(column.as<Rename>().object.name.span) == "s.v");
    CHECK(column.text(column.as<Rename>().object.part.span) == "a");
    CHECK(column.statement().tag == "ALTER VIEW");

    const Parsed constraint("alter table t rename constraint a to b");
    CHECK(constraint.as<Rename>().object.kind == ObjectKind::constraint);
    CHECK(constraint.text(constraint.as<Rename>().object.part.span) == "a");

    const Parsed policy("alter policy \"a b\" on s.t rename to c");
    CHECK(policy.as<Rename>().object.kind == ObjectKind::policy);
    CHECK(policy.text(policy.as<Rename>().object.part.span) == "\"a b\"");
    CHECK(policy.text(policy.as<Rename>().object.name.span) == "s.t");

    const Parsed function("alter function s.f(int) rename to g");
    CHECK(function.text(function.as<Rename>().object.span) == "s.f(int)");
    CHECK(function.as<Rename>().object.args->size() == 1);

    const Parsed domain("alter domain s.d rename constraint a to b");
    CHECK(plain(domain.as<Rename>().object.name) == "s.d");
    CHECK(domain.text(domain.as<Rename>().object.name.span) == "s.d");
    CHECK(domain.as<Rename>().object.part.text.text() == "a");

    for (const char* kind : {"role", "schema", "user", "database"}) {
        const Parsed p("alter " + std::string{kind} + " a rename to b");
        CHECK(p.text(p.as<Rename>().object.name.span) == "a");
        CHECK(p.as<Rename>().object.name.name.text() == "a");
        CHECK(p.text(p.as<Rename>().new_name.span) == "b");
    }
    CHECK(Parsed("alter type t rename attribute a to b cascade").as<Rename>().new_name.text.text() == "b");
    CHECK(Parsed("alter statistics s rename to t").as<Inert>().tag == "ALTER STATISTICS");
}

TEST_CASE("SET SCHEMA and OWNER TO") {
    const Parsed table("alter table s.t set schema u");
    CHECK(table.text(table.as<SetSchema>().object.span) == "s.t");
    CHECK(table.text(table.as<SetSchema>().new_schema.span) == "u");
    const Parsed function("alter function f(int) set schema u");
    CHECK(function.text(function.as<SetSchema>().object.span) == "f(int)");
    const Parsed owner("alter function s.f(int, b text) owner to session_user");
    CHECK(owner.as<ChangeOwner>().object.args->size() == 2);
    CHECK(owner.as<ChangeOwner>().owner.kind == RoleSpec::Kind::session_user);
    CHECK(Parsed("alter schema s owner to r").as<ChangeOwner>().object.kind == ObjectKind::schema);
    CHECK(Parsed("alter view v owner to r").as<AlterTable>().commands.at(0).action ==
          AlterTableAction::owner);
}

TEST_CASE("DROP") {
    const Parsed tables("drop table if exists s.a, b cascade");
    const auto& drop = tables.as<Drop>();
    CHECK(drop.if_exists);
    CHECK(drop.behavior == DropBehavior::cascade);
    REQUIRE(drop.objects.size() == 2);
    CHECK(plain(drop.objects[0].name) == "s.a");
    CHECK(tables.text(drop.objects[1].span) == "b");

    const Parsed policy("drop policy \"p q\" on s.t");
    CHECK(policy.text(policy.as<Drop>().objects.at(0).part.span) == "\"p q\"");
    CHECK(policy.text(policy.as<Drop>().objects.at(0).name.span) == "s.t");
    CHECK(policy.text(policy.as<Drop>().objects.at(0).span) == "\"p q\" on s.t");

    const Parsed functions("drop function s.f(int, out text), g");
    CHECK(functions.text(functions.as<Drop>().objects.at(0).span) == "s.f(int, out text)");
    CHECK(functions.as<Drop>().objects.at(0).args->at(1).mode == FunctionArg::Mode::out);
    CHECK_FALSE(functions.as<Drop>().objects.at(1).args);

    CHECK(Parsed("drop materialized view v").as<Drop>().kind == ObjectKind::materialized_view);
    CHECK(Parsed("drop index concurrently if exists i").as<Drop>().objects.at(0).name.name.text() == "i");
    CHECK(Parsed("drop type s.a, b").as<Drop>().objects.at(0).name.schema.text() == "s");
    CHECK(Parsed("drop schema a, b").as<Drop>().objects.size() == 2);
    CHECK(Parsed("drop trigger g on t").as<Drop>().objects.at(0).part.text.text() == "g");
    CHECK(Parsed("drop aggregate a(*)").as<Drop>().kind == ObjectKind::aggregate);
    CHECK(Parsed("drop operator + (int, int)").as<Unmodelled>().tag == "DROP OPERATOR");
}

TEST_CASE("CREATE SCHEMA with elements") {
    const Parsed p("create schema if not exists s authorization r");
    CHECK(p.text(p.as<CreateSchema>().name.span) == "s");
    CHECK(p.as<CreateSchema>().authorization.name.text() == "r");
    CHECK(Parsed("create schema authorization r").as<CreateSchema>().name.empty());

    const Parsed full("create schema s create table t (a int) create view v as select 1 as create\n"
                      "  grant create, usage on schema s to r with grant option create index on t (a)");
    const auto& elements = full.as<CreateSchema>().elements;
    REQUIRE(elements.size() == 4);
    CHECK(full.text(elements[0].span) == "create table t (a int)");
    CHECK(full.text(elements[1].span) == "create view v as select 1 as create");
    CHECK(full.text(elements[2].span) == "grant create, usage on schema s to r with grant option");
    CHECK(elements[3].tag == "CREATE INDEX");
    CHECK(std::get<CreateTable>(elements[0].node).columns.size() == 1);
    CHECK(full.text((*elements[1].tree)[std::get<CreateView>(elements[1].node).query].span) ==
          "select 1 as create");
}

TEST_CASE("types, domains, extensions, publications") {
    CHECK(plain(Parsed("create type s.e as enum ('a', 'b')").as<CreateType>().labels) == Texts{"a", "b"});
    const Parsed composite("create type s.c as (a int, b text collate \"C\")");
    CHECK(composite.as<CreateType>().columns.size() == 2);
    CHECK(composite.text(composite.as<CreateType>().columns[1].span) == "b text collate \"C\"");
    CHECK(Parsed("create type s.r as range (subtype = int)").as<CreateType>().kind ==
          CreateType::Kind::range);
    CHECK(Parsed("create type s.x").as<CreateType>().kind == CreateType::Kind::shell);
    CHECK(Parsed("alter type s.e add value if not exists 'c' before 'a'").as<AlterEnum>().if_not_exists);
    CHECK(Parsed("alter type s.e rename value 'a' to 'z'").as<AlterEnum>().old_label.text() == "a");

    const Parsed domain(
        "create domain s.d as text default f(1) not null constraint c check (value <> '') check (true)");
    CHECK(domain.text(domain.as<CreateDomain>().default_value.span) == "default f(1)");
    CHECK(domain.text(domain.as<CreateDomain>().default_value.expr) == "f(1)");
    CHECK(domain.as<CreateDomain>().not_null);
    REQUIRE(domain.as<CreateDomain>().constraints.size() == 2);
    CHECK(domain.text(domain.as<CreateDomain>().constraints[0].span) == "constraint c check (value <> '')");
    CHECK(domain.text(domain.as<CreateDomain>().constraints[1].span) == "check (true)");

    const Parsed extension("create extension if not exists \"x-y\" with schema s cascade");
    CHECK(extension.text(extension.as<CreateExtension>().name.span) == "\"x-y\"");
    CHECK(extension.as<CreateExtension>().schema.text() == "s");
    CHECK(extension.as<CreateExtension>().cascade);

    const Parsed publication(
        "create publication p for table s.t (a) where (a > 1), only u, tables in schema x, y");
    const auto& members = publication.as<CreatePublication>().members;
    REQUIRE(members.size() == 4);
    CHECK(publication.text(members[0].span) == "s.t");
    CHECK(members[1].only);
    CHECK(members[3].kind == PublicationMember::Kind::schema);
    CHECK(publication.text(members[3].span) == "y");
    CHECK(Parsed("create publication p for all tables").as<CreatePublication>().all_tables);
    CHECK(Parsed("alter publication p drop table t").as<AlterPublication>().action ==
          AlterPublication::Action::drop);
    CHECK(Parsed("alter publication p set (publish = 'x')").as<AlterPublication>().members.empty());
}

TEST_CASE("what a session has made is discarded") {
    CHECK(Parsed("discard all").as<Discard>().all);
    CHECK_FALSE(Parsed("discard temporary").as<Discard>().all);
}

TEST_CASE("domains are altered") {
    const Parsed add{"alter domain a.d add constraint c check (value > 0)"};
    CHECK(add.as<AlterDomain>().name.name == Symbol{"d"});
    CHECK(add.as<AlterDomain>().action == AlterDomain::Action::add_constraint);
    CHECK(add.as<AlterDomain>().constraint == Symbol{"c"});
    const Parsed drop{"alter domain d drop constraint if exists c"};
    CHECK(drop.as<AlterDomain>().action == AlterDomain::Action::drop_constraint);
    CHECK(drop.as<AlterDomain>().if_exists);
    CHECK(Parsed("alter domain d set not null").as<AlterDomain>().action ==
          AlterDomain::Action::set_not_null);
}

TEST_CASE("statements without effect, and unknown ones, say what they are") {
    for (const auto& [sql, tag] : std::vector<std::pair<const char*, const char*>>{
             {"comment on table t is 'x'", "COMMENT"},
             {"analyze t", "ANALYZE"},
             {"vacuum", "VACUUM"},
             {"show x", "SHOW"},
             {"notify c", "NOTIFY"},
             {"lock table t", "LOCK TABLE"},
             {"truncate t", "TRUNCATE TABLE"},
             {"refresh materialized view v", "REFRESH MATERIALIZED VIEW"},
             {"explain select 1", "EXPLAIN"},
             {"deallocate all", "DEALLOCATE ALL"},
             {"discard plans", "DISCARD PLANS"},
             {"security label on table t is 'x'", "SECURITY LABEL"}}) {
        CHECK(Parsed(sql).as<Inert>().tag == tag);
    }
    for (const auto& [sql, tag] : std::vector<std::pair<const char*, const char*>>{
             {"create server s foreign data wrapper w", "CREATE SERVER"},
             {"create cast (a as b) without function", "CREATE CAST"},
             {"alter text search configuration c owner to x", "ALTER TEXT SEARCH CONFIGURATION"},
             {"alter system set x = 1", "ALTER SYSTEM"}}) {
        CHECK(Parsed(sql).as<Unmodelled>().tag == tag);
    }
}

TEST_CASE("EXPLAIN ANALYZE does what it explains") {
    const Parsed p("explain (analyze, buffers) delete from t where a");
    CHECK(p.text(p.as<RunQuery>().query) == "delete from t where a");
    CHECK(p.statement().tag == "EXPLAIN");
    CHECK(Parsed("explain (analyze false) delete from t").as<Inert>().tag == "EXPLAIN");
    CHECK(Parsed("explain (analyze 1) delete from t").statement().tag == "EXPLAIN");
    const Parsed create("explain analyze verbose create table t as select 1");
    CHECK(create.text(create.as<CreateTableAs>().query) == "select 1");
}
