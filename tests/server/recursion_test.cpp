// Which statements end in infinite recursion, held against a server: the fixtures of recursive-policy, each
// table asked by each role with each command.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "rlslint/access/recursion.hpp"
#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/model.hpp"
#include "rlslint/replay/history.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "seed.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

namespace fs = std::filesystem;

/// Reads a column, and changes nothing that is seeded.
std::string statement(const Model& model, RelationId table, PolicyCommand command) {
    const std::string name = model.catalog.name_of(table);
    const std::string column{model.catalog[table].columns.front().name.text()};
    switch (command) {
    case PolicyCommand::insert: return "insert into " + name + " default values";
    case PolicyCommand::update: return "update " + name + " set " + column + " = " + column + " where true";
    case PolicyCommand::delete_: return "delete from " + name + " where " + column + " is not null";
    default: return "select * from " + name;
    }
}

/// One fixture, replayed by us and run on the server, with rows in every table.
class Both {
public:
    explicit Both(Fixture fixture)
        : fixture_(std::move(fixture)), server_(fixture_.profile, fixture_.sources, fixture_.sections),
          history_(replay(fixture_.sources, schema(), fixture_.sections, fixture_.profile.platform)),
          model_(fixture_.sources, history_, fixture_.profile.platform) {
        Connection superuser = server_.server().connect(PrivateServer::superuser);
        for (const RelationId table : model_.tables())
            seed(superuser, model_.catalog.name_of(table), 4);
    }

    /// Compares every statement; how many ended in recursion.
    std::size_t compare() {
        std::size_t recursive = 0;
        for (const RelationId table : model_.tables()) {
            for (const RoleId role : model_.reach.api_roles()) {
                for (const PolicyCommand command : row_commands)
                    recursive += compare(table, role, command) ? 1 : 0;
            }
        }
        return recursive;
    }

private:
    bool compare(RelationId table, RoleId role, PolicyCommand command) {
        const auto found =
            recursion(model_.catalog, model_.reach, model_.access.bodies(), role, table, action_of(command));
        const std::string code = run(table, role, command);
        CAPTURE(model_.catalog.name_of(table));
        CAPTURE(model_.catalog.name_of(role));
        CAPTURE(std::string{verb(command)});
        CHECK(code == (!found ? "" : found->by_function ? "54001" : "42P17"));
        return found.has_value();
    }

    /// The SQLSTATE where it is one of recursion, else "".
    std::string run(RelationId table, RoleId role, PolicyCommand command) {
        Connection session = server_.server().connect("authenticator");
        session.query("begin");
        const std::string name = model_.catalog.name_of(role);
        const std::string user = name == "anon" ? "" : R"(, "sub": ")" + std::string{users[0]} + "\"";
        session.become(name, R"({"role": ")" + name + "\"" + user + "}");
        const Answer answer = session.run(statement(model_, table, command));
        const bool recurses =
            answer.error && (answer.error->sqlstate == "42P17" || answer.error->sqlstate == "54001");
        return recurses ? answer.error->sqlstate : "";
    }

    SourceId schema() {
        return fixture_.sources.add(
            {"<profile>/schema.sql", fixture_.profile.schema_sql, Encoding::utf8, {}, true});
    }

    Fixture fixture_;
    ServerHistory server_;
    History history_;
    Model model_;
};

std::string text_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

TEST_CASE("recursive-policy: the statements that are named fail, and no others") {
    if (!server_at_hand()) return;
    std::vector<fs::path> files;
    for (const auto& entry :
         fs::directory_iterator{fs::path{RLSLINT_SOURCE_DIR} / "fixtures/rules/recursive-policy"})
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        const std::string name = file.filename().string();
        CAPTURE(name);
        Both both{fixture_of(name, "supabase-auto-expose", text_of(file))};
        CHECK((both.compare() > 0) == name.starts_with("bad_"));
    }
}
