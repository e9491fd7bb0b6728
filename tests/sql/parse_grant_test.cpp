#include "parsing.hpp"

using namespace rlslint;
using namespace rlslint::testing;

TEST_CASE("GRANT on tables") {
    const Parsed p("grant select (a, \"B\"), insert on table s.t, u to anon, group staff, public\n"
                   "  with grant option granted by current_user");
    const auto& grant = p.as<Grant>();
    CHECK(p.statement().tag == "GRANT");
    CHECK(grant.grant);
    CHECK(grant.kind == ObjectKind::table);
    CHECK(p.text(grant.privileges_span) == "select (a, \"B\"), insert");
    REQUIRE(grant.privileges.size() == 2);
    CHECK(grant.privileges[0].privileges == Privilege::select);
    CHECK(p.text(grant.privileges[0].span) == "select (a, \"B\")");
    REQUIRE(grant.privileges[0].columns.size() == 2);
    CHECK(p.text(grant.privileges[0].columns[1].span) == "\"B\"");
    CHECK(grant.privileges[1].columns.empty());
    REQUIRE(grant.objects.size() == 2);
    CHECK(plain(grant.objects[0].name) == "s.t");
    CHECK(p.text(grant.objects[1].span) == "u");
    CHECK(p.text(grant.grantees_span) == "to anon, group staff, public");
    REQUIRE(grant.grantees.size() == 3);
    CHECK(p.text(grant.grantees[1].span) == "staff");
    CHECK(grant.grantees[2].kind == RoleSpec::Kind::public_);
    CHECK(grant.grant_option);
    CHECK(grant.granted_by->kind == RoleSpec::Kind::current_user);
}

TEST_CASE("REVOKE") {
    const Parsed p("revoke grant option for all privileges on t from anon cascade");
    const auto& revoke = p.as<Grant>();
    CHECK(p.statement().tag == "REVOKE");
    CHECK_FALSE(revoke.grant);
    CHECK(revoke.grant_option);
    CHECK(p.text(revoke.privileges_span) == "all privileges");
    CHECK(revoke.privileges.at(0).all);
    CHECK(revoke.privileges.at(0).privileges.has(Privilege::truncate));
    CHECK_FALSE(revoke.privileges.at(0).privileges.has(Privilege::usage));
    CHECK(revoke.behavior == DropBehavior::cascade);
    CHECK(p.text(revoke.grantees_span) == "from anon");

    const Parsed columns("revoke all (a) on t from anon");
    CHECK(columns.as<Grant>().privileges.at(0).columns.size() == 1);
    CHECK_FALSE(columns.as<Grant>().privileges.at(0).privileges.has(Privilege::delete_));
}

TEST_CASE("GRANT on other objects") {
    const Parsed f("grant execute on function s.f(a int, text), g, h() to anon");
    const auto& functions = f.as<Grant>();
    CHECK(functions.kind == ObjectKind::function);
    REQUIRE(functions.objects.size() == 3);
    CHECK(f.text(functions.objects[0].span) == "s.f(a int, text)");
    CHECK(f.text(functions.objects[0].name.span) == "s.f");
    REQUIRE(functions.objects[0].args);
    CHECK(functions.objects[0].args->at(0).name.text.text() == "a");
    CHECK(functions.objects[0].args->at(1).type.name.text() == "text");
    CHECK_FALSE(functions.objects[1].args);
    CHECK(functions.objects[2].args->empty());

    const Parsed schema("grant usage on schema a, b to anon");
    CHECK(schema.as<Grant>().kind == ObjectKind::schema);
    CHECK(schema.as<Grant>().objects.at(1).name.name.text() == "b");
    CHECK(schema.text(schema.as<Grant>().objects.at(1).span) == "b");

    CHECK(Parsed("grant usage on foreign data wrapper w to anon").as<Grant>().kind == ObjectKind::other);
    CHECK(Parsed("grant usage on foreign server w to anon").as<Grant>().kind == ObjectKind::server);
    CHECK(Parsed("grant usage on type s.t to anon").as<Grant>().objects.at(0).name.schema.text() == "s");
    CHECK(Parsed("grant set on parameter a.b to anon").as<Grant>().privileges.at(0).privileges ==
          Privilege::set);
}

TEST_CASE("GRANT on all of a schema") {
    const Parsed p("grant all on all tables in schema public, auth to anon");
    const auto& grant = p.as<Grant>();
    CHECK(grant.target == Grant::Target::all_in_schema);
    CHECK(grant.kind == ObjectKind::table);
    REQUIRE(grant.objects.size() == 2);
    CHECK(grant.objects[0].kind == ObjectKind::schema);
    CHECK(p.text(grant.objects[1].span) == "auth");
    CHECK(p.text(grant.privileges_span) == "all");
}

TEST_CASE("ALTER DEFAULT PRIVILEGES") {
    const Parsed p("alter default privileges for role a, current_user in schema s, \"T\"\n"
                   "  revoke execute on functions from public");
    const auto& alter = p.as<AlterDefaultPrivileges>();
    REQUIRE(alter.for_roles.size() == 2);
    CHECK(p.text(alter.for_roles[1].span) == "current_user");
    REQUIRE(alter.in_schemas.size() == 2);
    CHECK(p.text(alter.in_schemas[1].span) == "\"T\"");
    CHECK_FALSE(alter.action.grant);
    CHECK(alter.action.kind == ObjectKind::function);
    CHECK(p.text(alter.action.privileges_span) == "execute");
    CHECK(p.text(alter.action.grantees_span) == "from public");

    const Parsed bare("alter default privileges grant all on tables to anon with grant option");
    CHECK(bare.as<AlterDefaultPrivileges>().for_roles.empty());
    CHECK(bare.as<AlterDefaultPrivileges>().action.grant_option);
    CHECK(bare.as<AlterDefaultPrivileges>().action.kind == ObjectKind::table);
}

TEST_CASE("GRANT of roles") {
    const Parsed p("grant a, \"B\" to c, current_user with admin true, inherit false granted by d");
    const auto& grant = p.as<GrantRole>();
    CHECK(p.statement().tag == "GRANT ROLE");
    REQUIRE(grant.roles.size() == 2);
    CHECK(p.text(grant.roles[1].span) == "\"B\"");
    CHECK(grant.members.at(0).name.text() == "c");
    CHECK(grant.admin == true);
    CHECK(grant.inherit == false);
    CHECK_FALSE(grant.set.has_value());
    CHECK(grant.granted_by->name.text() == "d");

    const Parsed revoke("revoke admin option for a from b cascade");
    CHECK_FALSE(revoke.as<GrantRole>().grant);
    CHECK(revoke.as<GrantRole>().admin.has_value());
    CHECK(revoke.text(revoke.as<GrantRole>().roles.at(0).span) == "a");
}
