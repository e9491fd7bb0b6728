#include <doctest/doctest.h>

#include "rlslint/access/reach.hpp"
#include "support/small_world.hpp"

using namespace rlslint;

namespace {

AclEntry entry(RoleId grantee, PrivilegeSet privileges) {
    AclEntry made;
    made.grantee = grantee;
    made.privileges = privileges;
    return made;
}

/// A world with a table `notes` of which `owner` is the owner, PUBLIC may use its schema, and roles
/// that tests add.
struct World : test::SmallWorld {
    Platform platform;
    RoleId owner = role("owner");
    RelationId notes = table("notes(id int, body text)");

    World() {
        catalog.edit(notes).owner = owner;
        catalog.edit(catalog.find_schema(Symbol{"public"})).acl.grant(entry(public_role, Privilege::usage));
    }

    RoleId role(std::string_view name) {
        Role added;
        added.name = Symbol{name};
        return catalog.add(std::move(added));
    }
    void grant(PrivilegeSet what, RoleId to) { catalog.edit(notes).acl.grant(entry(to, what)); }
    void member(RoleId of, RoleId who, bool inherit = true) {
        Membership added;
        added.role = of;
        added.member = who;
        added.inherit = inherit;
        catalog.edit_memberships().push_back(added);
    }
    [[nodiscard]] Reach reach() const { return {catalog, platform}; }
};

} // namespace

TEST_CASE("a privilege comes from the role itself, PUBLIC or an inherited membership, however far") {
    World world;
    const RoleId app = world.role("app");
    const RoleId staff = world.role("staff");
    const RoleId admins = world.role("admins");
    world.grant(Privilege::select, public_role);
    world.grant(Privilege::insert, app);
    world.grant(Privilege::update, admins);
    world.member(staff, app);
    world.member(admins, staff);
    CHECK(world.reach().privileges(app, world.notes) ==
          (PrivilegeSet{Privilege::select} | Privilege::insert | Privilege::update));
    CHECK(world.reach().privileges(staff, world.notes) == (Privilege::select | Privilege::update));
    CHECK(world.reach().source(app, world.notes, Privilege::update)->grantee == admins);
    CHECK(world.reach().source(app, world.notes, Privilege::delete_) == nullptr);
}

TEST_CASE("a membership that does not inherit gives nothing by itself") {
    World world;
    const RoleId authenticator = world.role("authenticator");
    const RoleId service = world.role("service");
    world.grant(Privilege::select, service);
    world.member(service, authenticator, false);
    CHECK(world.reach().privileges(authenticator, world.notes).empty());
    CHECK_FALSE(world.reach().has_privileges_of(authenticator, service));
}

TEST_CASE("circles of membership come to an end") {
    World world;
    const RoleId a = world.role("a");
    const RoleId b = world.role("b");
    world.member(a, b);
    world.member(b, a);
    CHECK(world.reach().has_privileges_of(a, b));
    CHECK_FALSE(world.reach().has_privileges_of(a, world.owner));
}

TEST_CASE("the owner holds everything but what it took from itself") {
    World world;
    world.catalog.edit(world.notes).acl.owner_revoked = Privilege::delete_;
    const PrivilegeSet held = world.reach().privileges(world.owner, world.notes);
    CHECK(held.has(Privilege::truncate));
    CHECK_FALSE(held.has(Privilege::delete_));
}

TEST_CASE("column privileges count, those of dropped columns do not") {
    World world;
    const RoleId app = world.role("app");
    world.catalog.edit(world.notes).columns[1].acl.grant(entry(app, Privilege::update));
    CHECK(world.reach().privileges(app, world.notes) == PrivilegeSet{Privilege::update});
    world.catalog.edit(world.notes).columns[1].dropped = true;
    CHECK(world.reach().privileges(app, world.notes).empty());
}

TEST_CASE("without USAGE on its schema a relation is out of reach, whatever is granted on it") {
    World world;
    const RoleId app = world.role("app");
    const SchemaId hidden = world.schema("hidden");
    const RelationId table = world.table("hidden.keys(id int)");
    world.catalog.edit(table).acl.grant(entry(app, Privilege::select));
    CHECK(world.reach().reachable(app, table).empty());
    world.catalog.edit(hidden).acl.grant(entry(app, Privilege::usage));
    CHECK(world.reach().reachable(app, table) == PrivilegeSet{Privilege::select});
}

TEST_CASE(
    "exempt: superusers, BYPASSRLS by itself but not through membership, the owner's side unless forced") {
    World world;
    const RoleId app = world.role("app");
    const RoleId service = world.role("service");
    world.catalog.edit(service).bypass_rls = true;
    world.member(service, app);
    CHECK(world.reach().exempt(service, world.notes));
    CHECK_FALSE(world.reach().exempt(app, world.notes));
    world.member(world.owner, app);
    CHECK(world.reach().exempt(app, world.notes));
    world.catalog.edit(world.notes).force.on = true;
    CHECK_FALSE(world.reach().exempt(app, world.notes));
    CHECK_FALSE(world.reach().exempt(world.owner, world.notes));
    world.catalog.edit(world.owner).superuser = true;
    CHECK(world.reach().exempt(world.owner, world.notes));
}

TEST_CASE("a policy applies to the roles that it names, to their inheriting members, and PUBLIC's to all") {
    World world;
    const RoleId staff = world.role("staff");
    const RoleId app = world.role("app");
    const RoleId other = world.role("other");
    world.member(staff, app);
    world.member(staff, other, false);
    Policy policy;
    policy.roles = {staff};
    CHECK(world.reach().applies_to(policy, staff));
    CHECK(world.reach().applies_to(policy, app));
    CHECK_FALSE(world.reach().applies_to(policy, other));
    policy.roles = {public_role};
    CHECK(world.reach().applies_to(policy, other));
}

TEST_CASE("API roles are the platform's; where it names none, the history's logins that deploy nothing") {
    World world;
    const RoleId anon = world.role("anon");
    const RoleId app = world.role("app");
    world.catalog.edit(app).login = true;
    world.catalog.edit(world.owner).login = true;
    CHECK(std::vector(world.reach().api_roles().begin(), world.reach().api_roles().end()) ==
          std::vector{app});
    world.platform.api_roles = {Symbol{"anon"}, Symbol{"never_created"}};
    CHECK(std::vector(world.reach().api_roles().begin(), world.reach().api_roles().end()) ==
          std::vector{anon});
}
