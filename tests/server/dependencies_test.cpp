// What names were bound to at creation, as pg_depend has it: a policy, view, default or SQL-standard body means the
// objects that it meant then, whatever is made, renamed or moved later.

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <doctest/doctest.h>

#include "dependencies.hpp"
#include "difference.hpp"
#include "fixture.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

bool asked_for(const std::string& name) {
    const char* wanted = std::getenv("RLSLINT_FIXTURE");
    return wanted == nullptr || name.find(wanted) != std::string::npos;
}

std::string without(const std::set<std::string>& names, const std::set<std::string>& others) {
    std::vector<std::string> rest;
    std::set_difference(names.begin(), names.end(), others.begin(), others.end(), std::back_inserter(rest));
    std::string list;
    for (const std::string& name : rest)
        list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "nothing" : list;
}

} // namespace

TEST_CASE("names are bound to what a real server binds them to") {
    if (!server_at_hand()) return;
    for (const std::string& name : fixture_names()) {
        if (!asked_for(name)) continue;
        CAPTURE(name);
        Fixture fixture = load_fixture(name);
        const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
        const References theirs = references(server);
        for (const auto& [object, ours] : references(replayed(fixture).catalog)) {
            const auto found = theirs.find(object);
            if (found == theirs.end() || found->second == ours) continue;
            FAIL_CHECK(name << " | " << object << " | only ours: " << without(ours, found->second)
                            << "; only the server's: " << without(found->second, ours));
        }
    }
}
