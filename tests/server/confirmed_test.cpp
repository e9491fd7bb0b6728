// What some rules find in their fixtures, confirmed on a server, finding by finding.

#include <algorithm>
#include <functional>
#include <optional>

#include <doctest/doctest.h>

#include "rlslint/lint/kit_policies.hpp"
#include "rlslint/lint/revokes.hpp"

#include "rule_on_server.hpp"

using namespace rlslint;
using namespace rlslint::testing;

namespace {

std::string code_of(const Answer& answer) { return answer.error ? answer.error->sqlstate : ""; }

/// The policies, or relations, that a rule's findings are about, by subject.
const Policy* policy_named(const Model& model, const std::string& subject) {
    for (const PolicyId id : model.policies()) {
        if (model.catalog.name_of(id) == subject) return &model.catalog[id];
    }
    return nullptr;
}

std::optional<RelationId> relation_named(const Model& model, const std::string& name) {
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        if (relations[i].origin.live() && model.catalog.name_of(RelationId{i}) == name) return RelationId{i};
    }
    return std::nullopt;
}

/// The API roles that a message names before `verb`.
std::vector<RoleId> who(const Model& model, const std::string& message, const std::string& verb) {
    std::string before = " " + message.substr(0, message.find(verb)) + " ";
    std::replace(before.begin(), before.end(), ',', ' ');
    std::vector<RoleId> roles;
    for (const RoleId role : model.reach.api_roles()) {
        if (before.find(" " + model.catalog.name_of(role) + " ") != std::string::npos) roles.push_back(role);
    }
    return roles;
}

using Confirm = std::function<void(const RuleOnServer&, const Finding&)>;

void confirm_all(const std::string& rule, const Confirm& confirm) {
    if (!server_at_hand()) return;
    for (const std::string& name : rule_fixture_names(rule)) {
        CAPTURE(name);
        const RuleOnServer both{rule_fixture(rule, name)};
        const std::vector<Finding> found = both.findings(rule);
        CHECK(found.empty() != name.starts_with("bad_"));
        for (const Finding& finding : found) {
            CAPTURE(finding.message);
            confirm(both, finding);
        }
    }
}

/// Rows in the table, or new ones, by this policy alone.
std::int64_t rows_by(const RuleOnServer& both, const Policy& policy, RoleId role, PolicyCommand command) {
    Connection session = both.superuser();
    session.query("begin");
    for (const PolicyId other : both.model().catalog[policy.table].policies) {
        if (&both.model().catalog[other] != &policy && both.model().catalog[other].permissive)
            session.query(drop_policy(both.model(), other));
    }
    session.become(both.model().catalog.name_of(role), R"({"role": "authenticated", "sub":)"
                                                       R"("a0000000-0000-0000-0000-000000000001"})");
    const Answer answer = session.run(harmless(both.model(), policy.table, command));
    return answer.error ? 0 : static_cast<std::int64_t>(answer.affected);
}

bool holds(Connection& superuser, const std::string& role, const std::string& object,
           const std::string& privilege) {
    const std::string function = object.starts_with("schema ") ? "has_schema_privilege"
                                 : object.ends_with(')')       ? "has_function_privilege"
                                                               : "has_table_privilege";
    const std::string name = object.starts_with("schema ") ? object.substr(7) : object;
    return superuser.value("select " + function + "('" + role + "', '" + name + "', '" + privilege + "')") ==
           "t";
}

} // namespace

TEST_CASE("dead-policy-clause: by such a policy alone nothing passes") {
    confirm_all("dead-policy-clause", [](const RuleOnServer& both, const Finding& finding) {
        const Policy* policy = policy_named(both.model(), finding.subject);
        REQUIRE(policy != nullptr);
        CHECK(both.superuser().value("select count(*) from " + both.model().catalog.name_of(policy->table)) !=
              "0");
        const std::vector<RoleId> clients = clients_of(both.model(), *policy);
        CHECK(!clients.empty());
        for (const RoleId role : clients) {
            for (const PolicyCommand command : commands_of(*policy))
                CHECK(rows_by(both, *policy, role, command) == 0);
        }
    });
}

TEST_CASE("policy-without-grant: who the policy is for is refused each of its commands") {
    confirm_all("policy-without-grant", [](const RuleOnServer& both, const Finding& finding) {
        const Policy* policy = policy_named(both.model(), finding.subject);
        REQUIRE(policy != nullptr);
        std::size_t asked = 0;
        for (const RoleId role : both.model().reach.api_roles()) {
            if (!both.model().reach.applies_to(*policy, role)) continue;
            for (const PolicyCommand command : commands_of(*policy)) {
                ++asked;
                CHECK(code_of(both.run_as(role, harmless(both.model(), policy->table, command))) == "42501");
            }
        }
        CHECK(asked > 0);
    });
}

TEST_CASE("view-unreadable: the roles that are named are refused the view") {
    confirm_all("view-unreadable", [](const RuleOnServer& both, const Finding& finding) {
        const std::vector<RoleId> roles = who(both.model(), finding.message, " may read ");
        CHECK(!roles.empty());
        for (const RoleId role : roles)
            CHECK(code_of(both.run_as(role, "select * from " + finding.subject)) == "42501");
    });
}

TEST_CASE("lookup-hidden-by-rls: the roles that are named see no row of a table that has some") {
    confirm_all("lookup-hidden-by-rls", [](const RuleOnServer& both, const Finding& finding) {
        const std::string of = " no row of ";
        const auto begin = finding.message.find(of) + of.size();
        const std::string table = finding.message.substr(begin, finding.message.find(':') - begin);
        REQUIRE(relation_named(both.model(), table));
        CHECK(both.superuser().value("select count(*) from " + table) != "0");
        const std::vector<RoleId> roles = who(both.model(), finding.message, " no row of ");
        CHECK(!roles.empty());
        for (const RoleId role : roles) {
            const Answer answer = both.run_as(role, "select * from " + table);
            CHECK(!answer.error);
            CHECK(answer.affected == 0);
        }
    });
}

TEST_CASE("revoke-without-effect: what is said to be left is left") {
    if (!server_at_hand()) return;
    std::size_t asked = 0;
    for (const std::string& name : rule_fixture_names("revoke-without-effect")) {
        CAPTURE(name);
        const RuleOnServer both{rule_fixture("revoke-without-effect", name)};
        Connection superuser = both.superuser();
        for (const LeftByRevoke& left : left_by_revokes(both.model())) {
            for (const RoleId role : left.roles) {
                const std::string who = role == public_role ? "public" : both.model().catalog.name_of(role);
                for (const Privilege privilege : all_privileges) {
                    if (!left.privileges.has(privilege) || privilege == Privilege::maintain) continue;
                    for (const std::string& object : left.objects) {
                        ++asked;
                        CAPTURE(object);
                        CHECK(holds(superuser, who, object, in_prose(PrivilegeSet{privilege})));
                    }
                }
            }
        }
    }
    CHECK(asked > 0);
}
