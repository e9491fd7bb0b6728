#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/project/config.hpp"
#include "rlslint/project/layout.hpp"
#include "support/json_schema.hpp"
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

TEST_CASE("rlslint.toml: nested keys are checked as well") {
    CHECK(failure("[[ignore]]\nrule = 'a'\nobject = 'b'\nreason = 'c'\nwhy = 'd'") ==
          R"(rlslint.toml:5:1: unknown key "why")");
    CHECK(failure("[[ignore]]\nrule = 'a'\nreason = 'c'") ==
          R"(rlslint.toml:1:1: an [[ignore]] needs an "object" or a "path")");
    CHECK(failure("[[session_functions]]\nnam = 'f'")
              .starts_with(R"(rlslint.toml:2:1: unknown key "nam": did you mean "name"?)"));
    CHECK(failure("[rules.x]\nseverty = 'off'").starts_with("rlslint.toml:"));
    CHECK(failure("[[expect]]\nrelation = 'a'\nrole = 'b'\ncommand = 'read'\naccess = 'none'") ==
          R"(rlslint.toml:4:11: "command" must be select, insert, update or delete)");
    CHECK(failure("layout = 'gose'") == R"(rlslint.toml:1:10: there is no layout "gose")");
}

TEST_CASE("a configuration extends one of its own repository, and says more") {
    MemoryFiles files{
        {"r/.git/HEAD", ""},
        {"r/base.toml", "profile = 'postgres'\napi_roles = ['a']\n[rules]\nx = 'off'\ny = 'info'\n"},
        {"r/app/rlslint.toml", "extends = '../base.toml'\napi_roles = ['b']\n[rules]\nx = 'error'\n"},
        {"r/round.toml", "extends = 'round.toml'\n"},
        {"r/out.toml", "extends = '../secret.toml'\n"},
        {"secret.toml", "profile = 'postgres'\n"}};
    const auto config = read_config(files, "r/app/rlslint.toml");
    REQUIRE_MESSAGE(config, config.failure().message);
    CHECK(config->profile == "postgres");
    CHECK(config->api_roles == std::vector{Symbol("b")});
    REQUIRE(config->rules.size() == 2);
    CHECK(config->rules[0].severity == Severity::error);
    CHECK_FALSE(config->rules[0].off);
    CHECK(config->rules[1].rule == "y");
    CHECK(config->extends == "../base.toml");
    CHECK(config->places.at("profile") == "r/base.toml:1:11");
    CHECK(config->file == "r/app/rlslint.toml");
    CHECK(read_config(files, "r/round.toml").failure().message ==
          "r/round.toml:1:11: \"extends\" goes round in a circle");
    CHECK(read_config(files, "r/out.toml").failure().message ==
          "r/out.toml:1:11: \"extends\" leads out of the repository: ../secret.toml");
    files.link("r/link.toml", "secret.toml");
    files.put("r/linked.toml", "extends = 'link.toml'\n");
    CHECK(read_config(files, "r/linked.toml").failure().message ==
          "r/linked.toml:1:11: \"extends\" leads out of the repository: link.toml");
    files.put("free/rlslint.toml", "extends = '../secret.toml'\n");
    CHECK_FALSE(read_config(files, "free/rlslint.toml"));
}

TEST_CASE("the schema has the keys that are read") {
    std::ifstream file(RLSLINT_SOURCE_DIR "/docs/schema/rlslint.schema.json");
    const auto schema = nlohmann::json::parse(file);
    std::vector<std::string> described, read;
    for (const auto& [key, value] : schema["properties"].items())
        described.push_back(key);
    for (const std::string_view key : config_keys())
        read.emplace_back(key);
    std::sort(read.begin(), read.end());
    CHECK(described == read);
    const std::vector<std::string> layouts = schema["properties"]["layout"]["enum"];
    const auto names = layout_names();
    CHECK(std::equal(layouts.begin(), layouts.end(), names.begin(), names.end()));
}

TEST_CASE("the schema takes what the reader takes") {
    const auto schema = test::JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/rlslint.schema.json");
    const auto whole = parse_config(R"(
        profile = "supabase"
        era = "auto-expose"
        layout = "goose"
        exclude = ["seeds"]
        baseline = "known.json"
        identity_columns = ["user_id"]
        [[session_functions]]
        name = "app.user_id"
        gives = "identity"
        [placeholders]
        schema = "app"
        [rules]
        rls-disabled = "off"
        [[ignore]]
        rule = "rls-disabled"
        object = ["public.a", "public.b"]
        reason = "known"
        [[expect]]
        relation = "public.a"
        role = "anon"
        command = "select"
        access = "own"
    )",
                                    "rlslint.toml");
    REQUIRE_MESSAGE(whole, whole.failure().message);
    CHECK(whole->session_functions.size() == 1);
    CHECK(whole->expectations.size() == 1);
    CHECK(schema.check(nlohmann::json::parse(R"({
        "profile": "supabase", "era": "auto-expose", "layout": "goose", "exclude": ["seeds"], "baseline": "known.json",
        "identity_columns": ["user_id"], "session_functions": [{"name": "app.user_id", "gives": "identity"}],
        "placeholders": {"schema": "app"}, "rules": {"rls-disabled": "off", "x": {"severity": "info"}},
        "ignore": [{"rule": "rls-disabled", "object": ["public.a", "public.b"], "reason": "known"}],
        "expect": [{"relation": "public.a", "role": "anon", "command": "select", "access": "own"}]})")) ==
          "");
    CHECK(schema.check(nlohmann::json{{"pubic_tables", nlohmann::json::array()}}) ==
          "$ has the unknown key pubic_tables");
    CHECK(schema.check(nlohmann::json{{"rules", {{"x", "loud"}}}}) != "");
    CHECK(schema.check(nlohmann::json{{"ignore", {{{"rule", "x"}, {"object", "y"}}}}}) != "");
}

TEST_CASE("a table whose name is none") {
    for (const char* text : {"[!]\n", "[=]\n", "[[+]]\n", "[\"a\".]\n"}) {
        const auto config = parse_config(text, "rlslint.toml");
        REQUIRE_FALSE(config.ok());
        CHECK(config.failure().message.starts_with("rlslint.toml:1:"));
    }
    CHECK_FALSE(parse_config("\u00e9 = 1\nprofile \u00d1 = 2\n", "rlslint.toml").ok());
    CHECK_FALSE(parse_config(std::string_view{"[\0a]\n", 5}, "rlslint.toml").ok());
}
