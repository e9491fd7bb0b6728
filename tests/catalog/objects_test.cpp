#include <doctest/doctest.h>

#include "rlslint/catalog/objects.hpp"
#include "rlslint/catalog/platform.hpp"
#include "rlslint/catalog/types.hpp"

using namespace rlslint;

TEST_CASE("boolean options are read as the server reads them") {
    const auto invoker = [](std::string value) {
        Relation view;
        view.options.push_back({Symbol{"security_invoker"}, std::move(value), {}});
        return view.option("security_invoker");
    };
    // Each confirmed by `create view v with (security_invoker = …) as select 1` on the server.
    for (const char* on : {"", "true", "TRUE", "t", "tru", "on", "On", "yes", "y", "1"}) {
        CAPTURE(on);
        CHECK(invoker(on));
    }
    for (const char* off : {"false", "f", "off", "of", "no", "n", "0"}) {
        CAPTURE(off);
        CHECK_FALSE(invoker(off));
    }
    CHECK_FALSE(Relation{}.option("security_invoker"));
}

TEST_CASE("a platform without exposed schemas exposes all but the system's") {
    Platform platform;
    CHECK(platform.is_exposed(Symbol{"app"}));
    CHECK_FALSE(platform.is_exposed(Symbol{"pg_catalog"}));
    CHECK_FALSE(platform.is_exposed(Symbol{"information_schema"}));
    platform.exposed_schemas = {Symbol{"public"}};
    CHECK(platform.is_exposed(Symbol{"public"}));
    CHECK_FALSE(platform.is_exposed(Symbol{"app"}));
}

TEST_CASE("session functions are found by schema and name") {
    Platform platform;
    SessionFunction uid;
    uid.schema = Symbol{"auth"};
    uid.name = Symbol{"uid"};
    SessionFunction inet;
    inet.name = Symbol{"inet_client_addr"};
    platform.session_functions = {uid, inet};
    CHECK(platform.session_function(Symbol{"auth"}, Symbol{"uid"}) == &platform.session_functions[0]);
    CHECK(platform.session_function({}, Symbol{"uid"}) == nullptr);
    CHECK(platform.session_function({}, Symbol{"inet_client_addr"}) == &platform.session_functions[1]);
    CHECK(platform.session_function(Symbol{"pg_catalog"}, Symbol{"inet_client_addr"}) ==
          &platform.session_functions[1]);
}

TEST_CASE("PostgreSQL's own types are known by name") {
    for (const char* name : {"aclitem", "int4", "uuid", "tstzrange", "xml", "record", "anyelement"}) {
        CHECK(is_builtin_type(name));
    }
    for (const char* name : {"", "citext", "integer", "mood", "zzz"})
        CHECK_FALSE(is_builtin_type(name));
}
