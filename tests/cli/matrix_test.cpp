#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::string notes_and_more =
    "create table public.notes (id bigint primary key, owner uuid);\n"
    "alter table public.notes enable row level security;\n"
    "create policy p on public.notes for select to authenticated using (owner = (select auth.uid()));\n"
    "create table public.log (line text);\n"
    "create view public.all_notes as select * from public.notes;\n";

json matrix(const std::string& sql, std::vector<std::string> arguments = {}) {
    MemoryFiles files = project_of(sql);
    arguments.insert(arguments.begin(), {"matrix", "--format", "json"});
    const Ran ran = run_on(files, arguments);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    json document = json::parse(ran.out);
    CHECK(JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/matrix.schema.json").check(document) == "");
    return document;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void compare(const std::string& project, const std::string& format, const char* name) {
    const auto files = disk();
    const Ran ran = run_on(*files, {"matrix", project, "--format", format});
    CHECK(ran.err.empty());
    CHECK(ran.code == 0);
    const fs::path golden = fs::path(project) / "expected" / name;
    if (std::getenv("RLSLINT_UPDATE") != nullptr) std::ofstream(golden, std::ios::binary) << ran.out;
    INFO(golden.string() << ": rewritten by this test with RLSLINT_UPDATE=1");
    CHECK((ran.out == text_of(golden)));
}

} // namespace

TEST_CASE("the matrix keeps to the contract") {
    const json all = matrix(notes_and_more);
    CHECK(all["version"] == 1);
    CHECK(all["roles"] == json{"anon", "authenticated", "service_role"});
    REQUIRE(all["relations"].size() == 3);
    const json& notes = all["relations"][2];
    CHECK(notes["name"] == "public.notes");
    CHECK(notes["pattern"] == "own-data");
    CHECK(notes["access"]["anon"]["select"]["why"] == "no-policy");
    CHECK(notes["access"]["authenticated"]["select"] == json{{"verdict", "some"},
                                                             {"why", "policy"},
                                                             {"predicate", "owner = (select auth.uid())"},
                                                             {"columns", nullptr}});
    CHECK(notes["access"]["service_role"]["delete"]["blind"]["why"] == "exempt");
    CHECK(notes["access"]["anon"]["update"].contains("new"));
    CHECK(notes["through"][0] ==
          json{{"role", "anon"}, {"command", "select"}, {"path", {"public.all_notes"}}, {"verdict", "all"}});
}

TEST_CASE("the matrix is narrowed by role, command, relation and verdict") {
    const json narrow =
        matrix(notes_and_more, {"--role", "anon", "--command", "select", "--relation", "log"});
    CHECK(narrow["roles"] == json{"anon"});
    REQUIRE(narrow["relations"].size() == 1);
    CHECK(narrow["relations"][0]["access"].size() == 1);
    CHECK(narrow["relations"][0]["access"]["anon"].size() == 1);
    CHECK(matrix(notes_and_more, {"--verdict", "some"})["relations"].size() == 1);
    CHECK(matrix(notes_and_more, {"--all"})["relations"].size() > 3);
}

TEST_CASE("the matrix as a table and as Markdown") {
    MemoryFiles files = project_of(notes_and_more);
    const std::string table = run_on(files, {"matrix", "--relation", "notes"}).out;
    CHECK(contains(table, "public.notes (table, row security on, own-data)\n"));
    CHECK(contains(table, "authenticated  some"));
    CHECK(contains(table, "anon select all through public.all\\_notes") == false);
    CHECK(contains(table, "anon select all through public.all_notes\n"));
    const std::string markdown = run_on(files, {"matrix", "--format", "markdown"}).out;
    CHECK(contains(markdown, "| Relation | Pattern | Role | select | insert | update | delete |\n"));
    CHECK(contains(markdown, "| public.log | open | anon | **all** |"));
    CHECK(run_on(files, {"matrix", "--verdict", "most"}).code == 2);
}

TEST_CASE("what was not followed makes a cell unknown, not wrong") {
    const json doubtful =
        matrix(notes_and_more + "do $$ begin execute pg_read_file('x') || 'create policy q on ' || 'notes'; "
                                "end $$;\n");
    CHECK(doubtful["relations"][2]["access"]["anon"]["select"]["verdict"] == "unknown");
}

TEST_CASE("whole projects give the matrices that they are known to give") {
    for (const auto& entry : fs::directory_iterator("fixtures/projects")) {
        if (!entry.is_directory()) continue;
        const std::string project = entry.path().generic_string();
        CAPTURE(project);
        compare(project, "text", "matrix.txt");
        compare(project, "json", "matrix.json");
        compare(project, "markdown", "matrix.md");
    }
}

TEST_CASE("an HTML page names the policies of a cell and their places") {
    MemoryFiles files = project_of(clean);
    const Ran ran = run_on(files, {"matrix", "--format", "html"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "id=\"public.notes\" data-kind=\"some\""));
    CHECK(contains(ran.out, "permissive policy <b>p</b> <span class=\"quiet\">supabase/migrations/"
                            "20250101000000_notes.sql:3:15</span>"));
}

TEST_CASE("a role or relation that is not there is an error, with the one that was meant") {
    MemoryFiles files = project_of(notes_and_more);
    const Ran role = run_on(files, {"matrix", "--role", "anno"});
    CHECK(role.code == 2);
    CHECK(role.out.empty());
    CHECK(role.err == "rlslint: error: there is no role anno here: did you mean anon?\n");
    const Ran relation = run_on(files, {"matrix", "--relation", "nots"});
    CHECK(relation.code == 2);
    CHECK(relation.err == "rlslint: error: there is no relation nots here: did you mean notes?\n");
    CHECK(run_on(files, {"matrix", "--role", "xyz"}).err == "rlslint: error: there is no role xyz here\n");
}

TEST_CASE("a role that no client holds is shown where it is asked for") {
    const json document = matrix(notes_and_more + "create role auditor bypassrls;\n"
                                                  "grant select on public.notes to auditor;\n",
                                 {"--role", "auditor", "--relation", "notes"});
    CHECK(document["roles"] == json{"auditor"});
    CHECK(document["relations"][0]["access"]["auditor"]["select"]["verdict"] == "all");
}

TEST_CASE("what is used here and created elsewhere is in the matrix, as far as it is known") {
    const json document = matrix("create policy p on public.notes for select using (true);\n");
    REQUIRE(document["relations"].size() == 1);
    const json& notes = document["relations"][0];
    CHECK(notes["name"] == "public.notes");
    CHECK(notes["rls"].is_null());
    CHECK(notes["access"]["anon"]["select"]["verdict"] == "unknown");
    CHECK(notes["access"]["anon"]["select"]["why"] == "partial-object");
    MemoryFiles files = project_of("create policy p on public.notes for select using (true);\n");
    CHECK(contains(run_on(files, {"matrix"}).out, "created elsewhere"));
}
