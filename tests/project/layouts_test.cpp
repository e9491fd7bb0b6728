#include <doctest/doctest.h>

#include "rlslint/project/discover.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

/// All that was found, a line each: projects, their files, `-` before what was left out, `!` before notes.
std::string found_in(const MemoryFiles& files, const std::vector<std::string>& paths = {"."},
                     const DiscoverOptions& options = {}) {
    const Discovery found = discover(files, paths, options);
    std::string text;
    const auto tell = [&](const std::vector<LeftOut>& left_out) {
        for (const LeftOut& one : left_out)
            text += "- " + one.path + ": " + one.why + "\n";
    };
    for (const Project& project : found.projects) {
        text += std::string(to_string(project.layout)) + " " + project.root + "\n";
        for (const ProjectFile& file : project.files)
            text += "  " + file.path + "\n";
        tell(project.left_out);
    }
    tell(found.left_out);
    for (const RunNote& note : found.notes)
        text += "! " + note.file + ": " + note.message + "\n";
    return text;
}

} // namespace

TEST_CASE("Supabase without migrations declares its schema, in the order of schema_paths") {
    MemoryFiles files{{"supabase/schemas/b.sql", ""},
                      {"supabase/schemas/a.sql", ""},
                      {"supabase/schemas/in/c.sql", ""},
                      {"supabase/seed.sql", ""}};
    CHECK(found_in(files) == "supabase .\n  supabase/schemas/a.sql\n  supabase/schemas/b.sql\n"
                             "  supabase/schemas/in/c.sql\n- supabase/seed.sql: fills in data\n");
    files.put("supabase/config.toml",
              "[db.migrations]\nschema_paths = ['./schemas/b.sql', './schemas/*.sql', 'x/*.sql']");
    CHECK(found_in(files) ==
          "supabase .\n  supabase/schemas/b.sql\n  supabase/schemas/a.sql\n"
          "- supabase/schemas/in/c.sql: not a migration\n- supabase/seed.sql: fills in data\n"
          "! supabase/config.toml: schema_paths: nothing is called x/*.sql\n");
    files.put("supabase/migrations/1_a.sql", "");
    CHECK(found_in(files) == "supabase .\n  supabase/migrations/1_a.sql\n"
                             "- supabase/schemas/a.sql: declares what the migrations make\n"
                             "- supabase/schemas/b.sql: declares what the migrations make\n"
                             "- supabase/schemas/in/c.sql: declares what the migrations make\n"
                             "- supabase/seed.sql: fills in data\n");
}

TEST_CASE("a Supabase folder without SQL is no project, and nothing to complain of") {
    const MemoryFiles files{{"supabase/config.toml", ""}, {"prisma/migrations/1_a/migration.sql", ""}};
    CHECK(found_in(files) == "prisma prisma\n  prisma/migrations/1_a/migration.sql\n");
}

TEST_CASE("Flyway: versions by their numbers, repeatable ones last, undo ones not at all") {
    const MemoryFiles files{{"db/migration/V10__c.sql", ""},       {"db/migration/V2__b.sql", ""},
                            {"db/migration/V1.1__a.sql", ""},      {"db/migration/V1_0_3__a.sql", ""},
                            {"db/migration/R__views.sql", ""},     {"db/migration/U2__b.sql", ""},
                            {"db/migration/afterMigrate.sql", ""}, {"db/migration/notes.sql", ""},
                            {"db/migration/more/V3__x.sql", ""}};
    CHECK(found_in(files) ==
          "flyway db\n  db/migration/V1_0_3__a.sql\n  db/migration/V1.1__a.sql\n"
          "  db/migration/V2__b.sql\n  db/migration/more/V3__x.sql\n  db/migration/V10__c.sql\n"
          "  db/migration/R__views.sql\n  db/migration/afterMigrate.sql\n"
          "- db/migration/U2__b.sql: takes a migration back\n"
          "- db/migration/notes.sql: not called as Flyway's migrations are\n");
}

TEST_CASE("Flyway: a baseline stands for what it was made from") {
    const MemoryFiles files{
        {"sql/V1__a.sql", ""}, {"sql/B2__all.sql", ""}, {"sql/V2__b.sql", ""}, {"sql/V3__c.sql", ""}};
    CHECK(found_in(files) == "flyway sql\n  sql/B2__all.sql\n  sql/V3__c.sql\n"
                             "- sql/V1__a.sql: part of the baseline B2__all.sql\n"
                             "- sql/V2__b.sql: part of the baseline B2__all.sql\n");
}

TEST_CASE("Flyway: locations, as configured or as the folders tell") {
    const MemoryFiles configured{{"flyway.conf", "flyway.locations=filesystem:sql/b,filesystem:sql/a\n"},
                                 {"sql/a/V1__a.sql", ""},
                                 {"sql/b/V2__b.sql", ""},
                                 {"sql/c/V3__c.sql", ""}};
    CHECK(found_in(configured).starts_with("flyway .\n  sql/a/V1__a.sql\n  sql/b/V2__b.sql\n"));
    const MemoryFiles parts{{"migration/core/V1__a.sql", ""}, {"migration/tenant/V2__b.sql", ""}};
    CHECK(found_in(parts) == "flyway .\n  migration/core/V1__a.sql\n  migration/tenant/V2__b.sql\n");
    const MemoryFiles databases{{"migration/mysql/V1__a.sql", ""}, {"migration/postgresql/V1__b.sql", ""}};
    CHECK(found_in(databases) == "flyway migration/postgresql\n  migration/postgresql/V1__b.sql\n"
                                 "- migration/mysql/V1__a.sql: for another database: it lies in mysql\n");
}

TEST_CASE("golang-migrate and sqlx run up files by their numbers") {
    MemoryFiles files{{"db/migrations/10_c.up.sql", ""},
                      {"db/migrations/2_b.up.sql", ""},
                      {"db/migrations/2_b.down.sql", ""},
                      {"db/migrations/3_x.sql", ""}};
    CHECK(found_in(files) == "golang-migrate db\n  db/migrations/2_b.up.sql\n  db/migrations/10_c.up.sql\n"
                             "- db/migrations/2_b.down.sql: takes a migration back\n"
                             "- db/migrations/3_x.sql: not called <version>_<name>.up.sql\n");
    files.put("db/Cargo.toml", "");
    CHECK(found_in(files) == "sqlx db\n  db/migrations/2_b.up.sql\n  db/migrations/3_x.sql\n"
                             "  db/migrations/10_c.up.sql\n"
                             "- db/migrations/2_b.down.sql: takes a migration back\n");
}

TEST_CASE("goose and dbmate are known by their markers") {
    const MemoryFiles goose{{"m/2_b.sql", "-- +goose Up\n"},
                            {"m/10_c.sql", "-- +goose Up\n"},
                            {"m/1_a.sql", "-- +goose Up\n"},
                            {"m/all.sql", "select 1;"},
                            {"m/later.sql", "-- +goose Up\n"}};
    CHECK(found_in(goose) == "goose m\n  m/1_a.sql\n  m/2_b.sql\n  m/10_c.sql\n"
                             "- m/all.sql: has no line `-- +goose Up`\n"
                             "- m/later.sql: its name does not begin with a version and `_`\n");
    const MemoryFiles dbmate{{"db/migrations/20200101_a.sql", "-- migrate:up\n-- migrate:down\n"},
                             {"db/schema.sql", "--\n-- PostgreSQL database dump\n--\n"}};
    CHECK(found_in(dbmate) == "dbmate db\n  db/migrations/20200101_a.sql\n"
                              "- db/schema.sql: a dump beside migrations\n");
}

TEST_CASE("sqitch goes by its plan, and runs the copies of reworked changes") {
    MemoryFiles files{
        {"sqitch.plan",
         "%syntax-version=1.0.0\n%project=x\n\nschema 2020-01-01T00:00:00Z me <me@x>\n"
         "app/users [schema] 2020-01-02T00:00:00Z me <me@x> # people\n"
         "@v1 2020-01-03T00:00:00Z me <me@x>\n\n"
         "app/users [app/users@v1] 2020-01-04T00:00:00Z me <me@x>\ngone 2020-01-05T00:00:00Z me <me@x>\n"},
        {"deploy/schema.sql", ""},
        {"deploy/app/users.sql", ""},
        {"deploy/app/users@v1.sql", ""},
        {"deploy/other.sql", ""},
        {"revert/schema.sql", ""},
        {"verify/schema.sql", ""}};
    CHECK(found_in(files) ==
          "sqitch .\n  deploy/schema.sql\n  deploy/app/users@v1.sql\n  deploy/app/users.sql\n"
          "- deploy/other.sql: not in the plan\n"
          "- revert/schema.sql: not a migration\n- verify/schema.sql: not a migration\n"
          "! deploy/gone.sql: is in the plan, but not there\n");
    files.put("sqitch.conf", "[core]\n\tengine = mysql\n");
    CHECK(found_in(files).starts_with("- deploy/schema.sql: sqitch.conf says it is for mysql\n"));
}

TEST_CASE("tools with a folder for each migration") {
    const MemoryFiles prisma{{"prisma/migrations/2_b/migration.sql", ""},
                             {"prisma/migrations/1_a/migration.sql", ""},
                             {"prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n"}};
    CHECK(found_in(prisma) == "prisma prisma\n  prisma/migrations/1_a/migration.sql\n"
                              "  prisma/migrations/2_b/migration.sql\n");
    const MemoryFiles lite{{"prisma/migrations/1_a/migration.sql", ""},
                           {"prisma/migrations/migration_lock.toml", "provider = \"sqlite\"\n"}};
    CHECK(found_in(lite) ==
          "- prisma/migrations/1_a/migration.sql: migration_lock.toml says it is for sqlite\n");
    const MemoryFiles hasura{{"migrations/default/1700000000001_b/up.sql", ""},
                             {"migrations/default/1600000000000_a/up.sql", ""},
                             {"migrations/default/1600000000000_a/down.sql", ""}};
    CHECK(found_in(hasura) == "hasura migrations/default\n  migrations/default/1600000000000_a/up.sql\n"
                              "  migrations/default/1700000000001_b/up.sql\n"
                              "- migrations/default/1600000000000_a/down.sql: takes the migration back\n");
    const MemoryFiles diesel{{"diesel.toml", ""},
                             {"migrations/2020-01-02-000000_b/up.sql", ""},
                             {"migrations/00000000000000_diesel_initial_setup/up.sql", ""}};
    CHECK(found_in(diesel) == "diesel .\n  migrations/00000000000000_diesel_initial_setup/up.sql\n"
                              "  migrations/2020-01-02-000000_b/up.sql\n");
}

TEST_CASE("Drizzle goes by its journal") {
    MemoryFiles files{{"drizzle/0001_b.sql", ""},
                      {"drizzle/0000_a.sql", ""},
                      {"drizzle/0002_c.sql", ""},
                      {"drizzle/meta/_journal.json", R"({"dialect": "postgresql", "entries": [
                          {"idx": 0, "tag": "0001_b"}, {"idx": 1, "tag": "0000_a"}, {"idx": 2, "tag": "0009_z"}]})"}};
    CHECK(found_in(files) == "drizzle drizzle\n  drizzle/0001_b.sql\n  drizzle/0000_a.sql\n"
                             "- drizzle/0002_c.sql: not in meta/_journal.json\n"
                             "! drizzle/0009_z.sql: is in meta/_journal.json, but not there\n");
    files.put("drizzle/meta/_journal.json", R"({"dialect": "sqlite", "entries": [{"tag": "0000_a"}]})");
    CHECK(found_in(files).starts_with("- drizzle/0001_b.sql: not in meta/_journal.json\n"));
    files.put("drizzle/meta/_journal.json", "{");
    CHECK(found_in(files).find("! drizzle/meta/_journal.json: is no JSON\n") != std::string::npos);
    const MemoryFiles newer{{"drizzle/1_a/migration.sql", ""}, {"drizzle/1_a/snapshot.json", ""}};
    CHECK(found_in(newer) == "drizzle drizzle\n  drizzle/1_a/migration.sql\n");
}

TEST_CASE("graphile-migrate: what is committed, then what is current") {
    const MemoryFiles files{{"migrations/committed/000002.sql", ""},
                            {"migrations/committed/000001-a.sql", ""},
                            {"migrations/committed/x.sql", ""},
                            {"migrations/current.sql", ""},
                            {"migrations/afterReset.sql", ""}};
    CHECK(found_in(files) == "graphile-migrate .\n  migrations/committed/000001-a.sql\n"
                             "  migrations/committed/000002.sql\n  migrations/current.sql\n"
                             "- migrations/committed/x.sql: not called as a committed migration\n"
                             "- migrations/afterReset.sql: not a migration\n");
    const MemoryFiles folder{
        {"m/committed/000001.sql", ""}, {"m/current/10-b.sql", ""}, {"m/current/2-a.sql", ""}};
    CHECK(found_in(folder) == "graphile-migrate m\n  m/committed/000001.sql\n  m/current/2-a.sql\n"
                              "  m/current/10-b.sql\n");
}

TEST_CASE("Liquibase follows its changelogs, or takes formatted files in order") {
    const MemoryFiles changelog{
        {"src/main/resources/db/changelog/db.changelog-master.yaml",
         "databaseChangeLog:\n  - include:\n      file: db/changelog/b.sql\n  # - include:\n  #     file: "
         "db/changelog/off.sql\n"
         "  - include:\n      file: more.xml\n      relativeToChangelogFile: true\n"},
        {"src/main/resources/db/changelog/more.xml", "<databaseChangeLog><!-- <include file=\"off.sql\"/> "
                                                     "--><includeAll path=\"steps/\"/></databaseChangeLog>"},
        {"src/main/resources/db/changelog/b.sql", "--liquibase formatted sql\n"},
        {"src/main/resources/db/changelog/off.sql", "--liquibase formatted sql\n"},
        {"src/main/resources/db/changelog/steps/2.sql", ""},
        {"src/main/resources/db/changelog/steps/1.sql", ""}};
    CHECK(found_in(changelog) == "liquibase src/main/resources/db\n  src/main/resources/db/changelog/b.sql\n"
                                 "  src/main/resources/db/changelog/steps/1.sql\n"
                                 "  src/main/resources/db/changelog/steps/2.sql\n"
                                 "- src/main/resources/db/changelog/off.sql: included by no changelog\n");
    const MemoryFiles files{{"db/10.sql", "--liquibase formatted sql\n"},
                            {"db/9.sql", "-- liquibase formatted SQL\n"}};
    CHECK(found_in(files) == "liquibase db\n  db/9.sql\n  db/10.sql\n");
}

TEST_CASE("of a changelog what takes changes back is not run, and what it changes itself is told") {
    const MemoryFiles files{
        {"db/changelog.xml", "<databaseChangeLog>\n<changeSet id='1'><sqlFile path=\"first.sql\"/>\n"
                             "<rollback><sqlFile path=\"back.sql\"/></rollback><rollback/></changeSet>\n"
                             "<include file=\"more.yaml\"/>\n</databaseChangeLog>"},
        {"db/more.yaml", "databaseChangeLog:\n- changeSet:\n    changes:\n    - createTable:\n"
                         "        tableName: notes\n    - sqlFile:\n        path: last.sql\n    rollback:\n"
                         "    - sqlFile:\n        path: gone.sql\n- include:\n    file: end.sql\n"},
        {"db/first.sql", ""},
        {"db/last.sql", ""},
        {"db/end.sql", ""},
        {"db/back.sql", ""},
        {"db/gone.sql", ""}};
    CHECK(found_in(files) ==
          "liquibase db\n  db/first.sql\n  db/last.sql\n  db/end.sql\n"
          "- db/more.yaml: what it changes itself is not read (createTable): only SQL files are\n"
          "- db/back.sql: included by no changelog\n"
          "- db/gone.sql: included by no changelog\n");
}

TEST_CASE("row security in a file that the tool passes over is warned of") {
    const std::string up = "-- +goose Up\ncreate table a (id int);\n";
    const std::string policy = "alter table a enable row level security;\n";
    const auto warnings = [](const MemoryFiles& files) {
        std::string all;
        for (const RunNote& note : discover(files, {"."}).notes)
            all += note.file + ": " + note.message + "\n";
        return all;
    };
    CHECK(warnings({{"migrations/1_a.sql", up}, {"migrations/2_b.sql", policy}}) ==
          "migrations/2_b.sql: speaks of row security, but goose does not run it: left out (has no line "
          "`-- +goose Up`)\n");
    CHECK(warnings({{"m/1_a.up.sql", "select 1;"}, {"m/2_b.sql", policy}, {"m/3_c.sql", policy}}) ==
          "m/2_b.sql: speaks of row security, but golang-migrate does not run it: left out (not called "
          "<version>_<name>.up.sql), as is another such file\n");
    CHECK(warnings({{"supabase/migrations/1_a.sql", "select 1;"}, {"supabase/policies.sql", policy}}) ==
          "supabase/policies.sql: speaks of row security, but supabase does not run it: left out (not a "
          "migration)\n");
    CHECK(warnings({{"m/1_a.up.sql", "select 1;"}, {"m/1_a.down.sql", policy}, {"m/2_b.sql", "select 1;"}})
              .empty());
}

TEST_CASE("a dump is a project, or beside other files the same once more") {
    MemoryFiles files{{"schema.sql", "--\n-- PostgreSQL database dump\n--\n"}};
    CHECK(found_in(files) == "pg-dump .\n  schema.sql\n");
    files.put("01.sql", "create table t (a int);");
    CHECK(found_in(files) == "plain .\n  01.sql\n- schema.sql: a dump of what the other files make\n");
}

TEST_CASE("projects side by side are linted one by one, and what lies beside them is told") {
    const MemoryFiles files{{"apps/web/supabase/migrations/1_a.sql", ""},
                            {"apps/api/migrations/1_a.up.sql", ""},
                            {"apps/shop/migrations/2.sql", ""},
                            {"apps/shop/migrations/10.sql", ""},
                            {"scripts/policies.sql", "CREATE POLICY p ON t;"},
                            {"scripts/more.sql", "alter table t enable Row Level Security"},
                            {"scripts/fill.sql", ""},
                            {"db/tests/x.sql", ""}};
    CHECK(found_in(files) ==
          "golang-migrate apps/api\n  apps/api/migrations/1_a.up.sql\n"
          "supabase apps/web\n  apps/web/supabase/migrations/1_a.sql\n"
          "plain apps/shop\n  apps/shop/migrations/2.sql\n  apps/shop/migrations/10.sql\n"
          "- db/tests/x.sql: a test\n- scripts/fill.sql: belongs to no migrations\n"
          "- scripts/more.sql: belongs to no migrations\n- scripts/policies.sql: belongs to no migrations\n"
          "! scripts/more.sql: speaks of row security, but belongs to no migrations: left out, as are 1 more "
          "such files\n");
}

TEST_CASE("other databases' files are left out with a word") {
    const MemoryFiles files{
        {"m/1_a.up.sql", "create table t (a int);"},
        {"m/2_b.up.sql", "CREATE TABLE t (a UInt8) ENGINE = ReplacingMergeTree ORDER BY a"},
        {"n/1.sql", "create table `t` (a int auto_increment, b int)"},
        {"n/2.sql", "-- auto_increment,\ncreate table t (a text default 'engine = innodb')"},
        {"n/3.sql", "create table t (id integer primary key autoincrement)"},
        {"n/4.sql", "create table t (auto_increment boolean)"},
        {"n/sqlite/5.sql", "create table t (a int)"}};
    CHECK(found_in(files, {"m"}) == "golang-migrate m\n  m/1_a.up.sql\n"
                                    "- m/2_b.up.sql: for ClickHouse: ENGINE = ReplacingMergeTree\n");
    CHECK(found_in(files, {"n"}) ==
          "plain n\n  n/2.sql\n  n/4.sql\n- n/1.sql: for MySQL: names in backticks\n"
          "- n/3.sql: for SQLite: AUTOINCREMENT\n"
          "- n/sqlite/5.sql: for another database: it lies in sqlite\n");
}

TEST_CASE("plain folders leave out what takes back, fills, tests and was put away") {
    const MemoryFiles files{{"db/1.sql", ""},
                            {"db/1.down.sql", ""},
                            {"db/seeds/a.sql", ""},
                            {"db/archive/0.sql", ""},
                            {"db/tests/t.sql", ""},
                            {"db/2_rollback.sql", ""},
                            {"db/3_seed_and_revert.sql", ""}};
    CHECK(found_in(files, {"db"}) ==
          "plain db\n  db/1.sql\n  db/3_seed_and_revert.sql\n- db/1.down.sql: takes a migration back\n"
          "- db/2_rollback.sql: takes a migration back\n"
          "- db/archive/0.sql: put away in archive\n- db/seeds/a.sql: fills in data\n"
          "- db/tests/t.sql: a test\n");
    CHECK(found_in(files, {"db/tests"}) == "plain db/tests\n  db/tests/t.sql\n");
    CHECK(found_in(files, {"db/1.down.sql"}) == "plain db\n  db/1.down.sql\n");
}

TEST_CASE("files named one by one run as their tool runs them") {
    const MemoryFiles files{
        {"m/2_b.up.sql", ""}, {"m/10_c.up.sql", ""}, {"m/1_a.down.sql", ""}, {"x/1_a.sql", "-- +goose Up\n"}};
    CHECK(found_in(files, {"m/10_c.up.sql", "m/2_b.up.sql"}) ==
          "golang-migrate m\n  m/2_b.up.sql\n  m/10_c.up.sql\n");
    CHECK(found_in(files, {"x/1_a.sql"}) == "goose x\n  x/1_a.sql\n");
}

TEST_CASE("patterns, exclusion and a layout by name") {
    const MemoryFiles files{
        {"db/a/2.sql", ""}, {"db/a/10.sql", ""}, {"db/b/3.sql", ""}, {"db/b/seed.sql", ""}};
    CHECK(found_in(files, {"db/*/[0-9]*.sql"}) == "plain db\n  db/a/2.sql\n  db/a/10.sql\n  db/b/3.sql\n");
    CHECK(found_in(files, {"db"}, {"<stdin>", {}, {"db/a"}}) ==
          "plain db\n  db/b/3.sql\n- db/a: excluded\n- db/b/seed.sql: fills in data\n");
    CHECK(found_in(files, {"db"}, {"<stdin>", {}, {"[0-9].sql", "seed*"}}) ==
          "plain db\n  db/a/10.sql\n- db/a/2.sql: excluded\n- db/b/3.sql: excluded\n- db/b/seed.sql: "
          "excluded\n");
    const Discovery nothing = discover(files, {"db"}, {"<stdin>", Layout::goose, {}});
    CHECK(nothing.projects.empty());
    CHECK(nothing.looked_for == std::vector<std::string>{"migrations of goose in db"});
    CHECK(discover(files, {"db/x*.sql"}).looked_for == std::vector<std::string>{"db/x*.sql"});
}

TEST_CASE("nothing leads out of the folder that was named") {
    MemoryFiles files{
        {"p/sqitch.plan", "../../secret 2020 me\na 2020 me\n"},
        {"p/deploy/a.sql", ""},
        {"secret.sql", ""},
        {"q/1.sql", ""},
        {"s/supabase/schemas/a.sql", ""},
        {"s/supabase/config.toml", "[db.migrations]\nschema_paths = ['../../*.sql', 'schemas/*.sql']"}};
    CHECK(found_in(files, {"p"}) ==
          "sqitch p\n  p/deploy/a.sql\n! secret.sql: is in the plan, but not there\n");
    files.link("q/2.sql", "secret.sql");
    files.link("q/3.sql", "q/1.sql");
    CHECK(found_in(files, {"q"}) == "plain q\n  q/1.sql\n  q/3.sql\n- q/2.sql: a link that leads out of q\n");
    CHECK(found_in(files, {"s"}) ==
          "supabase s\n  s/supabase/schemas/a.sql\n"
          "! s/supabase/config.toml: schema_paths: nothing is called ../../*.sql\n");
}
