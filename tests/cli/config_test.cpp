#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/project/config.hpp"
#include "rlslint/rules/all.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

TEST_CASE("config prints what is in force and where it comes from") {
    MemoryFiles files = project_of(clean);
    files.put("supabase/config.toml",
              "[api]\nschemas = ['public', 'app']\n[auth]\nenable_anonymous_sign_ins = true\n");
    files.put("rlslint.toml", "public_tables = ['plans']\n[rules]\nauth-call-per-row = 'off'\n");
    const Ran ran = run_on(files, {"config"});
    CHECK(ran.code == 0);
    for (const char* line :
         {"# project .\n", "exposed_schemas = [\"public\", \"app\"]  # supabase/config.toml\n",
          "public_tables = [\"public.plans\"]  # rlslint.toml:1:", "anonymous_sign_ins = true",
          "rules.auth-call-per-row = \"off\"  # rlslint.toml:3:",
          "api_roles = [\"anon\", \"authenticated\"]  # profile supabase-auto-expose\n",
          "layout = \"supabase\"  # what the files show\n"}) {
        CAPTURE(line);
        CAPTURE(ran.out);
        CHECK(contains(ran.out, line));
    }
    const auto json = nlohmann::json::parse(run_on(files, {"config", "--format", "json"}).out);
    CHECK(json["projects"][0]["settings"][0]["key"] == "profile");
    CHECK(run_on(files, {"config", "gone"}).code == 2);
}

TEST_CASE("init writes a file that fits and changes nothing") {
    MemoryFiles files = project_of(open_policy);
    const std::string before = run_on(files, {}).out;
    const Ran ran = run_on(files, {"init"});
    CHECK(ran.out == "wrote rlslint.toml\n");
    CHECK(ran.code == 0);
    CHECK(contains(files.text("rlslint.toml"), "layout supabase, 1 file, profile supabase-auto-expose"));
    CHECK(run_on(files, {}).out == before);
    const Ran again = run_on(files, {"init"});
    CHECK(again.code == 2);
    CHECK(again.err == "rlslint: error: rlslint.toml is there already: --force writes a new one over it\n");
    CHECK(run_on(files, {"init", "--force"}).code == 0);
    CHECK(contains(run_on(files, {"init", "--print"}).out, "# public_tables = []\n"));
    MemoryFiles empty;
    empty.put_folder("x");
    CHECK(run_on(empty, {"init", "x"}).code == 2);
}

TEST_CASE("what init proposes is right when it is uncommented") {
    MemoryFiles files = project_of(open_policy);
    std::string text = run_on(files, {"init", "--print"}).out, uncommented;
    text = text.substr(text.find("\n\n"));
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string line = text.substr(at, end - at);
        const bool toml = line.starts_with("# ") && (line.find(" = ") != std::string::npos || line[2] == '[');
        uncommented += toml ? line.substr(2) + "\n" : line + "\n";
        at = end + 1;
    }
    CAPTURE(uncommented);
    const auto config = parse_config(uncommented, "rlslint.toml");
    REQUIRE_MESSAGE(config, config.failure().message);
    CHECK(config->api_roles->size() == 2);
    CHECK(config->ignores.size() == 1);
}

TEST_CASE("the era can be chosen, of profiles that have some") {
    MemoryFiles files = project_of(clean);
    files.put("rlslint.toml", "era = 'explicit-grants'\n");
    CHECK(contains(run_on(files, {}).out, "Profile supabase, era explicit-grants: set in rlslint.toml\n"));
    files.put("rlslint.toml", "profile = 'postgres'\nera = 'auto-expose'\n");
    CHECK(run_on(files, {}).err == "rlslint: error: rlslint.toml:2:7: profile postgres has no eras\n");
}

TEST_CASE("a layout and files to leave out") {
    MemoryFiles files = project_of(clean);
    files.put("other/1.sql", "select 1;");
    files.put("rlslint.toml", "layout = 'plain'\nexclude = ['other/*']\n");
    const Ran ran = run_on(files, {"dump", "--stage", "files"});
    CHECK(contains(ran.out, "layout plain"));
    CHECK(contains(ran.out, "left out: other/1.sql (excluded by rlslint.toml)\n"));
}

TEST_CASE("require_rls asks for row security where no client reaches a table") {
    MemoryFiles files{{"db/1.sql", "create schema app;\ncreate table app.settings (key text);\n"}};
    CHECK(contains(run_on(files, {"db"}).out, "0 errors"));
    for (const char* wanted : {"\"all\"", "[\"app\"]"}) {
        files.put("rlslint.toml", std::string{"require_rls = "} + wanted + "\n");
        CHECK(
            contains(run_on(files, {"db"}).out, "db/1.sql:2:14: error: row security of app.settings is off"));
    }
    files.put("rlslint.toml", "require_rls = [\"other\"]\n");
    CHECK(contains(run_on(files, {"db"}).out, "0 errors"));
    files.put("rlslint.toml", "require_rls = \"some\"\n");
    CHECK(contains(run_on(files, {"db"}).err, "\"require_rls\" must be \"all\" or an array of schemas"));
}

TEST_CASE("placeholders are shown as written, and marked") {
    MemoryFiles files{{"db/1.sql", "create table ${schema}.notes (id bigint);\nselec x from ${schema};\n"},
                      {"rlslint.toml", "[placeholders]\nschema = 'public'\n"}};
    const Ran ran = run_on(files, {"db"});
    CHECK(contains(ran.out, "selec x from ${schema};"));
    CHECK(contains(run_on(files, {"dump", "--stage", "statements", "db"}).out,
                   "db/1.sql:1:1-1:41 statement (placeholders) create table public.notes"));
    CHECK(contains(run_on(files, {"dump", "--stage", "catalog", "db"}).out, "\"public.notes\""));
}

TEST_CASE("a role that a placeholder stands for is not missed") {
    MemoryFiles files{{"db/1.sql", "create table t (id bigint);\ngrant select on t to ${APP_USER};\n"}};
    CHECK_FALSE(contains(run_on(files, {"db"}).out, "unknown-role"));
    files.put("db/1.sql", "create table t (id bigint);\ngrant select on t to app_user;\n");
    CHECK(contains(run_on(files, {"db"}).out, "unknown-role"));
}

TEST_CASE("a tool's own placeholders count, and rlslint.toml's before them") {
    MemoryFiles files{{"sql/V1__a.sql", "create table ${schema}.${name} (id bigint);\n"},
                      {"flyway.conf", "flyway.placeholders.schema=public\nflyway.placeholders.name=theirs\n"},
                      {"rlslint.toml", "[placeholders]\nname = 'ours'\n"}};
    CHECK(contains(run_on(files, {"dump", "--stage", "catalog"}).out, "\"public.ours\""));
    MemoryFiles without{{"sql/V1__a.sql", "create table ${schema}.a (id bigint);\n"},
                        {"flyway.conf", "flyway.placeholders.schema=public\n"}};
    CHECK(contains(run_on(without, {"config"}).out, "placeholders = {schema = \"public\"}  # flyway.conf\n"));
}

TEST_CASE("init has every key") {
    MemoryFiles files = project_of(clean);
    const std::string text = run_on(files, {"init", "--print"}).out;
    for (const std::string_view key : config_keys()) {
        CAPTURE(key);
        const std::string name(key);
        CHECK((contains(text, "\n# " + name + " = ") || contains(text, "\n# [" + name + "]\n") ||
               contains(text, "\n# [[" + name + "]]\n")));
    }
}

TEST_CASE("a rule is told its options") {
    MemoryFiles files =
        project_of("create table public.notes (id bigint primary key, owner uuid, open bool);\n"
                   "alter table public.notes enable row level security;\n"
                   "create policy a on public.notes for select using (open);\n"
                   "create policy wip on public.notes for select to authenticated\n"
                   "    using (owner = (select auth.uid()));\n");
    const auto found = [&](const std::string& rule) {
        return contains(run_on(files, {"--rule", rule}).out, "[" + rule + "]");
    };
    CHECK(found("multiple-permissive"));
    CHECK_FALSE(found("placeholder-policy-name"));
    files.put("rlslint.toml", "[rules.multiple-permissive]\nmost = 2\n"
                              "[rules.placeholder-policy-name]\nseverity = 'warning'\nwords = ['wip']\n");
    CHECK_FALSE(found("multiple-permissive"));
    CHECK(found("placeholder-policy-name"));
    CHECK(contains(run_on(files, {}).out, "warning: the name of this policy"));
    const std::string config = run_on(files, {"config"}).out;
    CHECK(contains(config, "rules.multiple-permissive.most = 2  # rlslint.toml:2:"));
    CHECK(contains(config, "rules.placeholder-policy-name = \"warning\"  # "));
    CHECK(contains(config, "rules.placeholder-policy-name.words = [\"wip\"]"));
    CHECK_FALSE(contains(config, "rules.multiple-permissive = "));
}

TEST_CASE("every option that a rule has does what it says") {
    const auto found = [](const std::string& sql, const std::string& rule, const std::string& option) {
        MemoryFiles files = project_of(sql);
        if (!option.empty()) files.put("rlslint.toml", "[rules." + rule + "]\n" + option + "\n");
        const Ran ran = run_on(files, {"--rule", rule});
        CHECK(ran.err.empty());
        return contains(ran.out, "[" + rule + "]");
    };
    const std::string secret = "create table public.profiles (id uuid primary key, api_key text);\n"
                               "alter table public.profiles enable row level security;\n"
                               "create policy p on public.profiles for select using (id is not null);\n";
    CHECK(found(secret, "sensitive-column-exposed", ""));
    CHECK_FALSE(found(secret, "sensitive-column-exposed", "except = ['api_key']"));
    CHECK_FALSE(found(secret, "sensitive-column-exposed", "except = ['public.profiles.api_key']"));
    CHECK(found(secret, "sensitive-column-exposed", "except = ['public.other.api_key']"));
    const std::string definer = "create table public.notes (id bigint);\n"
                                "create function public.f() returns bigint language sql security definer\n"
                                "    set search_path = public as 'select count(*) from notes';\n";
    CHECK(found(definer, "definer-search-path", ""));
    CHECK_FALSE(found(definer, "definer-search-path", "pg_temp = false"));
    const std::string backup =
        "create table public.notes (id bigint);\ngrant select on public.notes to backup;\n";
    CHECK(found(backup, "unknown-role", ""));
    CHECK_FALSE(found(backup, "unknown-role", "known = ['backup']"));
}

TEST_CASE("an option that a rule does not have is an error with the nearest one") {
    MemoryFiles files = project_of(clean);
    const auto error = [&](const std::string& text) {
        files.put("rlslint.toml", text);
        const Ran ran = run_on(files, {});
        CHECK(ran.code == 2);
        return ran.err;
    };
    CHECK(error("[rules.multiple-permissive]\nmosst = 2\n") ==
          "rlslint: error: rlslint.toml:2:9: unknown key \"mosst\" of rule multiple-permissive: did you mean "
          "\"most\"?\n");
    CHECK(
        error("[rules.rls-disabled]\nxyzzy = 2\n") ==
        "rlslint: error: rlslint.toml:2:9: unknown key \"xyzzy\" of rule rls-disabled, which has severity\n");
    CHECK(error("[rules.multiple-permissive]\nmost = ['a']\n") ==
          "rlslint: error: rlslint.toml:2:8: \"most\" must be a whole number\n");
    CHECK(contains(error("[rules.multiple-permissive]\nmost = 'a'\n"),
                   "\"most\" must be a whole number, true or false, or an array of strings"));
}

TEST_CASE("the schema has the options that rules have") {
    std::ifstream file(RLSLINT_SOURCE_DIR "/docs/schema/rlslint.schema.json");
    const auto rules = nlohmann::json::parse(file)["properties"]["rules"]["properties"];
    std::size_t with_options = 0;
    for (const Rule& rule : all_rules()) {
        if (rule.info->options.empty()) continue;
        ++with_options;
        const std::string id(rule.info->id);
        CAPTURE(id);
        REQUIRE(rules.contains(id));
        const auto& known = rules[id]["anyOf"][1]["properties"];
        CHECK(known.size() == rule.info->options.size() + 1);
        for (const RuleOption& option : rule.info->options)
            CHECK(known.contains(std::string(option.name)));
    }
    CHECK(rules.size() == with_options);
}

TEST_CASE("what a configuration names and nobody has is told") {
    MemoryFiles files = project_of(clean);
    files.put("rlslint.toml", "public_tables = ['noets']\nservice_only = ['public.gone_for_good']\n"
                              "api_roles = ['anon', 'authentcated']\nrequire_rls = ['pubic']\n"
                              "[[ignore]]\nrule = 'rls-disabled'\nobject = 'public.noets'\nreason = 'x'\n");
    const std::string out = run_on(files, {}).out;
    CAPTURE(out);
    for (const char* line :
         {"rlslint.toml:1:17: warning: public_tables: there is no table public.noets here: did you mean "
          "public.notes?\n",
          "rlslint.toml:2:16: warning: service_only: there is no table public.gone_for_good here\n",
          "rlslint.toml:3:13: warning: api_roles: there is no role authentcated here: did you mean "
          "authenticated?\n",
          "rlslint.toml:4:15: warning: require_rls: there is no schema pubic here: did you mean public?\n",
          "rlslint.toml:5:1: warning: unused ignore: there is no rls-disabled about public.noets here\n"}) {
        CAPTURE(line);
        CHECK(contains(out, line));
    }
}

TEST_CASE("what one of several projects has is used") {
    MemoryFiles files{{"a/supabase/migrations/1_a.sql", "create table public.a (id bigint);\n"},
                      {"b/supabase/migrations/1_b.sql", "create table public.b (id bigint);\n"},
                      {"rlslint.toml",
                       "public_tables = ['a', 'b', 'c']\n"
                       "[[ignore]]\nrule = 'missing-grant'\nobject = 'public.c'\nreason = 'x'\n"}};
    const std::string out = run_on(files, {}).out;
    CAPTURE(out);
    CHECK_FALSE(contains(out, "there is no table public.a here"));
    CHECK_FALSE(contains(out, "there is no table public.b here"));
    CHECK(contains(out, "public_tables: there is no table public.c here"));
    const std::size_t ignored = out.find("unused ignore");
    REQUIRE(ignored != std::string::npos);
    CHECK(out.find("unused ignore", ignored + 1) == std::string::npos);
}
