#include <doctest/doctest.h>

#include "rlslint/lint/kit.hpp"

using namespace rlslint;

namespace {

/// public.t, which `owner` owns, with roles crowd and caller.
struct World {
    World() {
        Schema schema;
        schema.name = Symbol{"public"};
        table.schema = history.catalog.add(std::move(schema));
        table.name = Symbol{"t"};
        owner = role("owner");
        crowd = role("crowd");
        caller = role("caller");
        table.owner = owner;
    }

    RoleId role(std::string_view name) {
        Role added;
        added.name = Symbol{name};
        return history.catalog.add(std::move(added));
    }

    void granted(RoleId grantee, RoleId grantor) {
        AclEntry entry;
        entry.grantee = grantee;
        entry.grantor = grantor;
        entry.privileges = Privilege::select;
        table.acl.grant(entry);
    }

    std::string take_back(std::vector<RoleId> from) {
        const RelationId id = history.catalog.add(table);
        return rlslint::take_back(Model{sources, history, platform}, Privilege::select, id, from);
    }

    Sources sources;
    History history;
    Platform platform;
    Relation table;
    RoleId owner, crowd, caller;
};

} // namespace

TEST_CASE("what the owner granted, the owner takes back") {
    World world;
    world.granted(world.caller, world.owner);
    world.granted(public_role, world.owner);
    CHECK(world.take_back({world.caller, public_role}) == "revoke select on public.t from caller, public;");
}

TEST_CASE("what another granted, that one takes back") {
    World world;
    world.granted(world.crowd, world.owner);
    world.granted(world.caller, world.crowd);
    CHECK(world.take_back({world.caller}) ==
          "set role crowd;\nrevoke select on public.t from caller;\nreset role;");
}

TEST_CASE("what was passed on goes with it") {
    World world;
    world.granted(world.crowd, world.owner);
    world.granted(world.caller, world.crowd);
    CHECK(world.take_back({world.crowd}) == "revoke select on public.t from crowd cascade;");
}
