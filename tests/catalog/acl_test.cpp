#include <doctest/doctest.h>

#include "rlslint/catalog/acl.hpp"

using namespace rlslint;

namespace {

constexpr RoleId anon{1}, owner{2}, member{3};

AclEntry entry(RoleId grantee, PrivilegeSet privileges, RoleId grantor = owner, std::uint32_t place = 0) {
    AclEntry e;
    e.grantee = grantee;
    e.grantor = grantor;
    e.privileges = privileges;
    e.span = {SourceId{0}, place, place + 1};
    return e;
}

} // namespace

TEST_CASE("each grant keeps what it added") {
    Acl acl;
    acl.grant(entry(anon, Privilege::select, owner, 1));
    acl.grant(entry(anon, Privilege::select | Privilege::insert, owner, 2));
    acl.grant(entry(anon, Privilege::select, owner, 3));

    REQUIRE(acl.entries.size() == 2);
    CHECK(acl.held_by(anon) == (Privilege::select | Privilege::insert));
    CHECK(acl.giving(anon, Privilege::select)->span.begin == 1);
    CHECK(acl.giving(anon, Privilege::insert)->span.begin == 2);
    CHECK(acl.giving(anon, Privilege::delete_) == nullptr);
    CHECK(acl.held_by(public_role).empty());
}

TEST_CASE("a second grantor's grant is one of its own, and the latest") {
    Acl acl;
    acl.grant(entry(anon, Privilege::select, owner, 1));
    acl.grant(entry(anon, Privilege::select, member, 2));
    CHECK(acl.giving(anon, Privilege::select)->span.begin == 2);

    CHECK(acl.revoke(anon, Privilege::select, false, owner) == Privilege::select);
    CHECK(acl.held_by(anon) == PrivilegeSet{Privilege::select});
    CHECK(acl.revoke(anon, Privilege::select, false) == Privilege::select);
    CHECK(acl.entries.empty());
}

TEST_CASE("the grant option comes and goes beside the privilege") {
    Acl acl;
    acl.grant(entry(anon, Privilege::select));
    AclEntry with_option = entry(anon, Privilege::select);
    with_option.grantable = Privilege::select;
    acl.grant(with_option);
    REQUIRE(acl.entries.size() == 2);

    CHECK(acl.revoke(anon, Privilege::select | Privilege::insert, true) == Privilege::select);
    CHECK(acl.held_by(anon) == PrivilegeSet{Privilege::select});
    CHECK(acl.entries.size() == 1);
    CHECK(acl.revoke(anon, Privilege::select, true).empty());
}
