#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

const std::string none_for_anon = "# what is meant\n[[expect]]\nrole = 'anon'\nrelation = 'notes'\n"
                                  "command = 'select'\naccess = 'none'\n";

const std::string undecided = "create table public.notes (id bigint primary key, owner uuid);\n"
                              "alter table public.notes enable row level security;\n"
                              "create policy p on public.notes for select using (elsewhere.may_read(id));\n";

} // namespace

TEST_CASE("an expectation that is broken is placed where it is written") {
    MemoryFiles files = project_of(open_policy);
    files.put("rlslint.toml", none_for_anon);
    const Ran ran = run_on(files, {"--rule", "expectation-violated", "--format", "json"});
    CHECK(ran.code == 1);
    const auto found = nlohmann::json::parse(ran.out)["findings"];
    REQUIRE(found.size() == 1);
    CHECK(found[0]["subject"] == "public.notes");
    CHECK(found[0]["message"] == "anon can read every row of public.notes, where rlslint.toml expects none");
    CHECK(found[0]["location"]["file"] == "rlslint.toml");
    CHECK(found[0]["location"]["start"] == nlohmann::json{{"line", 6}, {"column", 10}});
    CHECK(found[0]["location"]["end"] == nlohmann::json{{"line", 6}, {"column", 16}});
    CHECK(found[0]["related"][0]["message"] == "by policy p");
    CHECK(contains(run_on(files, {}).out, "6 | access = 'none'"));
}

TEST_CASE("an expectation that is kept says nothing") {
    MemoryFiles files = project_of(clean);
    files.put("rlslint.toml", none_for_anon);
    const Ran ran = run_on(files, {"--strict"});
    CHECK(ran.code == 0);
    CHECK(contains(run_on(files, {"config"}).out,
                   "expect = {role = \"anon\", relation = \"public.notes\", command = \"select\", access = "
                   "\"none\"}  # rlslint.toml:2:1\n"));
}

TEST_CASE("an expectation that cannot be decided is told, and fails under --strict") {
    MemoryFiles files = project_of(undecided);
    files.put("rlslint.toml", none_for_anon);
    const Ran ran = run_on(files, {"--rule", "expectation-violated"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "rlslint.toml:6:10: note: not decided: what anon reaches of public.notes by "
                            "SELECT: "));
    CHECK(run_on(files, {"--rule", "expectation-violated", "--strict"}).code == 2);
}

TEST_CASE("what several projects share may be meant of any of them, but of one") {
    MemoryFiles files{{"a/supabase/migrations/20250101000000_a.sql", clean},
                      {"b/supabase/migrations/20250101000000_b.sql", "create schema b;"},
                      {"rlslint.toml", none_for_anon}};
    CHECK(run_on(files, {}).code == 0);
    files.put("rlslint.toml", "[[expect]]\nrole = 'anon'\nrelation = 'note'\ncommand = 'select'\n"
                              "access = 'none'\n");
    CHECK(contains(run_on(files, {}).out,
                   "rlslint.toml:5:10: warning: no project has the relation public.note"));
}
