#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "difference.hpp"

using namespace rlslint::testing;

namespace {

// Lines "fixture | where | reason": what the replay does not get right yet.
std::map<std::string, std::set<std::string>> known_differences() {
    std::map<std::string, std::set<std::string>> known;
    std::ifstream file{std::string{RLSLINT_SOURCE_DIR} + "/fixtures/histories/known_differences.txt"};
    for (std::string line; std::getline(file, line);) {
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        if (line.starts_with('#') || second == std::string::npos) continue;
        known[line.substr(0, first)].insert(line.substr(first + 3, second - first - 3));
    }
    return known;
}

bool asked_for(const std::string& name) {
    const char* wanted = std::getenv("RLSLINT_FIXTURE");
    return wanted == nullptr || name.find(wanted) != std::string::npos;
}

} // namespace

TEST_CASE("the replay agrees with a real server") {
    if (!server_at_hand()) return;
    std::map<std::string, std::set<std::string>> known = known_differences();
    for (const std::string& name : fixture_names()) {
        if (!asked_for(name)) continue;
        CAPTURE(name);
        Fixture fixture = load_fixture(name);
        std::set<std::string>& expected = known[name];
        for (const Difference& difference : compare(fixture)) {
            if (expected.erase(difference.where) > 0) continue;
            FAIL_CHECK(name << " | " << difference.where << " | " << difference.detail);
        }
        for (const std::string& where : expected) {
            FAIL_CHECK(name << " | " << where
                            << " is listed in known_differences.txt, but they agree on it now");
        }
    }
}
