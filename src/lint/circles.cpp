#include "rlslint/lint/circles.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "rlslint/lint/kit_policies.hpp"

namespace rlslint {
namespace {

/// By what it fails, and the relations in it.
using Key = std::pair<bool, std::set<std::uint32_t>>;

Key key_of(const Recursion& recursion) {
    Key key{recursion.by_function, {}};
    for (const RecursionStep& step : recursion.steps)
        key.second.insert(step.relation.value);
    return key;
}

void add(std::vector<Failing>& all, RelationId relation, PolicyCommand command, RoleId role) {
    const auto same = [&](const Failing& one) { return one.relation == relation && one.command == command; };
    auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) found = all.insert(found, Failing{relation, command, {}});
    found->roles.push_back(role);
}

bool has_step(const std::vector<RecursionStep>& steps, const RecursionStep& step) {
    return std::any_of(steps.begin(), steps.end(),
                       [&](const RecursionStep& known) { return known.place == step.place; });
}

void add(Circle& circle, Recursion recursion) {
    if (circle.recursion.steps.empty()) circle.recursion = recursion;
    for (const RecursionStep& step : recursion.steps) {
        if (!has_step(circle.recursion.steps, step) && !has_step(circle.others, step))
            circle.others.push_back(step);
    }
}

bool has_policies_in_force(const Relation& relation) {
    return relation.rls && !relation.policies.empty() && relation.origin.live();
}

} // namespace

std::vector<Circle> circles_of(const Model& model) {
    std::map<Key, Circle> circles;
    for (std::uint32_t i = 0; i < model.catalog.relations().size(); ++i) {
        const RelationId table{i};
        if (!has_policies_in_force(model.catalog[table])) continue;
        for (const PolicyCommand command : row_commands) {
            for (const Holder& client : clients_reaching(model, table, privilege_for(command))) {
                auto found = recursion(model.catalog, model.reach, model.access.bodies(), client.role, table,
                                       action_of(command));
                if (!found) continue;
                Circle& circle = circles[key_of(*found)];
                add(circle, std::move(*found));
                add(circle.failing, table, command, client.role);
            }
        }
    }
    std::vector<Circle> result;
    for (auto& [key, circle] : circles)
        result.push_back(std::move(circle));
    return result;
}

} // namespace rlslint
