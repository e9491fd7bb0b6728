#include <doctest/doctest.h>

#include "run.hpp"

using namespace rlslint;
using rlslint::test::Run;

namespace {

const std::string setup = "create role app; create role other; create schema app authorization app;\n"
                          "set role app; create table app.t (a int); reset role;\n";

std::string as_other(const std::string& statement, int version = 15) {
    Platform platform;
    platform.server_version = version;
    return Run{setup + "set role other; " + statement, platform}.last();
}

} // namespace

TEST_CASE("a schema must be open to whoever names or creates something in it") {
    CHECK(as_other("alter table app.t add column b int") == "failed 42501 permission denied for schema app");
    CHECK(as_other("create table app.u ()") == "failed 42501 permission denied for schema app");
    CHECK(as_other("create table public.u ()") == "failed 42501 permission denied for schema public");
    CHECK(as_other("create schema mine") == "failed 42501 permission denied for database postgres");
    CHECK(Run{setup + "set role app; create table app.u ()"}.last() == "applied");
    CHECK(Run{setup + "grant create on database postgres to other; set role other; create schema mine"}
              .last() == "applied");
}

TEST_CASE("what belongs to someone else is not for altering or dropping") {
    const std::string open = "reset role; grant usage on schema app to other; set role other; ";
    CHECK(as_other(open + "alter table app.t enable row level security") ==
          "failed 42501 must be owner of table t");
    CHECK(as_other(open + "create policy p on app.t using (true)") ==
          "failed 42501 must be owner of table t");
    CHECK(as_other(open + "drop table app.t") == "failed 42501 must be owner of table t");
    CHECK(as_other(open + "create index on app.t (a)") == "failed 42501 must be owner of table t");
    CHECK(as_other(open + "grant select on app.t to other") == "failed 42501 permission denied for table t");
    CHECK(
        as_other(
            "reset role; grant app to other; set role other; alter table app.t enable row level security") ==
        "applied");
}

TEST_CASE("roles are set and given away by those who have them") {
    CHECK(Run{setup + "set session authorization app; set role other"}.last() ==
          "failed 42501 permission denied to set role \"other\"");
    const std::string owner = "reset role; set role app; alter table app.t owner to other";
    CHECK(as_other(owner, 15) == "failed 42501 must be member of role \"other\"");
    CHECK(as_other(owner, 16) == "failed 42501 must be able to SET ROLE \"other\"");
    CHECK(as_other("alter default privileges for role app grant select on tables to other", 15) ==
          "failed 42501 must be member of role \"app\"");
}

TEST_CASE("who may create and alter roles changed in 16") {
    const std::string creator = "reset role; create role creator createrole; set role creator; ";
    CHECK(as_other("create role x") == "failed 42501 permission denied to create role");
    CHECK(as_other(creator + "create role x", 15) == "applied");
    CHECK(as_other(creator + "create role x bypassrls", 15) ==
          "failed 42501 must be superuser to create bypassrls users");
    CHECK(as_other(creator + "create role x bypassrls", 16) ==
          "failed 42501 permission denied to create role");
    CHECK(as_other(creator + "alter role other login", 15) == "applied");
    CHECK(as_other(creator + "alter role other login", 16) == "failed 42501 permission denied to alter role");
    CHECK(as_other(creator + "create role x; alter role x login; grant x to other", 16) == "applied");
    CHECK(as_other(creator + "grant app to other", 16) ==
          "failed 42501 permission denied to grant role \"app\"");
}

TEST_CASE("of what was made elsewhere everything is allowed") {
    CHECK(
        Run{"create role app; set session authorization app; alter table unseen.t enable row level security"}
            .last() == "applied");
}
