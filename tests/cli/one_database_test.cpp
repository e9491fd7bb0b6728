#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

const std::string notes = "create table notes (id bigint primary key, owner uuid);\n";
const std::string plans = "create table plans (id bigint primary key);\n";
const std::string secures_notes = "alter table notes enable row level security;\n"
                                  "create policy p on notes for select to authenticated\n"
                                  "    using (owner = (select auth.uid()));\n";

MemoryFiles repository(const std::string& drizzle, const std::string& supabase) {
    return {{"drizzle/meta/_journal.json", R"({"entries": [{"idx": 0, "tag": "0000_a"}]})"},
            {"drizzle/0000_a.sql", drizzle},
            {"supabase/migrations/20250101000000_a.sql", supabase}};
}

std::size_t projects(MemoryFiles& files) {
    return nlohmann::json::parse(run_on(files, {"--format", "json"}).out)["projects"].size();
}

} // namespace

TEST_CASE("tables of one tool that Supabase's migrations secure: one database, in that order") {
    MemoryFiles files = repository(notes, secures_notes);
    const Ran ran = run_on(files, {"--strict"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "the migrations of drizzle make tables that supabase/migrations secures"));
    CHECK(contains(ran.out, "1 of 1 reachable table protected"));
    CHECK(projects(files) == 1);
}

TEST_CASE("the same tables twice are linted once, by what secures them") {
    MemoryFiles files = repository(notes, notes + secures_notes);
    const Ran ran = run_on(files, {"--strict"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "note: the migrations of drizzle make the same tables as supabase/migrations"));
    CHECK(contains(run_on(files, {"dump", "--stage", "files"}).out,
                   "left out: drizzle/0000_a.sql (makes what supabase/migrations makes)"));
    MemoryFiles more = repository(notes + notes + plans, notes + secures_notes);
    more.put("drizzle/0000_a.sql", notes + plans + "create table a (id int); create table b (id int);");
    more.put("supabase/migrations/20250101000000_a.sql",
             notes + secures_notes + "create table a (id int); create table b (id int);");
    CHECK(contains(run_on(more, {}).out,
                   "warning: the migrations of drizzle make the same tables as "
                   "supabase/migrations: linted once, by the latter, which does not make "
                   "plans\n"));
}

TEST_CASE("what is not plainly one database is linted apart, and said") {
    MemoryFiles files = repository(notes + plans + "create table c (id int);", notes + secures_notes);
    CHECK(projects(files) == 2);
    CHECK(contains(run_on(files, {}).out, "seem to make the same database as supabase/migrations"));
    MemoryFiles strangers = repository(plans, notes + secures_notes);
    CHECK(projects(strangers) == 2);
    CHECK_FALSE(contains(run_on(strangers, {}).out, "same database"));
}

TEST_CASE("of any two tools, what one secures and only one other makes is one database") {
    const std::string policy = "alter table notes enable row level security;\n"
                               "create policy p on notes for select using (owner = current_user::uuid);\n";
    MemoryFiles files{{"prisma/migrations/1_init/migration.sql", notes},
                      {"rls/migrations/1_rls.sql", policy}};
    CHECK(projects(files) == 1);
    const Ran ran = run_on(files, {});
    CHECK(contains(ran.out,
                   "prisma: note: the migrations of prisma make tables that rls (plain) secures: one "
                   "database, linted as one, those first"));
    CHECK_FALSE(contains(ran.out, "created elsewhere"));
    MemoryFiles two{{"prisma/migrations/1_init/migration.sql", notes},
                    {"other/migrations/1_init/migration.sql", notes},
                    {"rls/migrations/1_rls.sql", policy}};
    CHECK(projects(two) == 3);
}

TEST_CASE("the same tables made by two tools, neither of them Supabase's, are told") {
    const std::string three = notes + plans + "create table c (id int);\n";
    MemoryFiles files{{"prisma/migrations/1_init/migration.sql", three},
                      {"old/1_a.up.sql", three + "create table d (id int);\n"}};
    CHECK(projects(files) == 2);
    CHECK(contains(run_on(files, {}).out,
                   "note: the migrations of prisma make 3 tables that old (golang-migrate) "
                   "makes too: both are linted, each as if it were alone"));
}
