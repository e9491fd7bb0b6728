// Which statements end in infinite recursion, held against a server: the fixtures of recursive-policy, each
// table asked by each role with each command.

#include <regex>
#include <string>
#include <string_view>

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

/// "to insert public.members (authenticated) … fails", with the code that stands before it: each is tried. How many.
std::size_t try_named(const RuleOnServer& both, const Finding& finding) {
    static const std::regex named{R"((read|insert|update|delete) (\S+) \(([^)]+)\))"};
    const Model& model = both.model();
    const std::string code = finding.message.find("54001") != std::string::npos ? "54001" : "42P17";
    std::size_t tried = 0;
    for (std::sregex_iterator at{finding.message.begin(), finding.message.end(), named}, end; at != end;
         ++at) {
        for (const RelationId table : model.tables()) {
            if (model.catalog.name_of(table) != (*at)[2]) continue;
            for (const PolicyCommand command : row_commands) {
                for (const RoleId role : model.reach.api_roles()) {
                    const bool asked = (*at)[1] == std::string{verb(command)} &&
                                       (*at)[3].str().find(model.catalog.name_of(role)) != std::string::npos;
                    if (!asked) continue;
                    ++tried;
                    CHECK(recursion_of(both.run_as(role, harmless(model, table, command))) == code);
                }
            }
        }
    }
    return tried;
}

} // namespace

TEST_CASE("recursive-policy: what each finding's message names fails with the code that it names") {
    if (!server_at_hand()) return;
    for (const std::string& name : rule_fixture_names("recursive-policy")) {
        if (!name.starts_with("bad_")) continue;
        CAPTURE(name);
        const RuleOnServer both{rule_fixture("recursive-policy", name)};
        for (const Finding& finding : both.findings("recursive-policy")) {
            CAPTURE(finding.message);
            CHECK(try_named(both, finding) > 0);
        }
    }
}

TEST_CASE("recursive-policy: the statements that are named fail, and no others") {
    if (!server_at_hand()) return;
    for (const std::string& name : rule_fixture_names("recursive-policy")) {
        CAPTURE(name);
        const RuleOnServer both{rule_fixture("recursive-policy", name)};
        CHECK((compare(both) > 0) == name.starts_with("bad_"));
    }
}
