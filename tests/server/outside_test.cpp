// Other people's SQL, run by hand: RLSLINT_OUTSIDE names files and folders, divided by colons (PostgreSQL's
// regression scripts, real projects). Each project is replayed and run on the server, and all that differs is told.

#include <cstdlib>
#include <sstream>

#include <doctest/doctest.h>

#include "difference.hpp"

using namespace rlslint::testing;

namespace {

std::vector<std::string> paths_from(const char* variable) {
    std::vector<std::string> paths;
    const char* text = std::getenv(variable);
    std::istringstream in{text == nullptr ? "" : text};
    for (std::string path; std::getline(in, path, ':');)
        paths.push_back(path);
    return paths;
}

void tell(const Fixture& project, const Comparison& compared) {
    MESSAGE(project.name << " (" << project.profile.platform.profile << "): " << compared.agreed
                         << " statements agree, " << compared.unclaimed << " are not claimed to be known, "
                         << compared.refused_queries.size() << " queries are refused, "
                         << compared.differences.size() << " differences");
    for (const Difference& difference : compared.differences) {
        FAIL_CHECK(project.name << " | " << difference.where << " | " << difference.detail);
    }
}

} // namespace

TEST_CASE("the replay agrees with a real server on SQL from elsewhere") {
    const std::vector<std::string> paths = paths_from("RLSLINT_OUTSIDE");
    if (paths.empty() || !server_at_hand()) return;
    for (const std::string& path : paths) {
        for (Fixture& project : load_projects(path))
            tell(project, compare_both_ways(project));
    }
}
