#include <doctest/doctest.h>

#include "rlslint/project/profile.hpp"

using namespace rlslint;
using profiles::EmbeddedProfile;

namespace {

Result<Profile> load_one(std::string_view toml) {
    const EmbeddedProfile one{"one", "select 1;\n", toml};
    return load_profile("one", {&one, 1});
}

std::string failure(std::string_view toml) {
    const auto loaded = load_one(toml);
    return loaded ? "loaded" : loaded.failure().message;
}

} // namespace

TEST_CASE("every profile that is part of the program loads") {
    CHECK(profile_names().size() >= 3);
    for (const std::string_view name : profile_names()) {
        const auto loaded = load_profile(name);
        INFO(std::string(name) << ": " << (loaded ? "" : loaded.failure().message));
        REQUIRE(loaded);
        CHECK(loaded->platform.profile == name);
    }
}

TEST_CASE("supabase has two eras, of which one grants new tables") {
    const auto now = load_profile("supabase"), before = load_profile("supabase-auto-expose");
    REQUIRE(now);
    REQUIRE(before);
    CHECK(now->platform.era == "explicit-grants");
    CHECK_FALSE(now->platform.default_grants);
    CHECK(before->platform.era == "auto-expose");
    CHECK(before->platform.default_grants);
    CHECK(before->platform.api_roles == now->platform.api_roles);
    CHECK(before->platform.session_functions.size() == now->platform.session_functions.size());
    CHECK(before->schema_sql.starts_with(now->schema_sql));
    CHECK(before->schema_sql.size() > now->schema_sql.size());
}

TEST_CASE("every key of a profile is read") {
    const auto loaded = load_one(R"(
        era = "new"
        api_roles = ["a", "b"]
        authenticator = "gate"
        anonymous_roles = ["a"]
        service_roles = ["s"]
        exposed_schemas = ["public"]
        identity_settings = ["app.user"]
        client_publications = ["p"]
        users_table = "auth.users"
        user_writable_claims = ["user_metadata"]
        trusted_claims = ["app_metadata"]
        migration_role = "owner"
        search_path = ["$user", "public"]
        closed_roles = true
        default_grants = true
        server_version = 15
        [[session_functions]]
        name = "auth.role"
        gives = "role"
        anonymous = "anon"
        [[session_functions]]
        name = "current_tenant"
    )");
    REQUIRE_MESSAGE(loaded, loaded.failure().message);
    const Platform& platform = loaded->platform;
    CHECK(platform.profile == "one");
    CHECK(platform.era == "new");
    CHECK(platform.api_roles == std::vector{Symbol("a"), Symbol("b")});
    CHECK(platform.authenticator == Symbol("gate"));
    CHECK(platform.anonymous_roles == std::vector{Symbol("a")});
    CHECK(platform.service_roles == std::vector{Symbol("s")});
    CHECK(platform.exposed_schemas == std::vector{Symbol("public")});
    CHECK(platform.identity_settings == std::vector{Symbol("app.user")});
    CHECK(platform.client_publications == std::vector{Symbol("p")});
    CHECK(platform.users_schema == Symbol("auth"));
    CHECK(platform.users_table == Symbol("users"));
    CHECK(platform.user_writable_claims == std::vector{Symbol("user_metadata")});
    CHECK(platform.trusted_claims == std::vector{Symbol("app_metadata")});
    CHECK(platform.migration_role == "owner");
    CHECK(platform.search_path == std::vector<std::string>{"$user", "public"});
    CHECK(platform.closed_roles);
    CHECK(platform.default_grants);
    CHECK(platform.server_version == 15);
    REQUIRE(platform.session_functions.size() == 2);
    CHECK(platform.session_functions[0].schema == Symbol("auth"));
    CHECK(platform.session_functions[0].name == Symbol("role"));
    CHECK(platform.session_functions[0].gives == SessionFunction::Gives::role);
    CHECK(platform.session_functions[0].anonymous == "anon");
    CHECK(platform.session_functions[1].schema.empty());
    CHECK(platform.session_functions[1].gives == SessionFunction::Gives::identity);
    CHECK_FALSE(platform.session_functions[1].anonymous);
    CHECK(loaded->schema_sql == "select 1;\n");
}

TEST_CASE("a profile with something wrong in it says where") {
    CHECK(failure("api_role = []") ==
          R"(one/profile.toml:1:1: unknown key "api_role": did you mean "api_roles"?)");
    CHECK(failure("\nera = 3") == R"(one/profile.toml:2:7: "era" must be a string)");
    CHECK(failure("server_version = 'new'") ==
          R"(one/profile.toml:1:18: "server_version" must be a whole number)");
    CHECK(failure("api_roles = [1]") == R"(one/profile.toml:1:14: "api_roles" must be an array of strings)");
    CHECK(failure("[[session_functions]]\ngives = 'role'\n").find("needs a \"name\"") != std::string::npos);
    CHECK(failure("[[session_functions]]\nname = 'f'\ngives = 'all'\n") ==
          R"(one/profile.toml:3:9: "gives" must be identity, claims, role, email or other)");
    CHECK(failure("era = ").starts_with("one/profile.toml:1:"));
    CHECK(failure("base = 'one'") == R"(profile "one": its bases form a circle)");
    CHECK(failure("base = 'on'") == R"(unknown profile "on": did you mean "one"?)");
}

TEST_CASE("an unknown profile is answered with the nearest, or with all") {
    const auto near = load_profile("supabse");
    REQUIRE_FALSE(near);
    CHECK(near.failure().message == R"(unknown profile "supabse": did you mean "supabase"?)");
    const auto far = load_profile("mysql");
    REQUIRE_FALSE(far);
    CHECK(far.failure().message.starts_with(R"(unknown profile "mysql": there are neon, postgres, )"));
}
