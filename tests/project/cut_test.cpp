#include <doctest/doctest.h>

#include "rlslint/project/load.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

/// A file cut as a tool would: each part with `;` or `|` before it for what ends its statements, then
/// what was left out.
std::string cut_as(Layout layout, const std::string& text) {
    const MemoryFiles files{{"1_a.sql", text}};
    Project project;
    project.layout = layout;
    project.files = {{"1_a.sql", false}};
    Sources sources;
    std::vector<RunNote> notes;
    std::string shown;
    for (const Section& section : load(files, project, sources, notes)) {
        shown += section.terminator == Terminator::section ? "|" : ";";
        shown += sources.text(section.span);
    }
    for (const LeftOut& one : project.left_out)
        shown += "-" + one.path + " " + one.why + "\n";
    return shown;
}

} // namespace

TEST_CASE("goose runs what stands between Up and Down, and statements as they are marked") {
    CHECK(cut_as(Layout::goose, "-- +goose Up\nselect 1;\n-- +goose StatementBegin\nselect 2;\n"
                                "-- +goose StatementEnd\nselect 3;\n-- +goose Down\nselect 4;\n") ==
          ";select 1;\n|select 2;\n;select 3;\n-1_a.sql:7-8 takes the migration back (goose Down)\n");
    CHECK(cut_as(Layout::goose, "-- +goose NO TRANSACTION\n-- +goose Up\r\nselect 1;\r\n") ==
          ";select 1;\r\n");
    CHECK(cut_as(Layout::goose, "--+goose up\nselect 1;") == ";select 1;");
    CHECK(cut_as(Layout::goose, "-- +goose Down\nselect 1;\n") ==
          "-1_a.sql:1-2 has no line `-- +goose Up`\n");
    CHECK(cut_as(Layout::goose, "-- +goose Upwards\nselect 1;\n") ==
          "-1_a.sql:1-2 has no line `-- +goose Up`\n");
    CHECK(cut_as(Layout::goose,
                 "-- +goose Up\nselect 1;\n-- +goose Down\n-- +goose StatementBegin\nselect 2;\n"
                 "-- +goose StatementEnd\n") ==
          ";select 1;\n-1_a.sql:3-6 takes the migration back (goose Down)\n");
}

TEST_CASE("dbmate runs the up part as a whole") {
    CHECK(
        cut_as(Layout::dbmate, "-- migrate:up transaction:false\nselect 1;\n-- migrate:down\nselect 2;\n") ==
        "|select 1;\n-1_a.sql:3-4 takes the migration back (migrate:down)\n");
    CHECK(cut_as(Layout::dbmate, "-- notes\n--migrate:up\nselect 1;\n") == "|select 1;\n");
    CHECK(cut_as(Layout::dbmate, "select 1;\n") == "-1_a.sql:1 has no line `-- migrate:up`\n");
    CHECK(cut_as(Layout::dbmate, "  -- migrate:up\nselect 1;\n") ==
          "-1_a.sql:1-2 has no line `-- migrate:up`\n");
}

TEST_CASE("Drizzle sends what stands between breakpoints") {
    CHECK(cut_as(Layout::drizzle, "select 1;--> statement-breakpoint\nselect 2") == "|select 1;|\nselect 2");
}

TEST_CASE("Liquibase runs changesets, each with its own delimiter") {
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n\n--changeset me:1\nselect 1;\n--rollback select 2;\n"
                 "-- changeset me:2 splitStatements:false\nselect 3;\n") ==
          ";select 1;\n--rollback select 2;\n|select 3;\n");
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n--changeset me:1 endDelimiter:@@\nselect 1; @@\n"
                 "select 2\n@@\n") == "|select 1; |select 2\n");
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n--changeset me:1 endDelimiter:/\nselect 1/2\n/\n"
                 "select 2\n") == "|select 1/2\n|select 2\n");
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n--changeset me:1 endDelimiter:\\n/\nselect 1\n/\n") ==
          "|select 1\n");
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n--changeset me:1 dbms:mysql,oracle\nselect 1;\n"
                 "--changeset me:2 dbms:!mysql\nselect 2;\n--changeset me:3 ignore:true\nselect 3;\n") ==
          ";select 2;\n-1_a.sql:3 a changeset for mysql,oracle\n-1_a.sql:7 a changeset to be ignored\n");
    CHECK(cut_as(Layout::liquibase,
                 "--liquibase formatted sql\n--changeset me:1\nselect 1;\n--ignoreLines:start\n"
                 "select 2;\n--ignoreLines:end\nselect 3;\n--ignoreLines:1\nselect 4;\nselect 5;\n") ==
          ";select 1;\n;select 3;\n;select 5;\n-1_a.sql:4-6 lines to be ignored\n-1_a.sql:8-9 lines to be "
          "ignored\n");
    CHECK(cut_as(Layout::liquibase, "select 1;\n") == ";select 1;\n");
}

TEST_CASE("psql's commands mean something only to tools that use psql") {
    CHECK(cut_as(Layout::sqitch, "select 1;") == ";select 1;");
    CHECK(cut_as(Layout::plain, "select 1;") == ";select 1;");
    CHECK(cut_as(Layout::golang_migrate, "select 1;") == "|select 1;");
    CHECK(cut_as(Layout::prisma, "") == "|");
}
