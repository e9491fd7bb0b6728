// What our reasoning takes PostgreSQL to do, asked of PostgreSQL.

#include <doctest/doctest.h>

#include "support/server/server.hpp"

using namespace rlslint::testing;

namespace {

// Roles: `caller` asks, `owner` owns what `owner` sessions create.
constexpr std::string_view roles = R"sql(
    create role owner login;
    create role caller login;
    grant create on schema public to owner;
)sql";

class Scene {
public:
    explicit Scene(const std::string& setup) : server_(roles), owner_(server_.connect("owner")) {
        owner_.query(setup);
    }

    Answer as_caller(const std::string& sql) const { return server_.connect("caller").run(sql); }
    Answer as_superuser(const std::string& sql) const {
        return server_.connect(PrivateServer::superuser).run(sql);
    }
    Answer as_owner(const std::string& sql) const { return server_.connect("owner").run(sql); }

    std::string rows(const std::string& relation) const { return outcome("select * from " + relation); }

    // How many rows the caller's statement got or changed, or the SQLSTATE with which it failed.
    std::string outcome(const std::string& sql) const {
        const Answer answer = as_caller(sql);
        return answer.error ? answer.error->sqlstate : std::to_string(answer.affected);
    }

private:
    PrivateServer server_;
    Connection owner_;
};

// A table of three rows, `id` 1 to 3, with row security on.
std::string protected_table(const std::string& more) {
    return "create table t (id int primary key, note text); insert into t values (1), (2), (3);"
           "alter table t enable row level security; grant all on t to caller;" +
           more;
}

} // namespace

TEST_CASE("which rows: no permissive policy lets nothing through, restrictive ones only narrow") {
    if (!server_at_hand()) return;
    CHECK(Scene{protected_table("")}.rows("t") == "0");
    CHECK(Scene{protected_table("create policy r on t as restrictive using (true)")}.rows("t") == "0");
    CHECK(Scene{protected_table("create policy p on t using (id < 3); create policy q on t using (id = 3);"
                                "create policy r on t as restrictive using (id > 1)")}
              .rows("t") == "2");
    CHECK(Scene{protected_table("create policy p on t using (null)")}.rows("t") == "0");
}

TEST_CASE("a clause that is left out counts as false in a permissive policy, as true in a restrictive one") {
    if (!server_at_hand()) return;
    CHECK(Scene{protected_table("create policy p on t for select")}.rows("t") == "0");
    const Scene insert{protected_table("create policy p on t for insert to caller")};
    CHECK(insert.outcome("insert into t values (4)") == "42501");
    CHECK(Scene{protected_table(
                    "create policy p on t using (true); create policy r on t as restrictive for select")}
              .rows("t") == "3");
    const Scene all{protected_table("create policy p on t for all using (true)")};
    CHECK(all.outcome("insert into t values (4)") == "1");
}

TEST_CASE("UPDATE and DELETE that read a column need the SELECT policies, blind ones do not") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("create policy u on t for update using (true);"
                                      "create policy d on t for delete using (true)")};
    CHECK(scene.outcome("update t set note = 'x' where id > 0") == "0");
    CHECK(scene.outcome("update t set note = 'x'") == "3");
    CHECK(scene.outcome("update t set note = 'x' returning id") == "0");
    CHECK(scene.outcome("update t set id = id + 10") == "0");
    CHECK(scene.outcome("delete from t where id = 1") == "0");
    CHECK(scene.outcome("delete from t") == "3");
}

TEST_CASE("INSERT needs the SELECT policies where it reads: RETURNING, ON CONFLICT with a target") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("create policy i on t for insert with check (true)")};
    CHECK(scene.outcome("insert into t values (4)") == "1");
    CHECK(scene.outcome("insert into t values (5) returning id") == "42501");
    CHECK(scene.outcome("insert into t values (6) on conflict (id) do nothing") == "42501");
    CHECK(scene.outcome("insert into t values (7) on conflict do nothing") == "1");
}

TEST_CASE("SELECT FOR UPDATE needs the UPDATE policies too") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("create policy s on t for select using (true)")};
    CHECK(scene.rows("t") == "3");
    CHECK(scene.outcome("select * from t for update") == "0");
    CHECK(scene.outcome("select * from t for share") == "0");
}

TEST_CASE("policies do not cover TRUNCATE, nor the cascades of foreign keys") {
    if (!server_at_hand()) return;
    const Scene scene{
        protected_table("create policy p on t using (true);"
                        "create table child (t_id int references t on delete cascade);"
                        "insert into child values (1); alter table child enable row level security;")};
    CHECK(scene.outcome("delete from t where id = 1") == "1");
    CHECK(scene.as_owner("select * from child").affected == 0);
    CHECK(scene.outcome("truncate t cascade") == "42501"); // child is not granted
    CHECK(Scene{protected_table("")}.outcome("truncate t") == "0");
}

TEST_CASE("a policy applies to a role that inherits one that it names, and BYPASSRLS is not inherited") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("")};
    REQUIRE(scene
                .as_superuser("create role team; create role exempt bypassrls; grant team, exempt to caller;"
                              "create policy p on t to exempt using (true)")
                .ok());
    CHECK(scene.rows("t") == "3");
    REQUIRE(scene.as_superuser("drop policy p on t").ok());
    CHECK(scene.rows("t") == "0");
    CHECK(scene.outcome("set role exempt; select * from t") == "42501");
    REQUIRE(scene.as_superuser("grant select on t to exempt").ok());
    CHECK(scene.outcome("set role exempt; select * from t") == "3");
    REQUIRE(scene
                .as_superuser("revoke exempt from caller; alter role caller noinherit;"
                              "grant team to caller; create policy p on t to team using (true)")
                .ok());
    CHECK(scene.rows("t") == "0");
}

TEST_CASE("who inherits the owner is exempt, unless row security is forced") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("")};
    REQUIRE(scene.as_superuser("grant owner to caller").ok());
    CHECK(scene.rows("t") == "3");
    CHECK(scene.as_owner("alter table t force row level security; select * from t").affected == 0);
    CHECK(scene.rows("t") == "0");
}

TEST_CASE("a view is read as its owner, an invoker view as the session's role even beneath another view") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("create view definer as select * from t;"
                                      "create view invoker with (security_invoker) as select * from t;"
                                      "create view over_invoker as select * from invoker;"
                                      "grant all on definer, invoker, over_invoker to caller")};
    CHECK(scene.rows("definer") == "3");
    CHECK(scene.rows("invoker") == "0");
    CHECK(scene.rows("over_invoker") == "0");
    CHECK(scene.outcome("update definer set note = 'x' where id = 1") == "1");
    CHECK(scene.outcome("delete from definer where id = 1") == "1");
    REQUIRE(scene.as_owner("revoke all on t from caller").ok());
    CHECK(scene.rows("definer") == "2");
    CHECK(scene.rows("over_invoker") == "42501");
}

TEST_CASE("a function in a view or policy runs as the session's role, which must be allowed to execute it") {
    if (!server_at_hand()) return;
    const Scene scene{
        protected_table("create function who() returns name language sql stable as 'select current_user';"
                        "create view v as select who() as name; grant select on v to caller;"
                        "create policy p on t using (who() = 'caller')")};
    CHECK(scene.as_caller("select name from v").rows.at(0).at(0) == "caller");
    CHECK(scene.rows("t") == "3");
    REQUIRE(scene.as_owner("revoke execute on function who() from public").ok());
    CHECK(scene.rows("v") == "42501");
    CHECK(scene.rows("t") == "42501");
}

TEST_CASE("what a policy or view has bound needs no USAGE on its schema; what a caller writes does") {
    if (!server_at_hand()) return;
    const PrivateServer server{
        std::string{roles} +
        "create schema hidden; create table hidden.keys (id int);"
        "insert into hidden.keys values (1); grant select on hidden.keys to caller;"
        "create table t (id int); insert into t values (1), (2); grant select on t to caller;"
        "alter table t enable row level security;"
        "create policy p on t using (id in (select id from hidden.keys))"};
    Connection caller = server.connect("caller");
    CHECK(caller.run("select * from t").affected == 1);
    CHECK(caller.run("select * from hidden.keys").error->sqlstate == "42501");
}

TEST_CASE("CREATE OR REPLACE VIEW without WITH resets the options, and keeps owner and privileges") {
    if (!server_at_hand()) return;
    const Scene scene{protected_table("create view v with (security_invoker) as select * from t;"
                                      "grant select on v to caller;"
                                      "create or replace view v as select * from t")};
    CHECK(scene.rows("v") == "3");
}

TEST_CASE("CREATE OR REPLACE FUNCTION keeps the privileges, and replaces SECURITY DEFINER and SET") {
    if (!server_at_hand()) return;
    const Scene scene{"create function f() returns name language sql security definer set search_path = ''"
                      " as 'select current_user'; revoke execute on function f() from public;"
                      "grant execute on function f() to caller;"
                      "create or replace function f() returns name language sql as 'select current_user'"};
    CHECK(scene.as_caller("select f()").rows.at(0).at(0) == "caller");
    CHECK(scene.as_owner("select from pg_proc where proname = 'f' and (prosecdef or proconfig is not null)")
              .affected == 0);
}

TEST_CASE("neither the flag nor the policies are copied to tables that are made from a table") {
    if (!server_at_hand()) return;
    const Scene scene{
        protected_table("create policy p on t using (true); create table l (like t including all);"
                        "create table c as table t; create table h () inherits (t);"
                        "create table parted (a int) partition by list (a);"
                        "alter table parted enable row level security;"
                        "create table part partition of parted default;")};
    CHECK(scene.as_owner("select from pg_class where relrowsecurity").affected == 2);
    CHECK(scene.as_owner("select from pg_policy").affected == 1);
}

TEST_CASE("a partition read directly is under its own policies, through its parent under the parent's") {
    if (!server_at_hand()) return;
    const Scene scene{"create table parent (id int) partition by list (id);"
                      "create table part partition of parent default; insert into parent values (1);"
                      "alter table parent enable row level security; grant select on parent, part to caller"};
    CHECK(scene.rows("parent") == "0");
    CHECK(scene.rows("part") == "1");
}

TEST_CASE("default privileges: only the global form takes PUBLIC's EXECUTE away") {
    if (!server_at_hand()) return;
    const Scene scene{"alter default privileges in schema public revoke execute on functions from public;"
                      "create function a() returns int language sql as 'select 1';"
                      "alter default privileges revoke execute on functions from public;"
                      "create function b() returns int language sql as 'select 1'"};
    CHECK(scene.outcome("select a()") == "1");
    CHECK(scene.outcome("select b()") == "42501");
}

TEST_CASE("revoking: PUBLIC's and the named grants are apart, columns are held by the table's grant") {
    if (!server_at_hand()) return;
    const Scene scene{"create function f() returns int language sql as 'select 1';"
                      "revoke execute on function f() from caller;"
                      "create table t (id int, secret text); grant select on t to caller;"
                      "revoke select (secret) on t from caller;"
                      "create table u (id int, name text); grant select (id) on u to caller;"
                      "revoke select on u from caller"};
    CHECK(scene.outcome("select f()") == "1");
    CHECK(scene.outcome("select secret from t") == "0");
    CHECK(scene.outcome("select id from u") == "42501");
}

TEST_CASE("nextval needs USAGE or UPDATE on the sequence, an identity column nothing") {
    if (!server_at_hand()) return;
    const Scene scene{
        "create table s (id serial, a int); create table i (id int generated always as identity, a int);"
        "grant insert on s, i to caller"};
    CHECK(scene.outcome("insert into s (a) values (1)") == "42501");
    CHECK(scene.outcome("insert into i (a) values (1)") == "1");
}

TEST_CASE(
    "recursion: any sub-select in the SELECT policies that are reached again, even (select current_user)") {
    if (!server_at_hand()) return;
    const std::string members =
        "create table m (org int, who name); grant all on m to caller;"
        "alter table m enable row level security;"
        "create policy i on m for insert with check (exists (select 1 from m x where x.org = m.org));";
    const std::string insert = "insert into m values (1, 'caller')";
    CHECK(Scene{members + "create policy s on m for select using (who = current_user)"}.outcome(insert) ==
          "42501");
    CHECK(Scene{members + "create policy s on m for select using (who = (select current_user))"}.outcome(
              insert) == "42P17");
    CHECK(Scene{members + "create policy s on m for select using (false and exists (select 1 from m))"}.rows(
              "m") == "42P17");
}

TEST_CASE("recursion through a function is only noticed when the stack is full") {
    if (!server_at_hand()) return;
    const Scene scene{"create table m (org int); grant all on m to caller; insert into m values (1);"
                      "alter table m enable row level security;"
                      "create function any_m() returns boolean language plpgsql stable"
                      " as 'begin return exists (select 1 from m); end';"
                      "create policy s on m for select using (any_m())"};
    CHECK(scene.rows("m") == "54001");
}

TEST_CASE("names in a sub-select bind to the innermost relation that has them") {
    if (!server_at_hand()) return;
    const Scene scene{"create table members (org int, who name); insert into members values (7, 'caller');"
                      "create table docs (id int, org int); insert into docs values (1, 7), (2, 8);"
                      "grant select on members, docs to caller; alter table docs enable row level security;"
                      "create policy p on docs using (exists (select 1 from members where org = org))"};
    CHECK(scene.rows("docs") == "2");
}

TEST_CASE("row_security = off does not bypass: it raises") {
    if (!server_at_hand()) return;
    CHECK(Scene{protected_table("")}.outcome("set row_security = off; select * from t") == "42501");
}

TEST_CASE(
    "settings: unset raises or is NULL, '' once it has been reset; a name without a dot cannot be set") {
    if (!server_at_hand()) return;
    const Scene scene{"select"};
    CHECK(scene.outcome("select current_setting('app.x')") == "42704");
    CHECK(scene.as_caller("select current_setting('app.x', true)").rows.at(0).at(0) == std::nullopt);
    const std::string twice = "begin; set local app.x = '1'; commit; select current_setting('app.x', true)";
    CHECK(scene.as_caller(twice).rows.at(0).at(0) == "");
    CHECK(scene.as_caller("set app.x = '1'; reset app.x; select current_setting('app.x', true)")
              .rows.at(0)
              .at(0) == "");
    CHECK(scene.outcome("set tenant_id = '1'") == "42704");
}

TEST_CASE("settings of a role belong to who logs in: SET ROLE does not carry them") {
    if (!server_at_hand()) return;
    const Scene scene{"select"};
    REQUIRE(scene
                .as_superuser("create role app; grant app to caller; alter role app set app.x = 'app';"
                              "alter role caller set app.y = 'caller'")
                .ok());
    CHECK(scene.as_caller("set role app; select current_setting('app.x', true)").rows.at(0).at(0) ==
          std::nullopt);
    CHECK(scene.as_caller("set role app; select current_setting('app.y', true)").rows.at(0).at(0) ==
          "caller");
}

TEST_CASE("an index finds rows by a policy only where each alternative, of all policies, has one") {
    if (!server_at_hand()) return;
    const std::string table = "create table t (id int primary key, who name, a int, b int);"
                              "insert into t select i, 'u' || i, i, i from generate_series(1, 20000) i;"
                              "create index on t (who); create index on t (a); analyze t;"
                              "alter table t enable row level security; grant select on t to caller;"
                              "create function admin() returns bool language plpgsql stable as "
                              "'begin return false; end';";
    const auto plan_of = [&](const std::string& policies) {
        const Scene scene{table + policies};
        const Answer answer = scene.as_caller("explain select * from t");
        std::string lines;
        for (const auto& row : answer.rows)
            lines += *row[0] + "\n";
        return lines;
    };
    const auto reads_all = [&](const std::string& policies) {
        return plan_of(policies).find("Seq Scan on t") != std::string::npos;
    };
    CHECK(!reads_all("create policy p on t using (who = current_user)"));
    CHECK(!reads_all("create policy p on t using (who = current_user or a = 3)"));
    CHECK(!reads_all("create policy p on t using (who = current_user); create policy q on t using (a = 3)"));
    CHECK(!reads_all("create policy p on t using (who = current_user and b = 3)"));
    CHECK(reads_all("create policy p on t using (who = current_user or b = 3)"));
    CHECK(reads_all("create policy p on t using (who = current_user or (select admin()))"));
    CHECK(reads_all("create policy p on t using (who = current_user); create policy q on t using (admin())"));
}

TEST_CASE(
    "EXISTS with one tie to the row is turned round by the planner, IN and a scalar sub-select are not") {
    if (!server_at_hand()) return;
    const std::string tables =
        "create table m (team int, who name); create table t (id int primary key, team int);"
        "insert into m select i % 500, 'u' || i from generate_series(1, 5000) i;"
        "insert into t select i, i % 500 from generate_series(1, 20000) i; analyze m; analyze t;"
        "alter table t enable row level security; grant select on t, m to caller;";
    const auto hashed = [&](const std::string& clause) {
        const Scene scene{tables + "create policy p on t using (" + clause + ")"};
        for (const auto& row : scene.as_caller("explain select * from t").rows) {
            if (row[0]->find("hashed SubPlan") != std::string::npos) return true;
        }
        return false;
    };
    CHECK(hashed("team in (select m.team from m where m.who = current_user)"));
    CHECK(hashed("exists (select 1 from m where m.team = t.team and m.who = current_user)"));
    CHECK(!hashed("current_user in (select m.who from m where m.team = t.team)"));
    CHECK(!hashed("(select m.who from m where m.team = t.team limit 1) = current_user"));
}
