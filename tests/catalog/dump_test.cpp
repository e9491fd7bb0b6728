#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/catalog/dump.hpp"
#include "support/json_schema.hpp"

using namespace rlslint;
using nlohmann::json;

namespace {

FunctionArg arg(FunctionArg::Mode mode, std::string_view name, std::string_view type) {
    FunctionArg result;
    result.mode = mode;
    result.name.text = Symbol{name};
    result.type.name = Symbol{type};
    return result;
}

AclEntry gives(RoleId grantee, PrivilegeSet privileges) {
    AclEntry entry;
    entry.grantee = grantee;
    entry.privileges = privileges;
    return entry;
}

struct World {
    Catalog catalog;
    RoleId owner = role("postgres");
    RoleId anon = role("anon");
    RoleId odd = role("Odd one");
    SchemaId schema = add_schema("public");

    RoleId role(std::string_view name) {
        Role added;
        added.name = Symbol{name};
        return catalog.add(std::move(added));
    }
    SchemaId add_schema(std::string_view name) {
        Schema added;
        added.name = Symbol{name};
        return catalog.add(std::move(added));
    }
    RelationId table(std::string_view name) {
        Relation added;
        added.schema = schema;
        added.name = Symbol{name};
        added.owner = owner;
        return catalog.add(std::move(added));
    }
    FunctionId function(std::string_view name) {
        Function added;
        added.schema = schema;
        added.name = Symbol{name};
        added.owner = owner;
        return catalog.add(std::move(added));
    }
    json dump(std::string_view section) {
        return json::parse(dump_catalog(catalog)).at(std::string{section});
    }
};

} // namespace

TEST_CASE_FIXTURE(World, "tables are printed with what others than the owner hold") {
    const RelationId notes = table("notes");
    table("alpha");
    Relation& edited = catalog.edit(notes);
    edited.rls.on = true;
    edited.acl.grant(gives(odd, Privilege::select | Privilege::insert));
    edited.acl.grant(gives(public_role, Privilege::select));
    edited.acl.grant(gives(owner, Privilege::select));
    edited.options = {{Symbol{"fillfactor"}, "70", {}}, {Symbol{"autovacuum_enabled"}, "", {}}};

    const json tables = dump("tables");
    REQUIRE(tables.size() == 2);
    CHECK(tables[0]["name"] == "public.alpha");
    CHECK(tables[0]["options"] == nullptr);
    CHECK(tables[0]["acl"] == json::array());
    CHECK(tables[1] == json{{"name", "public.notes"},
                            {"kind", "r"},
                            {"rls", true},
                            {"force", false},
                            {"owner", "postgres"},
                            {"acl", {"\"Odd one\"=INSERT", "\"Odd one\"=SELECT", "PUBLIC=SELECT"}},
                            {"options", {"autovacuum_enabled=true", "fillfactor=70"}}});
}

TEST_CASE_FIXTURE(World, "what the user's history did not make is left out") {
    catalog.edit(table("profile_table")).origin.profile = true;
    catalog.edit(table("assumed")).origin.assumed = true;
    catalog.edit(table("temporary")).persistence = Persistence::temporary;
    catalog.drop(table("dropped"), {});
    const RelationId storage = table("objects");
    catalog.edit(storage).origin.profile = true;
    Policy policy;
    policy.table = storage;
    policy.name = Symbol{"mine"};
    policy.roles = {odd, anon};
    catalog.add(std::move(policy));

    CHECK(dump("tables").empty());
    CHECK(dump("columns").empty());
    REQUIRE(dump("policies").size() == 1);
    CHECK(dump("policies")[0] == json{{"table", "public.objects"},
                                      {"name", "mine"},
                                      {"cmd", "ALL"},
                                      {"permissive", true},
                                      {"roles", {"Odd one", "anon"}},
                                      {"using", false},
                                      {"check", false}});
}

TEST_CASE_FIXTURE(World, "functions tell who may execute them") {
    const FunctionId f = function("f");
    Function& edited = catalog.edit(f);
    edited.args = {arg(FunctionArg::Mode::in, "a", "int4"), arg(FunctionArg::Mode::variadic, "D e", "text")};
    edited.settings.push_back({SetVariable::Kind::value, Symbol{"search_path"}, {""}, false, {}});
    edited.acl.grant(gives(public_role, Privilege::execute));
    const FunctionId g = function("g");
    const RoleId group = role("group");
    catalog.edit(g).acl.grant(gives(group, Privilege::execute));
    CHECK(dump("functions") == json::array({{{"name", "public.f(a integer, VARIADIC \"D e\" text)"},
                                             {"secdef", false},
                                             {"volatile", "v"},
                                             {"search_path", true},
                                             {"anon", true},
                                             {"authenticated", nullptr}},
                                            {{"name", "public.g()"},
                                             {"secdef", false},
                                             {"volatile", "v"},
                                             {"search_path", false},
                                             {"anon", false},
                                             {"authenticated", nullptr}}}));
    Membership membership;
    membership.role = group;
    membership.member = anon;
    catalog.edit_memberships().push_back(membership);
    CHECK(dump("functions")[1]["anon"] == true);
    catalog.edit_memberships().back().inherit = false;
    CHECK(dump("functions")[1]["anon"] == false);
}

TEST_CASE("arguments are printed as pg_get_function_identity_arguments prints them") {
    using Mode = FunctionArg::Mode;
    Function f;
    f.args = {arg(Mode::in, "a", "int4"), arg(Mode::out, "b", "text"), arg(Mode::in_out, "c", "varchar"),
              arg(Mode::variadic, "D e", "int4"), arg(Mode::table, "x", "int4")};
    f.args[2].type.modifiers = {3};
    f.args[3].type.array_dimensions = 1;
    CHECK(identity_arguments(f) ==
          "a integer, OUT b text, INOUT c character varying, VARIADIC \"D e\" integer[]");
    f.args = {arg(Mode::in, "", "int4"), arg(Mode::in, "", "int4")};
    CHECK(identity_arguments(f) == "integer, integer");
    f.procedure = true;
    f.args = {arg(Mode::in, "a", "int4"), arg(Mode::in_out, "b", "int4")};
    CHECK(identity_arguments(f) == "IN a integer, INOUT b integer");
}

TEST_CASE_FIXTURE(World, "global default privileges hold what PUBLIC has by itself, unless it was revoked") {
    DefaultPrivileges global;
    global.role = owner;
    global.kind = ObjectKind::function;
    global.acl.grant(gives(anon, Privilege::execute));
    DefaultPrivileges in_schema = global;
    in_schema.schema = schema;
    catalog.edit_default_privileges() = {global, in_schema};
    CHECK(dump("default_acl")[0]["acl"] == json{"PUBLIC=EXECUTE", "anon=EXECUTE"});
    CHECK(dump("default_acl")[1]["acl"] == json{"anon=EXECUTE"});
    CHECK(dump("default_acl")[1]["schema"] == "public");
    catalog.edit_default_privileges()[0].revoked.grant(gives(public_role, Privilege::execute));
    CHECK(dump("default_acl")[0]["acl"] == json{"anon=EXECUTE"});
}

TEST_CASE_FIXTURE(World, "names that are no valid UTF-8 do not stop the dump") {
    table("no\xFFtes");
    CHECK(dump("tables")[0]["name"] == "public.no\xEF\xBF\xBDtes");
}

TEST_CASE_FIXTURE(World, "the dump is as its schema says") {
    const RelationId notes = table("notes");
    catalog.edit(notes).columns.resize(1);
    catalog.edit(notes).columns[0].name = Symbol{"id"};
    catalog.edit(table("notes_id_seq")).kind = 'S';
    function("f");
    Policy policy;
    policy.table = notes;
    policy.roles = {public_role};
    catalog.add(std::move(policy));
    Membership membership;
    membership.role = anon;
    membership.member = odd;
    catalog.edit_memberships().push_back(membership);
    catalog.edit_default_privileges().emplace_back().role = owner;
    const auto printed = test::JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/catalog.schema.json");
    CHECK(printed.check(json::parse(dump_catalog(catalog))) == "");
}
