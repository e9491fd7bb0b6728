// What the rules about grants and coverage say, tried out: each claim is a scene, and what a caller gets in it.

#include <string>

#include <doctest/doctest.h>

#include "support/server/server.hpp"

using namespace rlslint::testing;

namespace {

constexpr std::string_view roles = "create role caller; create role crowd; create role boss bypassrls;"
                                   "create role keeper;";

struct Claim {
    const char* says;
    const char* setup;   ///< run as a superuser
    const char* asks;    ///< run as `caller`
    const char* outcome; ///< rows, or the SQLSTATE
};

constexpr const char* function = "create function f() returns int language sql return 1;";
constexpr const char* notes =
    "create table notes (id serial, body text); insert into notes (body) values ('a'), ('b');";

std::string outcome(Connection& session, const Claim& claim) {
    session.query("begin");
    session.query(claim.setup);
    session.query("set local role caller");
    const Answer answer = session.run(claim.asks);
    session.query("rollback");
    return answer.error ? answer.error->sqlstate : std::to_string(answer.affected);
}

void check_all(std::initializer_list<Claim> claims, const std::string& before) {
    if (!server_at_hand()) return;
    const PrivateServer server{roles};
    Connection session = server.connect(PrivateServer::superuser);
    for (const Claim& claim : claims) {
        CAPTURE(claim.says);
        const std::string setup = before + claim.setup;
        CHECK(outcome(session, {claim.says, setup.c_str(), claim.asks, claim.outcome}) == claim.outcome);
    }
}

} // namespace

TEST_CASE("revoke-without-effect: functions") {
    check_all(
        {{"PUBLIC still holds it", "revoke execute on function f() from caller", "select f()", "1"},
         {"from PUBLIC it is gone", "revoke execute on function f() from public", "select f()", "42501"},
         {"named beside PUBLIC",
          "grant execute on function f() to caller; revoke execute on function f() from public", "select f()",
          "1"},
         {"by membership",
          "grant crowd to caller; grant execute on function f() to crowd;"
          "revoke execute on function f() from public, caller",
          "select f()", "1"}},
        function);
}

TEST_CASE("revoke-without-effect: default privileges") {
    check_all(
        {{"IN SCHEMA there is nothing to take",
          "alter default privileges in schema public revoke execute on functions from public;"
          "create function g() returns int language sql return 1",
          "select g()", "1"},
         {"the form without it takes",
          "alter default privileges revoke execute on functions from public;"
          "create function g() returns int language sql return 1",
          "select g()", "42501"},
         {"what is granted IN SCHEMA stays",
          "alter default privileges in schema public grant select on tables to caller;"
          "alter default privileges revoke select on tables from caller; create table t as select 1 as x",
          "select * from t", "1"}},
        "");
}

TEST_CASE("revoke-without-effect, grant-without-rls: tables") {
    check_all(
        {{"a column of a granted table",
          "grant select on notes to caller; revoke select (body) on notes from caller",
          "select body from notes", "2"},
         {"the table, then the columns that are meant",
          "grant select on notes to caller; revoke select on notes from caller; grant select (id) on notes "
          "to caller",
          "select body from notes", "42501"},
         {"the owner's REVOKE leaves what another granted",
          "alter table notes owner to keeper; grant usage on schema public to keeper;"
          "grant select on notes to crowd with grant option; set role crowd; grant select on notes to caller;"
          "reset role; revoke select on notes from caller",
          "select * from notes", "2"},
         {"the grantor's own takes it",
          "grant select on notes to crowd with grant option; set role crowd; grant select on notes to caller;"
          "revoke select on notes from caller; reset role",
          "select * from notes", "42501"},
         {"and CASCADE",
          "grant select on notes to crowd with grant option; set role crowd; grant select on notes to caller;"
          "reset role; revoke select on notes from crowd cascade",
          "select * from notes", "42501"}},
        notes);
}

TEST_CASE("missing-grant, policy-without-grant, missing-schema-usage, missing-sequence-usage") {
    check_all(
        {{"a policy gives no privilege",
          "alter table notes enable row level security; create policy p on notes using (true)",
          "select * from notes", "42501"},
         {"a privilege needs USAGE on the schema",
          "create schema app; create table app.t as select 1 as x; grant select on app.t to caller",
          "select * from app.t", "42501"},
         {"but not for what a policy reads",
          "create schema app; create table app.t as select 1 as x; grant select on app.t, notes to caller;"
          "alter table notes enable row level security;"
          "create policy p on notes using (id in (select x from app.t))",
          "select * from notes", "1"},
         {"a serial column needs its sequence", "grant insert on notes to caller",
          "insert into notes (body) values ('c')", "42501"},
         {"USAGE on it will do",
          "grant insert on notes to caller; grant usage on sequence notes_id_seq to caller",
          "insert into notes (body) values ('c')", "1"},
         {"so will UPDATE",
          "grant insert on notes to caller; grant update on sequence notes_id_seq to caller",
          "insert into notes (body) values ('c')", "1"},
         {"SELECT will not",
          "grant insert on notes to caller; grant select on sequence notes_id_seq to caller",
          "insert into notes (body) values ('c')", "42501"},
         {"an identity column needs nothing",
          "create table t (id int generated always as identity, x int); grant insert on t to caller",
          "insert into t (x) values (1)", "1"}},
        notes);
}

TEST_CASE("partition-without-rls, matview-exposed, grant-beyond-rls") {
    check_all({{"a partition does not take part in its parent's row security",
                "create table p1 partition of p default; insert into p values (1), (2); grant select on p1 "
                "to caller",
                "select * from p1", "2"},
               {"its own shuts the door",
                "create table p1 partition of p default; insert into p values (1), (2);"
                "grant select on p1 to caller; alter table p1 enable row level security",
                "select * from p1", "0"},
               {"and the parent's policies still show its rows",
                "create table p1 partition of p default; insert into p values (1), (2); grant select on p to "
                "caller;"
                "alter table p1 enable row level security",
                "select * from p", "1"},
               {"a materialized view holds what its owner saw",
                "create table p1 partition of p default; insert into p values (1), (2);"
                "create materialized view m as select * from p; grant select on m to caller",
                "select * from m", "2"},
               {"TRUNCATE asks no policy",
                "create table p1 partition of p default; insert into p values (1), (2); grant truncate on p "
                "to caller",
                "truncate p", "0"}},
              "create table p (x int) partition by list (x); alter table p enable row level security;"
              "create policy one on p using (x = 1);");
}

TEST_CASE("role-can-bypass-rls, rls-not-forced, unknown-role") {
    check_all({{"BYPASSRLS is not inherited", "grant boss to caller; grant select on notes to caller",
                "select * from notes", "0"},
               {"an owner is not bound", "alter table notes owner to caller", "select * from notes", "2"},
               {"nor who inherits it", "alter table notes owner to keeper; grant keeper to caller",
                "select * from notes", "2"},
               {"unless it is forced",
                "alter table notes owner to caller; alter table notes force row level security",
                "select * from notes", "0"}},
              std::string{notes} + "alter table notes enable row level security;");
}

TEST_CASE("role-can-bypass-rls: a member takes BYPASSRLS by SET ROLE") {
    if (!server_at_hand()) return;
    const PrivateServer server{roles};
    Connection session = server.connect(PrivateServer::superuser);
    session.query(std::string{notes} + "alter table notes enable row level security;"
                                       "grant boss to caller; grant select on notes to boss;"
                                       "set session authorization caller");
    CHECK(session.run("select * from notes").affected == 0);
    session.query("set role boss");
    CHECK(session.run("select * from notes").affected == 2);
}

TEST_CASE("unknown-role: the statement is refused whole") {
    if (!server_at_hand()) return;
    const PrivateServer server{roles};
    Connection session = server.connect(PrivateServer::superuser);
    session.query(notes);
    for (const char* statement :
         {"create policy p on notes to caller, calller using (true)",
          "grant select on notes to caller, calller", "revoke select on notes from calller"}) {
        CAPTURE(statement);
        REQUIRE(session.run(statement).error);
        CHECK(session.run(statement).error->sqlstate == "42704");
    }
    CHECK(session.value("select count(*) from pg_policy") == "0");
}
