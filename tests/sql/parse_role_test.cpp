#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("CREATE ROLE") {
    const Parsed p("create role r with login noinherit bypassrls password 'x' in role a, b role c admin d");
    const auto& role = p.as<CreateRole>();
    CHECK(p.text(role.name.span) == "r");
    CHECK(role.attributes.login == true);
    CHECK(role.attributes.inherit == false);
    CHECK(role.attributes.bypass_rls == true);
    CHECK_FALSE(role.attributes.superuser.has_value());
    CHECK(role.in_roles.at(1).name.text() == "b");
    CHECK(role.members.at(0).name.text() == "c");
    CHECK(role.admins.at(0).name.text() == "d");
    CHECK(Parsed("create user u").as<CreateRole>().attributes.login == true);
    CHECK(Parsed("create user u nologin").as<CreateRole>().attributes.login == false);
    CHECK_FALSE(Parsed("create group g").as<CreateRole>().attributes.login.has_value());
}

TEST_CASE("ALTER and DROP ROLE") {
    CHECK(Parsed("alter role r superuser").as<AlterRole>().attributes.superuser == true);
    const Parsed group("alter group g add user a, b");
    CHECK(group.as<AlterRole>().add_members);
    CHECK(group.as<AlterRole>().members.size() == 2);
    CHECK_FALSE(Parsed("alter group g drop user a").as<AlterRole>().add_members);
    const Parsed drop("drop role if exists a, current_user");
    CHECK(drop.as<DropRole>().if_exists);
    CHECK(drop.text(drop.as<DropRole>().roles.at(1).span) == "current_user");
    CHECK(Parsed("drop owned by a cascade").as<DropOwned>().behavior == DropBehavior::cascade);
    CHECK(Parsed("reassign owned by a, b to c").as<ReassignOwned>().new_owner.name.text() == "c");
}

TEST_CASE("settings of roles and databases") {
    const Parsed p("alter role r in database d set search_path to a, 'b'");
    const auto& alter = p.as<AlterSetting>();
    CHECK(alter.role->name.text() == "r");
    CHECK(alter.database.text() == "d");
    CHECK(alter.setting.name.text() == "search_path");
    CHECK(alter.setting.values == std::vector<std::string>{"a", "b"});
    CHECK(p.text(alter.setting.span) == "set search_path to a, 'b'");

    CHECK_FALSE(Parsed("alter role all reset all").as<AlterSetting>().role.has_value());
    const Parsed database("alter database d set \"App.Key\" from current");
    CHECK(database.as<AlterSetting>().setting.kind == SetVariable::Kind::from_current);
    CHECK(database.as<AlterSetting>().setting.name.text() == "app.key");
    CHECK(database.text(database.as<AlterSetting>().setting.span) == "set \"App.Key\" from current");
}

TEST_CASE("SET and RESET") {
    const auto set = [](const char* sql) { return Parsed(sql).as<SetVariable>(); };
    CHECK(set("set local search_path = public, auth").local);
    CHECK(set("set search_path = public, auth").values == std::vector<std::string>{"public", "auth"});
    CHECK(set("set search_path = ''").values == std::vector<std::string>{""});
    CHECK(set("set search_path to default").kind == SetVariable::Kind::default_);
    CHECK(set("set role authenticated").name.text() == "role");
    CHECK(set("set role none").values == std::vector<std::string>{"none"});
    CHECK(set("set session authorization 'x'").name.text() == "session_authorization");
    CHECK(set("reset role").kind == SetVariable::Kind::reset);
    CHECK(set("reset all").kind == SetVariable::Kind::reset_all);
    CHECK(set("set time zone 'UTC'").name.text() == "timezone");
    CHECK(set("set work_mem = -1").values == std::vector<std::string>{"-1"});
    CHECK(set("set schema 's'").name.text() == "search_path");
    CHECK(Parsed("set transaction isolation level serializable").as<Inert>().tag == "SET");
    CHECK(Parsed("reset search_path").statement().tag == "RESET");
}

TEST_CASE("transactions") {
    using Kind = Transaction::Kind;
    const auto kind = [](const char* sql) { return Parsed(sql).as<Transaction>().kind; };
    CHECK(kind("begin") == Kind::begin);
    CHECK(kind("start transaction read only") == Kind::begin);
    CHECK(kind("commit and chain") == Kind::commit);
    CHECK(kind("end") == Kind::commit);
    CHECK(kind("abort") == Kind::rollback);
    CHECK(kind("rollback to savepoint s") == Kind::rollback_to);
    CHECK(Parsed("savepoint s").as<Transaction>().savepoint.text() == "s");
    CHECK(kind("release s") == Kind::release);
    CHECK(kind("prepare transaction 'x'") == Kind::other);
}
