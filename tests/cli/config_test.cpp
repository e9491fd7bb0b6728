#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/project/config.hpp"

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
    CHECK(contains(files.text("rlslint.toml"), "layout supabase, 1 files, profile supabase-auto-expose"));
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

TEST_CASE("a tool's own placeholders count, and rlslint.toml's before them") {
    MemoryFiles files{{"sql/V1__a.sql", "create table ${schema}.${name} (id bigint);\n"},
                      {"flyway.conf", "flyway.placeholders.schema=public\nflyway.placeholders.name=theirs\n"},
                      {"rlslint.toml", "[placeholders]\nname = 'ours'\n"}};
    CHECK(contains(run_on(files, {"dump", "--stage", "catalog"}).out, "\"public.ours\""));
    MemoryFiles without{{"sql/V1__a.sql", "create table ${schema}.a (id bigint);\n"},
                        {"flyway.conf", "flyway.placeholders.schema=public\n"}};
    CHECK(contains(run_on(without, {"config"}).out, "placeholders = {schema = \"public\"}  # flyway.conf\n"));
}
