#include <doctest/doctest.h>

#include "rlslint/project/discover.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

using Paths = std::vector<std::string>;

Paths paths_of(const Project& project) {
    Paths paths;
    for (const ProjectFile& file : project.files)
        paths.push_back(file.path);
    return paths;
}

Paths left_out_of(const Project& project) {
    Paths paths;
    for (const LeftOut& one : project.left_out)
        paths.push_back(one.path);
    return paths;
}

MemoryFiles supabase_project() {
    return {{"app/supabase/migrations/2_b.sql", ""},   {"app/supabase/migrations/10_a.sql", ""},
            {"app/supabase/migrations/README.md", ""}, {"app/supabase/migrations/old/1.sql", ""},
            {"app/supabase/config.toml", ""},          {"app/supabase/seed.sql", ""},
            {"app/node_modules/x/supabase.sql", ""}};
}

} // namespace

TEST_CASE("a Supabase project is found from its root, its folder and its migrations") {
    MemoryFiles files = supabase_project();
    for (const char* given : {"app", "app/", "./app/supabase", "app/supabase/migrations", "/top/app"}) {
        INFO(given);
        const Discovery found = discover(files, {given});
        REQUIRE(found.projects.size() == 1);
        CHECK(found.projects[0].root == "app");
        CHECK(found.projects[0].layout == Layout::supabase);
        // The order of Supabase's command line: by bytes, not by numbers.
        CHECK(paths_of(found.projects[0]) ==
              Paths{"app/supabase/migrations/10_a.sql", "app/supabase/migrations/2_b.sql"});
        CHECK(left_out_of(found.projects[0]) ==
              Paths{"app/supabase/migrations/old/1.sql", "app/supabase/seed.sql"});
        CHECK(found.notes.empty());
    }
}

TEST_CASE("SQL that lies above the given folder is not read to see whose the folder is") {
    MemoryFiles files{{"above.sql", "-- +goose Up"}, {"app/db/1.sql", "select 1"}, {"app/db/goose.sql", ""}};
    const Discovery found = discover(files, {"app/db"});
    REQUIRE(found.projects.size() == 1);
    CHECK(paths_of(found.projects[0]) == Paths{"app/db/1.sql", "app/db/goose.sql"});
    CHECK(files.reads("app/db/1.sql") > 0);
    CHECK(files.reads("above.sql") == 0);
}

TEST_CASE("paths are shown from where one stands") {
    MemoryFiles files = supabase_project();
    files.go_to("/top/app/supabase/migrations");
    const Discovery here = discover(files, {"."});
    REQUIRE(here.projects.size() == 1);
    CHECK(here.projects[0].root == "../..");
    CHECK(paths_of(here.projects[0]) == Paths{"10_a.sql", "2_b.sql"});
    files.go_to("/other");
    CHECK(paths_of(discover(files, {"/top/app"}).projects.at(0)).at(0) ==
          "../top/app/supabase/migrations/10_a.sql");
}

TEST_CASE("plain folders are read in natural order, hidden and foreign parts left alone") {
    const MemoryFiles files{{"db/10.sql", ""},   {"db/2.sql", ""},      {"db/1/z.sql", ""},
                            {"db/notes.md", ""}, {"db/.git/x.sql", ""}, {"db/node_modules/y.sql", ""},
                            {"db/._2.sql", ""},  {"db/V02.SQL", ""},    {"db/V1.sql", ""}};
    const Discovery found = discover(files, {"db"});
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].layout == Layout::plain);
    CHECK(found.projects[0].root == "db");
    CHECK(paths_of(found.projects[0]) ==
          Paths{"db/1/z.sql", "db/2.sql", "db/10.sql", "db/V1.sql", "db/V02.SQL"});
}

TEST_CASE("named files stay in their order, and all that is plain is one project") {
    const MemoryFiles files{{"a/z.sql", ""}, {"a/b.sql", ""}, {"c/d.sql", ""}};
    const Discovery found = discover(files, {"a/z.sql", "a/b.sql", "c", "a"});
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].root == ".");
    CHECK(paths_of(found.projects[0]) == Paths{"a/z.sql", "a/b.sql", "c/d.sql"});
}

TEST_CASE("a file need not be called .sql when it is named") {
    const MemoryFiles files{{"dump.txt", ""}};
    CHECK(paths_of(discover(files, {"dump.txt"}).projects.at(0)) == Paths{"dump.txt"});
}

TEST_CASE("several Supabase projects in one tree are linted each for itself") {
    const MemoryFiles files{{"apps/b/supabase/migrations/1.sql", ""},
                            {"apps/a/supabase/migrations/1.sql", ""},
                            {"scripts/fill.sql", ""}};
    const Discovery found = discover(files, {"."});
    REQUIRE(found.projects.size() == 2);
    CHECK(found.projects[0].root == "apps/a");
    CHECK(found.projects[1].root == "apps/b");
    REQUIRE(found.left_out.size() == 1);
    CHECK(found.left_out[0].path == "scripts/fill.sql");
}

TEST_CASE("a migration named by itself belongs to its Supabase project") {
    MemoryFiles files = supabase_project();
    const Discovery found = discover(files, {"app/supabase/migrations/2_b.sql"});
    REQUIRE(found.projects.size() == 1);
    CHECK(found.projects[0].root == "app");
    CHECK(found.projects[0].layout == Layout::supabase);
    CHECK(paths_of(found.projects[0]) == Paths{"app/supabase/migrations/2_b.sql"});
}

TEST_CASE("standard input is a file, under the name that it is given") {
    const MemoryFiles files;
    const Discovery nameless = discover(files, {"-"});
    REQUIRE(nameless.projects.size() == 1);
    CHECK(nameless.projects[0].files.at(0).path == "<stdin>");
    CHECK(nameless.projects[0].files.at(0).standard_input);
    CHECK(nameless.projects[0].root == ".");
    const Discovery named = discover(files, {"-"}, {"app/supabase/migrations/3.sql", {}, {}});
    CHECK(named.projects.at(0).root == "app");
    CHECK(named.projects.at(0).layout == Layout::supabase);
    CHECK(named.projects.at(0).files.at(0).path == "app/supabase/migrations/3.sql");
}

TEST_CASE("what is missing, locked or empty is said, and the rest is found") {
    MemoryFiles files{{"db/1.sql", ""}, {"db/in/2.sql", ""}};
    files.lock("db/in");
    files.put_folder("none");
    files.put_folder("supabase/migrations");
    const Discovery found = discover(files, {"gone", "db", "none", "supabase/migrations"});
    REQUIRE(found.notes.size() == 2);
    CHECK(found.notes[0].file == "gone");
    CHECK(found.notes[0].message == "no such file or folder");
    CHECK(found.notes[1].file == "db/in");
    CHECK(found.notes[1].message == "cannot be read: Permission denied");
    CHECK(found.notes[1].severity == Severity::error);
    REQUIRE(found.projects.size() == 1);
    CHECK(paths_of(found.projects[0]) == Paths{"db/1.sql"});
    CHECK(found.looked_for ==
          Paths{"migrations of any tool and no other *.sql files in none",
                "migrations of any tool and no other *.sql files in supabase/migrations"});
}
