// What a finding says can be done is done: each file of fixtures/proofs holds statements that show what a rule is
// about, and what they come to on the rule's fixtures: rows that the last one gives or changes, or the SQLSTATE of
// the first that fails. Every bad fixture is shown to be bad, and good ones harmless by the same statements.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "history_on_server.hpp"
#include "seed.hpp"

using namespace rlslint::testing;

namespace {

namespace fs = std::filesystem;

/// SQL that is run as one role; as the superuser, to put rows in, where it is called "rows".
struct Step {
    std::string role;
    std::string sql;
};

struct Proof {
    std::vector<Step> steps;
    std::map<std::string, std::string> outcomes; ///< by fixture
};

/// "-- rows" and "-- as ROLE" begin a step, "-- FIXTURE: OUTCOME" tells what becomes of the steps before it.
std::vector<Proof> read_proofs(const fs::path& file) {
    std::ifstream in{file};
    std::vector<Proof> proofs;
    for (std::string line; std::getline(in, line);) {
        const bool step = line == "-- rows" || line.starts_with("-- as ");
        if (step) {
            if (proofs.empty() || !proofs.back().outcomes.empty()) proofs.emplace_back();
            proofs.back().steps.push_back({line.substr(line.rfind(' ') + 1), ""});
        } else if (line.starts_with("-- bad_") || line.starts_with("-- good_")) {
            const std::size_t colon = line.find(": ");
            proofs.back().outcomes[line.substr(3, colon - 3)] = line.substr(colon + 2);
        } else if (!line.starts_with("--")) {
            proofs.back().steps.back().sql += line + "\n";
        }
    }
    return proofs;
}

/// No trigger fires, and no foreign key is asked.
void put_rows(Connection& session, const std::string& sql) {
    session.query("set local session_replication_role = replica;" + sql +
                  "; set local session_replication_role = origin");
}

void put_users(Connection& session) {
    if (session.value("select to_regclass('auth.users')").empty()) return;
    for (const char* user : users)
        put_rows(session, "insert into auth.users (id) values ('" + std::string{user} + "')");
}

std::string outcome(const ServerHistory& history, const Proof& proof) {
    Connection session = history.server().connect(PrivateServer::superuser);
    session.query("begin");
    put_users(session);
    Answer answer;
    for (const Step& step : proof.steps) {
        session.reset();
        if (step.role == "rows") {
            put_rows(session, step.sql);
            continue;
        }
        session.become(step.role, claims_of(step.role));
        answer = session.run(step.sql);
        if (answer.error) return answer.error->sqlstate;
    }
    return std::to_string(answer.affected);
}

void check_proofs(const std::string& rule, const std::vector<Proof>& proofs) {
    std::size_t harmless = 0;
    for (const std::string& name : rule_fixture_names(rule)) {
        const auto about = [&](const Proof& proof) { return proof.outcomes.contains(name); };
        const bool shown = std::any_of(proofs.begin(), proofs.end(), about);
        INFO("fixtures/rules/", rule, "/", name);
        if (name.starts_with("bad_"))
            CHECK_MESSAGE(shown, "fixtures/proofs/" << rule << ".sql says nothing of it");
        if (!shown) continue;
        if (name.starts_with("good_")) ++harmless;
        const Fixture fixture = rule_fixture(rule, name);
        const ServerHistory history{fixture.profile, fixture.sources, fixture.sections};
        for (const Proof& proof : proofs) {
            if (!about(proof)) continue;
            INFO(proof.steps.back().sql);
            CHECK(outcome(history, proof) == proof.outcomes.at(name));
        }
    }
    CAPTURE(rule);
    CHECK(harmless > 0);
}

} // namespace

TEST_CASE("what is said can be done is done, and not where nothing is said") {
    if (!server_at_hand()) return;
    std::vector<fs::path> files{fs::directory_iterator{fs::path{RLSLINT_SOURCE_DIR} / "fixtures" / "proofs"},
                                {}};
    std::sort(files.begin(), files.end());
    REQUIRE(!files.empty());
    for (const fs::path& file : files)
        check_proofs(file.stem().string(), read_proofs(file));
}
