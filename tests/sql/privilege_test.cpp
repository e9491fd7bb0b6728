#include <doctest/doctest.h>

#include "rlslint/sql/privilege.hpp"

using namespace rlslint;

TEST_CASE("every privilege is read as it is printed, in any case") {
    for (const Privilege privilege : all_privileges)
        CHECK(parse_privilege(to_string(privilege)) == privilege);
    CHECK(parse_privilege("select") == Privilege::select);
    CHECK(parse_privilege("alter system") == Privilege::alter_system);
    CHECK(parse_privilege("Temp") == Privilege::temporary);
    CHECK_FALSE(parse_privilege("all").has_value());
    CHECK_FALSE(parse_privilege("").has_value());
}

TEST_CASE("sets of privileges") {
    constexpr PrivilegeSet reads_writes = Privilege::select | Privilege::update;
    CHECK(reads_writes.has(Privilege::select));
    CHECK_FALSE(reads_writes.has(Privilege::insert));
    CHECK((reads_writes - Privilege::update) == PrivilegeSet{Privilege::select});
    CHECK((row_privileges & reads_writes) == reads_writes);
    CHECK((reads_writes - row_privileges).empty());
}
