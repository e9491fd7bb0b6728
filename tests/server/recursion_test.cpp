// Which statements end in infinite recursion, held against a server: the fixtures of recursive-policy, each
// table asked by each role with each command.

#include <doctest/doctest.h>

#include "rlslint/access/recursion.hpp"
#include "rlslint/lint/kit_policies.hpp"

#include "rule_on_server.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

/// The SQLSTATE where it is one of recursion, else "".
std::string recursion_of(const Answer& answer) {
    const bool recurses =
        answer.error && (answer.error->sqlstate == "42P17" || answer.error->sqlstate == "54001");
    return recurses ? answer.error->sqlstate : "";
}

bool compare(const RuleOnServer& both, RelationId table, RoleId role, PolicyCommand command) {
    const Model& model = both.model();
    const auto found =
        recursion(model.catalog, model.reach, model.access.bodies(), role, table, action_of(command));
    CAPTURE(model.catalog.name_of(table));
    CAPTURE(model.catalog.name_of(role));
    CAPTURE(std::string{verb(command)});
    CHECK(recursion_of(both.run_as(role, harmless(model, table, command))) == (!found ? ""
                                                                               : found->by_function
                                                                                   ? "54001"
                                                                                   : "42P17"));
    return found.has_value();
}

/// Compares every statement; how many ended in recursion.
std::size_t compare(const RuleOnServer& both) {
    std::size_t recursive = 0;
    for (const RelationId table : both.model().tables()) {
        for (const RoleId role : both.model().reach.api_roles()) {
            for (const PolicyCommand command : row_commands)
                recursive += compare(both, table, role, command) ? 1 : 0;
        }
    }
    return recursive;
}

} // namespace

TEST_CASE("recursive-policy: the statements that are named fail, and no others") {
    if (!server_at_hand()) return;
    for (const std::string& name : rule_fixture_names("recursive-policy")) {
        CAPTURE(name);
        const RuleOnServer both{rule_fixture("recursive-policy", name)};
        CHECK((compare(both) > 0) == name.starts_with("bad_"));
    }
}
