// The SQL with which `rlslint explain` shows who reaches a table is run as printed: it must find what it says.

#include <sstream>

#include <doctest/doctest.h>

#include "rlslint/cli/run.hpp"

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "seed.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// The statements of the story's last part, with what is said of them.
struct Step {
    std::string sql;
    std::string outcome; ///< "no row", "every row" …; empty where nothing is said
};

std::vector<Step> steps_of(const Fixture& fixture, const std::string& table) {
    const auto files = disk();
    std::ostringstream out, err;
    Io io{*files, out, err, false, 100, {}};
    const int code = run({"explain", table, "--profile", fixture.profile.platform.profile,
                          RLSLINT_SOURCE_DIR "/fixtures/" + fixture.name},
                         io);
    INFO(err.str());
    REQUIRE(code == 0);
    const std::string text = out.str(), heading = "To see it on a server\n";
    REQUIRE(text.find(heading) != std::string::npos);
    std::istringstream lines(text.substr(text.find(heading) + heading.size()));
    std::vector<Step> steps;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t comment = line.find("; -- ");
        if (line.starts_with("  -- ")) continue; // no privilege: it would end the transaction
        steps.push_back({line.substr(0, comment), comment == line.npos ? "" : line.substr(comment + 5)});
    }
    return steps;
}

/// How many statements met what was said of them.
std::size_t try_steps(Connection& session, const Fixture& fixture, const std::string& table) {
    const std::string all = session.value("select count(*) from " + table);
    std::size_t met = 0;
    for (const Step& step : steps_of(fixture, table)) {
        CAPTURE(step.sql);
        if (step.outcome.empty()) {
            CHECK(session.run(step.sql).ok());
            continue;
        }
        session.run("savepoint before");
        const Answer answer = session.run(step.sql);
        session.run("rollback to savepoint before");
        // What a constraint or the check on new rows refuses says nothing of the rows that are found.
        const bool select = step.sql.find("select") != step.sql.npos;
        CHECK((answer.ok() || !select));
        if (!answer.ok()) continue;
        if (step.outcome == "no row") CHECK(answer.affected == 0);
        if (step.outcome == "every row") CHECK(std::to_string(answer.affected) == all);
        ++met;
    }
    return met;
}

} // namespace

TEST_CASE("what explain prints to be run finds what it says") {
    if (!server_at_hand()) return;
    std::size_t met = 0;
    for (const std::string& name : fixture_names()) {
        if (!name.starts_with("projects/")) continue;
        const Fixture fixture = load_fixture(name);
        const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
        Connection session = server.server().connect(PrivateServer::superuser);
        const auto tables = session.query("select format('%s.%s', schemaname, tablename) from pg_tables "
                                          "where schemaname = 'public' order by 1");
        for (const Row& table : tables)
            seed(session, table.front().value(), 3);
        for (const Row& table : tables) {
            CAPTURE(table.front().value());
            met += try_steps(session, fixture, table.front().value());
        }
    }
    CHECK(met > 20);
}
