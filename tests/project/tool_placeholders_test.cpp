#include <doctest/doctest.h>

#include "rlslint/project/tool_placeholders.hpp"
#include "support/memory_files.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

ToolPlaceholders of(Layout layout, const MemoryFiles& files, const std::string& root = ".") {
    return tool_placeholders(files, {root, layout, {}, {}});
}

} // namespace

TEST_CASE("Flyway's placeholders: flyway.conf, flyway.toml, Spring") {
    const MemoryFiles conf{{"flyway.conf",
                            "# flyway.placeholders.no=x\nflyway.placeholders.app = app_user\n"
                            "flyway.schemas=core, other\nflyway.placeholders.secret=${env.X}\n"}};
    const ToolPlaceholders from_conf = of(Layout::flyway, conf, "db");
    CHECK(from_conf.file == "flyway.conf");
    CHECK(from_conf.values == PlaceholderValues{{"app", "app_user"}, {"flyway:defaultSchema", "core"}});
    const MemoryFiles toml{{"db/flyway.toml", "[flyway]\ndefaultSchema = 'core'\n[flyway.placeholders]\n"
                                              "app = 'app_user'\nn = 1\n"}};
    CHECK(of(Layout::flyway, toml, "db").values ==
          PlaceholderValues{{"app", "app_user"}, {"flyway:defaultSchema", "core"}});
    const MemoryFiles spring{
        {"src/main/resources/application.properties", "spring.flyway.placeholders.app=app_user\n"}};
    CHECK(of(Layout::flyway, spring).values == PlaceholderValues{{"app", "app_user"}});
}

TEST_CASE("Liquibase's: properties of a changelog in YAML") {
    const MemoryFiles files{{"db/changelog/db.changelog-master.yaml",
                             "databaseChangeLog:\n  - property:\n      name: schema\n      value: \"core\"\n"
                             "  - property:\n      name: other\n      value: x\n      dbms: oracle\n"
                             "  - include:\n      file: a.sql\n"}};
    const ToolPlaceholders found = of(Layout::liquibase, files, "db");
    CHECK(found.values == PlaceholderValues{{"schema", "core"}});
    CHECK(found.file == "db/changelog/db.changelog-master.yaml");
}

TEST_CASE("Liquibase's: properties, and <property> of a changelog") {
    const MemoryFiles files{{"liquibase.properties", "url: x\nparameter.app: app_user\n"},
                            {"changelog.xml",
                             "<property name=\"app\" value=\"no\"/>\n<property value='core' name='schema'\n/>"
                             "<property name=\"x\" value=\"y\" dbms=\"oracle\"/>"}};
    CHECK(of(Layout::liquibase, files).values == PlaceholderValues{{"app", "app_user"}, {"schema", "core"}});
}

TEST_CASE("Graphile Migrate's: .gmrc with comments, without what the environment gives") {
    const MemoryFiles files{
        {".gmrc", "{\n// users\n\"placeholders\": {\":APP\": \"app_user\", \":X\": \"!ENV\"}}"}};
    CHECK(of(Layout::graphile_migrate, files).values == PlaceholderValues{{"APP", "app_user"}});
}

TEST_CASE("only the project's own tool is asked, within the repository") {
    const MemoryFiles files{{"flyway.conf", "flyway.placeholders.app=x\n"}, {"r/.git/HEAD", ""}};
    CHECK(of(Layout::dbmate, files).values.empty());
    CHECK(of(Layout::flyway, files, "r/db").values.empty());
    const MemoryFiles broken{{"flyway.toml", "[flyway"}, {".gmrc", "{"}};
    CHECK(of(Layout::flyway, broken).values.empty());
    CHECK(of(Layout::graphile_migrate, broken).values.empty());
}
