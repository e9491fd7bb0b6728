#include <string>

#include <doctest/doctest.h>

#include "rlslint/access/reach.hpp"

using namespace rlslint;

// What is claimed here was tried on the server with has_table_privilege, has_schema_privilege,
// pg_has_role and row_security_active.

namespace {

struct World {
    Catalog catalog;
    Platform platform;
    RoleId owner = role("owner");
    RoleId anon = role("anon");
    RoleId member = role("member");
    SchemaId schema = add_schema("public");
    RelationId notes = add_table("notes");

    RoleId role(std::string_view name) {
        Role added;
        added.name = Symbol{name};
        return catalog.add(std::move(added));
    }

    SchemaId add_schema(std::string_view name) {
        Schema added;
        added.name = Symbol{name};
        added.owner = owner;
        return catalog.add(std::move(added));
    }

    RelationId add_table(std::string_view name) {
        Relation table;
        table.schema = schema;
        table.name = Symbol{name};
        table.owner = owner;
        table.columns.resize(2);
        return catalog.add(std::move(table));
    }

    void grant(Acl& acl, RoleId grantee, PrivilegeSet privileges, std::uint32_t place = 0) {
        AclEntry entry;
        entry.grantee = grantee;
        entry.grantor = owner;
        entry.privileges = privileges;
        entry.span = {SourceId{0}, place, place + 1};
        acl.grant(entry);
    }

    void grant(RoleId granted, RoleId to, bool inherit = true) {
        Membership membership;
        membership.role = granted;
        membership.member = to;
        membership.inherit = inherit;
        catalog.edit_memberships().push_back(membership);
    }

    [[nodiscard]] Reach reach() const { return Reach{catalog, platform}; }
};

} // namespace

TEST_CASE_FIXTURE(World, "privileges come by name, by PUBLIC and by membership") {
    const RoleId group = role("group");
    grant(catalog.edit(notes).acl, anon, Privilege::select);
    grant(catalog.edit(notes).acl, public_role, Privilege::insert);
    grant(catalog.edit(notes).acl, group, Privilege::update);
    grant(group, member);
    CHECK(reach().privileges(anon, notes) == (Privilege::select | Privilege::insert));
    CHECK(reach().privileges(member, notes) == (Privilege::insert | Privilege::update));
    CHECK(reach().privileges(public_role, notes) == PrivilegeSet{Privilege::insert});
}

TEST_CASE_FIXTURE(World, "a membership that does not inherit gives nothing") {
    grant(catalog.edit(notes).acl, anon, Privilege::select);
    grant(anon, member, false);
    CHECK(reach().privileges(member, notes).empty());
    CHECK_FALSE(reach().has_privileges_of(member, anon));
    CHECK(reach().has_privileges_of(member, member));
}

TEST_CASE_FIXTURE(World, "owners and those who have their privileges hold all but what was revoked") {
    grant(owner, member);
    CHECK(reach().privileges(member, notes).has(Privilege::truncate));
    catalog.edit(notes).acl.owner_revoked = Privilege::delete_;
    CHECK_FALSE(reach().privileges(owner, notes).has(Privilege::delete_));
    CHECK_FALSE(reach().privileges(member, notes).has(Privilege::delete_));
    catalog.edit(anon).superuser = true;
    CHECK(reach().privileges(anon, notes).has(Privilege::delete_));
}

TEST_CASE_FIXTURE(World, "column privileges count, those of dropped columns do not") {
    grant(catalog.edit(notes).columns[1].acl, anon, Privilege::select, 7);
    CHECK(reach().privileges(anon, notes) == PrivilegeSet{Privilege::select});
    REQUIRE(reach().source(anon, notes, Privilege::select) != nullptr);
    CHECK(reach().source(anon, notes, Privilege::select)->span.begin == 7);
    catalog.edit(notes).columns[1].dropped = true;
    CHECK(reach().privileges(anon, notes).empty());
}

TEST_CASE_FIXTURE(World, "the source of a privilege is what names the role most closely") {
    const RoleId group = role("group");
    grant(group, anon);
    grant(catalog.edit(notes).acl, group, Privilege::select, 1);
    grant(catalog.edit(notes).acl, public_role, Privilege::select, 2);
    CHECK(reach().source(anon, notes, Privilege::select)->span.begin == 2);
    grant(catalog.edit(notes).acl, anon, Privilege::select, 3);
    CHECK(reach().source(anon, notes, Privilege::select)->span.begin == 3);
    CHECK(reach().source(owner, notes, Privilege::update) == nullptr);
}

TEST_CASE_FIXTURE(World, "functions and schemas have sources too") {
    Function made;
    made.name = Symbol{"f"};
    made.schema = schema;
    made.owner = owner;
    const FunctionId function = catalog.add(std::move(made));
    CHECK(reach().source(anon, function) == nullptr);
    grant(catalog.edit(function).acl, public_role, Privilege::execute, 4);
    grant(catalog.edit(schema).acl, member, Privilege::usage, 5);
    grant(member, anon);
    REQUIRE(reach().source(anon, function) != nullptr);
    CHECK(reach().source(anon, function)->span.begin == 4);
    REQUIRE(reach().source(anon, schema, Privilege::usage) != nullptr);
    CHECK(reach().source(anon, schema, Privilege::usage)->grantee == member);
    CHECK(reach().source(anon, schema, Privilege::create) == nullptr);
}

TEST_CASE_FIXTURE(World, "the predefined roles read and write everything") {
    const RoleId reads = role("pg_read_all_data");
    const RoleId writes = role("pg_write_all_data");
    grant(reads, anon);
    grant(writes, member);
    CHECK(reach().privileges(anon, notes) == PrivilegeSet{Privilege::select});
    CHECK(reach().privileges(member, notes) == (Privilege::insert | Privilege::update | Privilege::delete_));
    CHECK(reach().has_usage(anon, schema));
    CHECK(reach().has_usage(member, schema));
}

TEST_CASE_FIXTURE(World, "without USAGE on its schema a relation cannot be named") {
    grant(catalog.edit(notes).acl, anon, Privilege::select);
    CHECK(reach().reachable(anon, notes).empty());
    grant(catalog.edit(schema).acl, public_role, Privilege::usage);
    CHECK(reach().reachable(anon, notes) == PrivilegeSet{Privilege::select});
    CHECK(reach().has_usage(owner, schema));
}

TEST_CASE_FIXTURE(World, "the migration role stands for pg_database_owner") {
    const RoleId stands_for = role("pg_database_owner");
    catalog.edit(schema).owner = stands_for;
    platform.migration_role = "owner";
    CHECK(reach().has_usage(owner, schema));
    CHECK_FALSE(reach().has_usage(member, schema));
}

TEST_CASE_FIXTURE(World, "who is exempt from row security") {
    grant(owner, member);
    CHECK(reach().exempt(owner, notes));
    CHECK(reach().exempt(member, notes));
    CHECK_FALSE(reach().exempt(anon, notes));
    catalog.edit(notes).force.on = true;
    CHECK_FALSE(reach().exempt(owner, notes));
    CHECK_FALSE(reach().exempt(member, notes));
    catalog.edit(anon).bypass_rls = true;
    CHECK(reach().exempt(anon, notes));
    // BYPASSRLS and SUPERUSER are not passed on by membership.
    grant(anon, member);
    CHECK_FALSE(reach().exempt(member, notes));
}

TEST_CASE_FIXTURE(World, "a policy covers PUBLIC, the roles it names, and those who have their privileges") {
    Policy policy;
    policy.roles = {anon};
    grant(anon, member);
    const RoleId outsider = role("outsider");
    CHECK(reach().applies_to(policy, anon));
    CHECK(reach().applies_to(policy, member));
    CHECK_FALSE(reach().applies_to(policy, outsider));
    policy.roles = {public_role};
    CHECK(reach().applies_to(policy, outsider));

    CHECK(covers(PolicyCommand::all, PolicyCommand::delete_));
    CHECK(covers(PolicyCommand::select, PolicyCommand::select));
    CHECK_FALSE(covers(PolicyCommand::select, PolicyCommand::update));
}

TEST_CASE_FIXTURE(World, "the API roles are the platform's that exist, in its order") {
    platform.api_roles = {Symbol{"member"}, Symbol{"nobody"}, Symbol{"anon"}};
    platform.anonymous_roles = {Symbol{"anon"}};
    platform.exposed_schemas = {Symbol{"api"}};
    grant(catalog.edit(notes).acl, anon, Privilege::select);
    grant(catalog.edit(schema).acl, public_role, Privilege::usage);
    const Reach r = reach();
    CHECK(std::vector(r.api_roles().begin(), r.api_roles().end()) == std::vector{member, anon});
    CHECK(r.anonymous_roles().front() == anon);
    CHECK(r.api_roles_reaching(notes, Privilege::select | Privilege::insert) == std::vector{anon});
    CHECK(r.api_roles_reaching(notes, Privilege::insert).empty());
    CHECK_FALSE(r.exposed(notes));
}

TEST_CASE_FIXTURE(World,
                  "what is granted to the authenticator is an API role too, but for the trusted ones") {
    const RoleId gate = role("gate");
    const RoleId trusted = role("trusted");
    for (const RoleId granted : {member, anon, trusted})
        catalog.add(Membership{granted, gate, owner, false, true, true, {}});
    platform.api_roles = {Symbol{"anon"}};
    platform.service_roles = {Symbol{"trusted"}};
    platform.authenticator = Symbol{"gate"};
    const Reach r = reach();
    CHECK(std::vector(r.api_roles().begin(), r.api_roles().end()) == std::vector{anon, member});
}

TEST_CASE_FIXTURE(World,
                  "where the platform names none, clients are the roles that the history lets log in") {
    const auto login = [&](RoleId id) { catalog.edit(id).login = true; };
    const RoleId root = role("root");
    const RoleId platforms = role("platforms");
    for (const RoleId id : {owner, anon, root, platforms})
        login(id);
    catalog.edit(root).superuser = true;
    catalog.edit(platforms).origin.profile = true;
    const Reach r = reach();
    CHECK(std::vector(r.api_roles().begin(), r.api_roles().end()) == std::vector{anon});

    const RelationId other = add_table("other");
    catalog.edit(other).owner = member;
    const Reach shared = reach();
    CHECK(std::vector(shared.api_roles().begin(), shared.api_roles().end()) == std::vector{owner, anon});
}

TEST_CASE_FIXTURE(World, "thousands of roles in a chain, and in a circle") {
    std::vector<RoleId> chain{anon};
    for (int i = 0; i < 3000; ++i) {
        chain.push_back(role("r" + std::to_string(i)));
        Membership membership;
        membership.role = chain[chain.size() - 2];
        membership.member = chain.back();
        catalog.edit_memberships().push_back(membership);
    }
    grant(catalog.edit(notes).acl, anon, Privilege::select);
    const Reach r = reach();
    for (const RoleId each : chain)
        REQUIRE(r.privileges(each, notes).has(Privilege::select));
    CHECK_FALSE(r.has_privileges_of(anon, chain.back()));

    grant(chain.back(), anon);
    CHECK(reach().has_privileges_of(anon, chain.back()));
}
