#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

namespace {

Platform on_server(int version) {
    Platform platform;
    platform.server_version = version;
    return platform;
}

} // namespace

TEST_CASE("GRANT and REVOKE on tables") {
    const Run run{"create role a; create role b; create table t (x int);\n"
                  "grant select, insert on t to a, public; revoke insert on t from a;\n"
                  "grant all on table t to b; revoke truncate, references, trigger on t from b;",
                  on_server(15)};
    CHECK(run.clean());
    CHECK(run.acl("t") == "PUBLIC=INSERT PUBLIC=SELECT a=SELECT b=DELETE b=INSERT b=SELECT b=UPDATE");
}

TEST_CASE("ALL has MAINTAIN since 17") {
    const char* sql = "create role a; create table t (); grant all on t to a;";
    CHECK(Run{sql, on_server(15)}.acl("t").find("MAINTAIN") == std::string::npos);
    CHECK(Run{sql, on_server(17)}.acl("t").find("a=MAINTAIN") != std::string::npos);
}

TEST_CASE("ALL TABLES covers what is there at that moment") {
    const Run run{
        "create role a; create table t (); create view v as select 1 as x;\n"
        "create sequence s; grant select on all tables in schema public to a; create table later ();"};
    CHECK(run.clean());
    CHECK(run.acl("t") == "a=SELECT");
    CHECK(run.acl("v") == "a=SELECT");
    CHECK(run.acl("s").empty());
    CHECK(run.acl("later").empty());
}

TEST_CASE("column privileges") {
    const char* grants =
        "create role a; create table t (x int, y int); grant select (x), update (y) on t to a;\n";
    const Run run{grants};
    CHECK(run.clean());
    CHECK(run.acl(run.relation("t").columns[0].acl) == "a=SELECT");
    CHECK(run.acl(run.relation("t").columns[1].acl) == "a=UPDATE");
    const Run revoked{std::string{grants} + "revoke select on t from a;"};
    CHECK(revoked.acl(revoked.relation("t").columns[0].acl).empty());
    CHECK(revoked.acl(revoked.relation("t").columns[1].acl) == "a=UPDATE");
    const Run under{
        "create role a; create table t (x int); grant select on t to a; revoke select (x) on t from a;"};
    CHECK(under.acl("t") == "a=SELECT");
}

TEST_CASE("grant options, and what depends on them") {
    const std::string setup =
        "create role a; create role b; create table t ();\n"
        "grant select on t to a with grant option; set role a; grant select on t to b;\n"
        "reset role;\n";
    const Run run{setup};
    CHECK(run.clean());
    CHECK(run.acl("t") == "a=SELECT* b=SELECT");
    CHECK(Run{setup + "revoke select on t from a;"}.last() == "failed 2BP01 dependent privileges exist");
    CHECK(Run{setup + "revoke select on t from a cascade;"}.acl("t").empty());
    CHECK(Run{setup + "revoke grant option for select on t from a cascade;"}.acl("t") == "a=SELECT");
    CHECK(Run{"create role a; create table t (); grant select on t to public with grant option;"}.last() ==
          "failed 0LP01 grant options can only be granted to roles");
}

TEST_CASE("default privileges belong to the creating role, and act at creation") {
    const Run run{
        "create role anon; create role other; create table before ();\n"
        "alter default privileges in schema public grant select on tables to anon;\n"
        "alter default privileges grant insert on tables to anon;\n"
        "create table t (); create view v as select 1 as a; create schema app; create table app.t ();\n"
        "grant create on schema public to other; set role other; create table o ();"};
    CHECK(run.clean());
    CHECK(run.acl("before").empty());
    CHECK(run.acl("t") == "anon=INSERT anon=SELECT");
    CHECK(run.acl("v") == "anon=INSERT anon=SELECT");
    CHECK(run.acl("app.t") == "anon=INSERT");
    CHECK(run.acl("o").empty());
    CHECK(run.relation("t").acl.entries[0].source == GrantSource::default_privileges);
    CHECK(run.text(run.relation("t").acl.entries[0].span) ==
          "alter default privileges grant insert on tables to anon");
}

TEST_CASE("PUBLIC's EXECUTE is taken by the global form only") {
    const char* function = "create function f() returns int language sql return 1;";
    CHECK(Run{function}.acl(Run{function}.function("f").acl) == "PUBLIC=EXECUTE");
    const Run global{std::string{"alter default privileges revoke execute on functions from public; "} +
                     function};
    CHECK(global.acl(global.function("f").acl).empty());
    const Run in_schema{
        std::string{"alter default privileges in schema public revoke execute on functions from public; "} +
        function};
    CHECK(in_schema.acl(in_schema.function("f").acl) == "PUBLIC=EXECUTE");
}

TEST_CASE("a new owner takes over what the old one granted") {
    const Run run{"create role a; create role b; create table t (); grant select on t to a, b;\n"
                  "alter table t owner to a;"};
    CHECK(run.clean());
    CHECK(run.acl("t") == "b=SELECT");
    CHECK(run.history.catalog.name_of(run.relation("t").acl.entries[0].grantor) == "a");
}

TEST_CASE("an unknown role is taken to exist") {
    const Run run{"create table t (); grant select on t to nobody_created;"};
    CHECK(run.clean());
    CHECK(run.role("nobody_created").origin.assumed);
    CHECK(Run{"create role r; drop role r; create table t (); grant select on t to r;"}.last() ==
          "failed 42704 role \"r\" does not exist");
}

TEST_CASE("what the history never made is taken as made elsewhere") {
    const Run defaults{"alter default privileges for role nobody_here grant select on tables to public;\n"
                       "alter default privileges in schema nowhere grant select on tables to public;"};
    CHECK(defaults.clean());
    CHECK(defaults.history.catalog.default_privileges().size() == 2);
    CHECK(Run{"create function f() returns int language unheard_of as '';"}.clean());
    CHECK(Run{"create policy p on nowhere using (true);"}.clean());
    const Run trigger{"create function f() returns trigger language plpgsql as 'begin return new; end';\n"
                      "create trigger t before update on nowhere for each row execute function f();"};
    CHECK(trigger.clean());
}

TEST_CASE("privileges that an object does not have") {
    CHECK(Run{"create table t (); grant execute on t to public;"}.last() ==
          "failed 0LP01 invalid privilege type EXECUTE for relation");
    CHECK(Run{"create table t (); grant usage on t to public;"}.last() ==
          "failed 0LP01 invalid privilege type USAGE for table");
}

TEST_CASE("schemas and functions") {
    const Run run{
        "create role a; create schema app; grant usage on schema app to a;\n"
        "create function app.f(x int) returns int language sql return x;\n"
        "revoke all on function app.f(int) from public; grant execute on all functions in schema app to a;"};
    CHECK(run.clean());
    CHECK(run.acl(run.schema("app").acl) == "a=USAGE");
    CHECK(run.acl(run.function("f").acl) == "a=EXECUTE");
}

TEST_CASE("events tell what a GRANT or REVOKE names, whatever comes of it") {
    const Run run{"create role a; create table t (x int); grant select on all tables in schema public to a;\n"
                  "revoke insert (x) on t from a, public;\n"
                  "alter default privileges in schema public revoke execute on functions from public;"};
    std::vector<Event> told;
    for (const Event& event : run.history.catalog.events()) {
        if (!event.change.grantees.empty()) told.push_back(event);
    }
    REQUIRE(told.size() == 3);
    CHECK(told[0].kind == Event::Kind::granted);
    CHECK(told[0].change.all_in_schema);
    CHECK(told[1].kind == Event::Kind::revoked);
    CHECK(told[1].change.columns);
    CHECK(told[1].change.grantees.size() == 2);
    CHECK(told[1].change.privileges == PrivilegeSet{Privilege::insert});
    CHECK(told[2].kind == Event::Kind::defaults_revoked);
    CHECK(told[2].change.kind == ObjectKind::function);
    CHECK(told[2].change.schema.valid());
}

TEST_CASE("a role knows where it is named and what exempts it from row security") {
    const Run run{"grant select on t to stranger; create role boss bypassrls; create role plain;\n"
                  "alter role plain superuser;"};
    CHECK(run.text(run.role("stranger").name_span) == "stranger");
    CHECK(run.text(run.role("boss").exempted_by) == "create role boss bypassrls");
    CHECK(run.text(run.role("plain").exempted_by) == "alter role plain superuser");
    CHECK(!run.role("stranger").exempted_by.valid());
}
