#include <doctest/doctest.h>

#include "support/memory_files.hpp"

using namespace rlslint;
using test::MemoryFiles;

namespace {

/// What looks once, and what it looks at.
struct World {
    MemoryFiles* below;
    std::unique_ptr<Files> files;
};

World world(std::initializer_list<std::pair<const std::string, std::string>> files) {
    auto below = std::make_unique<MemoryFiles>(files);
    MemoryFiles* const seen = below.get();
    return {seen, looking_once(std::move(below))};
}

} // namespace

TEST_CASE("SQL is read once, however its path is written") {
    const World here = world({{"a.sql", "select 1"}});
    for (const char* path : {"a.sql", "/top/a.sql", "./a.sql"})
        CHECK(*here.files->read_sql(path) == "select 1");
    CHECK(here.below->reads("a.sql") == 1);
    CHECK(here.files->read_sql("none.sql").failure().message == "No such file or directory");
}

TEST_CASE("long texts are not kept") {
    const World here = world({{"long.sql", std::string(std::size_t{9} << 20, ' ')}, {"a.sql", "select 1"}});
    for (int i = 0; i < 2; ++i) {
        CHECK(here.files->read_sql("long.sql")->size() == std::size_t{9} << 20);
        CHECK(*here.files->read_sql("a.sql") == "select 1");
    }
    CHECK(here.below->reads("a.sql") == 1);
    CHECK(here.below->reads("/top/long.sql") == 2);
}

TEST_CASE("what is written is seen") {
    const World here = world({{"a.sql", "select 1"}});
    CHECK(*here.files->read_sql("a.sql") == "select 1");
    CHECK(here.files->kind("b.sql") == FileKind::missing);
    CHECK_FALSE(here.files->write("a.sql", "select 2"));
    CHECK_FALSE(here.files->write("b.sql", "select 3"));
    CHECK(*here.files->read_sql("a.sql") == "select 2");
    CHECK(here.files->kind("b.sql") == FileKind::file);
}
