#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
using nlohmann::json;

namespace {

json dumped(Files& files, const std::string& stage) {
    const Ran ran = run_on(files, {"dump", "--stage", stage, "--format", "json"});
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    return json::parse(ran.out);
}

} // namespace

TEST_CASE("dump --stage files tells what was taken, and what was left out and why") {
    MemoryFiles files = project_of(clean);
    files.put("supabase/seed.sql", "");
    files.put("rlslint.toml", "");
    CHECK(run_on(files, {"dump", "--stage", "files"}).out ==
          "project .: layout supabase, profile supabase-auto-expose (the last migration, "
          "20250101000000_notes.sql, is "
          "older than 2026-10-30)\n"
          "  configured by rlslint.toml\n"
          "  supabase/migrations/20250101000000_notes.sql\n"
          "  left out: supabase/seed.sql (fills in data)\n");
    const json project = dumped(files, "files")["projects"][0];
    CHECK(project["files"] == json{"supabase/migrations/20250101000000_notes.sql"});
    CHECK(project["left_out"] == json::parse(R"([{"path": "supabase/seed.sql", "why": "fills in data"}])"));
}

TEST_CASE("dump --stage statements shows every byte as JSON, and what matters as text") {
    MemoryFiles files = project_of("-- first\nselect 1;\n\\echo done\nselect\n  'x");
    CHECK(run_on(files, {"dump", "--stage", "statements"}).out ==
          "supabase/migrations/20250101000000_notes.sql:2:1-2:9 statement select 1\n"
          "supabase/migrations/20250101000000_notes.sql:3:1-3:11 meta-command \\echo done\n"
          "supabase/migrations/20250101000000_notes.sql:4:1-5:5 statement (unterminated) select …\n");
    std::string whole;
    const json all = dumped(files, "statements");
    for (const json& piece : all["pieces"])
        whole += piece["text"].get<std::string>();
    CHECK(whole == "-- first\nselect 1;\n\\echo done\nselect\n  'x");
}

TEST_CASE("dump --stage ast shows trees, and why there is none") {
    MemoryFiles files = project_of("create schema s; creat schema t;");
    const Ran text = run_on(files, {"dump", "--stage", "ast"});
    CHECK(contains(text.out, "-- supabase/migrations/20250101000000_notes.sql:1:1\nCREATE SCHEMA"));
    CHECK(contains(text.out, "syntax error at or near \"creat\""));
    const json statements = dumped(files, "ast")["statements"];
    REQUIRE(statements.size() == 2);
    CHECK(statements[0]["syntax_error"].is_null());
    CHECK(statements[1]["tree"].is_null());
}

TEST_CASE("dump --stage catalog keeps to its contract") {
    MemoryFiles files = project_of(clean);
    const json catalog = dumped(files, "catalog");
    const auto schema = JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/catalog.schema.json");
    CHECK(schema.check(catalog) == "");
    REQUIRE(catalog["tables"].size() == 1);
    CHECK(catalog["tables"][0]["name"] == "public.notes");
    CHECK(catalog["tables"][0]["rls"] == true);
    CHECK(catalog["policies"][0]["roles"] == json{"authenticated"});
    CHECK(contains(run_on(files, {"dump", "--stage", "catalog"}).out,
                   "policies (1)\n  {\"table\":\"public.notes\""));
}

TEST_CASE("dump --stage predicates and access show what clauses say and who reaches what") {
    MemoryFiles files = project_of(clean);
    const json clause = dumped(files, "predicates")["clauses"][0];
    CHECK(clause["policy"] == "public.notes/p");
    CHECK(clause["truth"]["nobody"] == "never");
    CHECK(clause["truth"]["signed_in"] == "depends");
    CHECK(clause["shape"] == json{"own"});
    CHECK(dumped(files, "access")["relations"][0]["name"] == "public.notes");
    CHECK(contains(run_on(files, {"dump", "--stage", "access"}).out,
                   "public.notes authenticated select: some (policy) owner = (select auth.uid())\n"));
}

TEST_CASE("a catalog is one project's") {
    MemoryFiles files{{"a/supabase/migrations/1.sql", clean}, {"b/supabase/migrations/1.sql", clean}};
    const Ran ran = run_on(files, {"dump", "--stage", "catalog", "a", "b"});
    CHECK(ran.code == 2);
    CHECK(ran.err == "rlslint: error: a catalog is one project's, and there are several: a, b\n");
    CHECK(run_on(files, {"dump", "--stage", "files", "gone"}).code == 2);
}
