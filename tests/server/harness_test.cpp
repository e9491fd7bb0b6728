#include <doctest/doctest.h>

#include "support/server/server.hpp"

using namespace rlslint::testing;

TEST_CASE("a private server answers, refuses, and is not shared") {
    if (!server_at_hand()) return;
    const PrivateServer first{"create role clerk login"};
    Connection session = first.connect("clerk");
    CHECK(session.value("select current_user") == "clerk");
    CHECK(session.run("create table public.t ()").error->sqlstate == "42501");
    CHECK(session.value("select 1") == "1");

    const PrivateServer second{"create role clerk login"};
    first.connect(PrivateServer::superuser).query("drop role clerk");
    CHECK(second.connect("clerk").value("select current_user") == "clerk");
}

TEST_CASE("COPY reads the data that it is given") {
    if (!server_at_hand()) return;
    const PrivateServer server{""};
    Connection session = server.connect(PrivateServer::superuser);
    session.query("create table t (a int)");
    CHECK(session.run("copy t from stdin", "1\n2\n").affected == 2);
}

TEST_CASE("a session becomes what the API makes of a request, and itself again") {
    if (!server_at_hand()) return;
    const PrivateServer server{"create role anon"};
    Connection session = server.connect(PrivateServer::superuser);
    session.become("anon", R"({"role": "anon", "name": "it's"})");
    CHECK(session.value("select current_user") == "anon");
    CHECK(session.value("select current_setting('request.jwt.claims')::json ->> 'name'") == "it's");
    session.reset();
    CHECK(session.value("select current_user") == PrivateServer::superuser);
}
