#include <doctest/doctest.h>

#include "rlslint/project/load.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

struct Loaded {
    Sources sources;
    std::vector<RunNote> notes;
    std::vector<Section> sections;
};

void load_into(Loaded& loaded, const MemoryFiles& files, std::vector<ProjectFile> paths) {
    Project project;
    project.files = std::move(paths);
    loaded.sections = load(files, project, loaded.sources, loaded.notes);
}

std::string utf16(std::string_view ascii) {
    std::string bytes = "\xFF\xFE";
    for (const char c : ascii)
        bytes += {c, '\0'};
    return bytes;
}

} // namespace

TEST_CASE("files become whole sections, in order") {
    Loaded loaded;
    MemoryFiles files{{"b.sql", "select 1;"}, {"a.sql", ""}};
    files.standard_input = "select 2;";
    load_into(loaded, files, {{"b.sql", false}, {"a.sql", false}, {"in.sql", true}});
    REQUIRE(loaded.sections.size() == 3);
    CHECK(loaded.sources.text(loaded.sections[0].span) == "select 1;");
    CHECK(loaded.sources.text(loaded.sections[2].span) == "select 2;");
    CHECK(loaded.sources[loaded.sections[2].span.source].path == "in.sql");
    CHECK(loaded.notes.empty());
}

TEST_CASE("what was decoded or is odd is noted") {
    Loaded loaded;
    load_into(loaded, {{"w.sql", utf16("select 1;")}, {"z.sql", std::string("select 1;\0 ", 11)}},
              {{"w.sql", false}, {"z.sql", false}});
    REQUIRE(loaded.sections.size() == 2);
    CHECK(loaded.sources.text(loaded.sections[0].span) == "select 1;");
    REQUIRE(loaded.notes.size() == 2);
    CHECK(loaded.notes[0].message == "decoded from UTF-16LE");
    CHECK(loaded.notes[0].severity == Severity::info);
    CHECK(loaded.notes[1].message == "holds NUL bytes, which PostgreSQL does not take");
}

TEST_CASE("what is no text is left out as an error") {
    Loaded loaded;
    std::string junk;
    for (int i = 0; i < 4000; ++i)
        junk += static_cast<char>(i * 7 % 256);
    MemoryFiles files{
        {"dump.sql", "PGDMP\x01\x0e"}, {"junk.sql", junk}, {"locked.sql", ""}, {"ok.sql", "select 1"}};
    files.lock("locked.sql");
    load_into(loaded, files,
              {{"dump.sql", false}, {"junk.sql", false}, {"locked.sql", false}, {"ok.sql", false}});
    CHECK(loaded.sections.size() == 1);
    REQUIRE(loaded.notes.size() == 3);
    CHECK(loaded.notes[0].message.starts_with("is an archive of pg_dump"));
    CHECK(loaded.notes[1].message == "is binary, not SQL");
    CHECK(loaded.notes[2].message == "cannot be read: Permission denied");
    for (const RunNote& note : loaded.notes)
        CHECK(note.severity == Severity::error);
}
