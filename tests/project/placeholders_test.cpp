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

    Loaded(const std::string& sql, const PlaceholderValues& values, Layout layout = Layout::plain) {
        const MemoryFiles files{{"a.sql", sql}};
        Project project;
        project.layout = layout;
        project.files = {{"a.sql", false}};
        sections = load(files, project, sources, notes, values);
    }
    [[nodiscard]] const std::string& text() const { return sources[{0}].text; }
};

std::string filled(const std::string& sql, const PlaceholderValues& values = {}) {
    return Loaded(sql, values).text();
}

} // namespace

TEST_CASE("placeholders take their values, or their own names") {
    CHECK(filled("create table ${schema}.t (a int);") == "create table schema.t (a int);");
    CHECK(filled("create table ${schema}.t (a int);", {{"schema", "shop"}}) ==
          "create table shop.t (a int);");
    CHECK(filled("create table {{ .Prefix }}_t (a int);") == "create table prefix_t (a int);");
    CHECK(filled("create table {{ index .Options \"Namespace\" }}.t (a int);", {{"Namespace", "auth"}}) ==
          "create table auth.t (a int);");
    CHECK(filled("create table \"{{ index .Options \"Namespace\" }}\".t (a int);") ==
          "create table \"namespace\".t (a int);");
    CHECK(filled("{{ if .Up }}select 1;{{ end }}") == " select 1; ");
    CHECK(filled("select @extschema@.f()") == "select extschema.f()");
    CHECK(filled("grant x to ${user};") == "grant x to \"user\";");
    CHECK(filled("set a = ${A:-b}") == "set a = b");
}

TEST_CASE("psql's variables are told from casts and slices, and only psql has them") {
    CHECK(filled("alter role :name password :'pw'; select a::int, b[1:n], c[:n], :\"Col\", d := 1") ==
          "alter role name password 'pw'; select a::int, b[1:n], c[:n], \"col\", d := 1");
    CHECK(filled("\\set name app\nalter role :name;") == "\\set name app\nalter role app;");
    CHECK(Loaded("select :name", {}, Layout::prisma).text() == "select :name");
}

TEST_CASE("strings and comments keep what has no value; function bodies are code") {
    CHECK(filled("select '${a}', '{{1,2},{3,4}}' -- ${a}", {}) == "select '${a}', '{{1,2},{3,4}}' -- ${a}");
    CHECK(filled("select '${a}'", {{"a", "b"}}) == "select 'b'");
    CHECK(filled("do $$ begin perform ${s}.f(); end $$", {}) == "do $$ begin perform s.f(); end $$");
    CHECK(filled("select a -> '${b}' from {c}") == "select a -> '${b}' from {c}");
}

TEST_CASE("places are those of the file as written") {
    const Loaded loaded("select ${long_name}, x;", {{"long_name", "y"}});
    CHECK(loaded.text() == "select y, x;");
    const auto written = [&](std::uint32_t begin, std::uint32_t end) {
        const Span span = loaded.sources.written({{0}, begin, end});
        return std::pair{span.begin, span.end};
    };
    CHECK(written(0, 6) == std::pair{0u, 6u});
    CHECK(written(7, 8) == std::pair{7u, 19u});
    CHECK(written(10, 11) == std::pair{21u, 22u});
    CHECK(loaded.sources[{0}].written() == "select ${long_name}, x;");
    CHECK(loaded.notes.empty());
}

TEST_CASE("placeholders without a value are noted") {
    const Loaded loaded("select ${a}, ${b}, ${a};", {{"b", "1"}});
    REQUIRE(loaded.notes.size() == 1);
    CHECK(loaded.notes[0].message == "placeholders without a value, taken by their names: ${a}; "
                                     "[placeholders] in rlslint.toml gives them one");
    CHECK(loaded.notes[0].severity == Severity::info);
}

TEST_CASE("Liquibase's --property lines") {
    const Loaded loaded("--liquibase formatted sql\n--property name:schema value:core\n"
                        "-- property dbms:oracle name:other value:x\n--property name:schema value:late\n"
                        "--changeset me:1\nselect ${schema}, ${other};\n",
                        {}, Layout::liquibase);
    CHECK(loaded.text().find("select core, other;") != std::string_view::npos);
}

TEST_CASE("what a shell puts for a variable that is not set") {
    CHECK(Loaded("set role ${ROLE:-app};", {}).text() == "set role app;");
    CHECK(Loaded("set role ${ROLE-app};", {}).text() == "set role app;");
    CHECK(Loaded("set role ${ROLE};", {}).text() == "set role role;");
}
