#include <doctest/doctest.h>

#include "rlslint/project/config.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

std::string failure(std::string_view text) {
    const auto config = parse_config(text, "rlslint.toml");
    return config ? "parsed" : config.failure().message;
}

} // namespace

TEST_CASE("rlslint.toml changes what it names and nothing else") {
    const auto config = parse_config(R"(
        profile = "supabase"
        api_roles = ["web"]
        public_tables = ["plans", "shop.items"]
    )",
                                     "rlslint.toml");
    REQUIRE(config);
    CHECK(config->file == "rlslint.toml");
    CHECK(config->profile == "supabase");
    Platform platform;
    platform.exposed_schemas = {Symbol("api")};
    apply(*config, platform);
    CHECK(platform.api_roles == std::vector{Symbol("web")});
    CHECK(platform.exposed_schemas == std::vector{Symbol("api")});
    CHECK(platform.public_tables == std::vector{Symbol("public.plans"), Symbol("shop.items")});
    CHECK(platform.service_only.empty());
}

TEST_CASE("rlslint.toml with something wrong in it says where, and what was meant") {
    CHECK(failure("") == "parsed");
    CHECK(failure("# nothing\n\npubic_tables = []\n") ==
          R"(rlslint.toml:3:1: unknown key "pubic_tables": did you mean "public_tables"?)");
    CHECK(failure("colour = 1") == R"(rlslint.toml:1:1: unknown key "colour")");
    CHECK(failure("[profile]\nname = 'x'") == R"(rlslint.toml:1:1: "profile" must be a string)");
    CHECK(failure("profile = 'a'\nprofile = 'b'").starts_with("rlslint.toml:2:"));
    CHECK(failure("\xff\xfe").starts_with("rlslint.toml:1:"));
}

TEST_CASE("rlslint.toml is found by walking up, not beyond the repository") {
    MemoryFiles files{{"rlslint.toml", ""}, {"a/supabase/migrations/1.sql", ""},
                      {"b/.git/HEAD", ""},  {"b/supabase/x.sql", ""},
                      {"c/.git", ""},       {"c/rlslint.toml", ""},
                      {"c/db/x.sql", ""},   {"/top.sql", ""}};
    CHECK(find_config(files, "a/supabase/migrations/1.sql") == "rlslint.toml");
    CHECK(find_config(files, "a/supabase") == "rlslint.toml");
    CHECK(find_config(files, "b/supabase/x.sql") == std::nullopt);
    CHECK(find_config(files, "c/db/x.sql") == "c/rlslint.toml");
    CHECK(find_config(files, "/top.sql") == std::nullopt);
}

TEST_CASE("a configuration that cannot be read is a failure") {
    MemoryFiles files{{"rlslint.toml", ""}};
    files.lock("rlslint.toml");
    CHECK(read_config(files, "rlslint.toml").failure().message == "rlslint.toml: Permission denied");
    CHECK(read_config(files, "gone.toml").failure().message == "gone.toml: No such file or directory");
}

TEST_CASE("config.toml of Supabase: what it says of the API, and nothing of the rest") {
    MemoryFiles files{{"supabase/config.toml", R"(
        project_id = "x"
        [api]
        schemas = ["public", "api"]
        auto_expose_new_tables = false
        [auth]
        enable_anonymous_sign_ins = true
        [auth.email]
        enable_signup = true
    )"}};
    const auto config = read_supabase_config(files, ".");
    REQUIRE_MESSAGE(config, config.failure().message);
    CHECK(config->schemas == std::vector{Symbol("public"), Symbol("api")});
    CHECK(config->auto_expose_new_tables == false);
    CHECK(config->anonymous_sign_ins);
    const auto none = read_supabase_config(files, "elsewhere");
    REQUIRE(none);
    CHECK_FALSE(none->schemas);
    CHECK(parse_supabase_config("[api]\nschemas = 'public'", "config.toml").failure().message ==
          R"(config.toml:2:11: "schemas" must be an array of strings)");
}
