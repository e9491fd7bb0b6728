#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

bool admits_none(const Model& model, const BoundExpr& clause) {
    return clause.present() && model.facts(clause).truth == Truth::never;
}

/// A restrictive clause that is left out restricts nothing, and one that every signed-in user
/// passes restricts none of those.
bool restricts(const Model& model, RoleId role, const BoundExpr& clause) {
    if (!clause.present()) return false;
    const auto anonymous = model.reach.anonymous_roles();
    if (std::find(anonymous.begin(), anonymous.end(), role) != anonymous.end())
        return model.facts(clause).truth != Truth::always;
    return truth_when_signed_in(model.catalog, model.platform, clause) != Truth::always;
}

/// A check on the new rows of an UPDATE restricts which rows may be changed only if none passes.
bool restricts(const Model& model, RoleId role, const Policy& policy, PolicyCommand command) {
    if (restricts(model, role, gate(policy, command))) return true;
    return command == PolicyCommand::update && admits_none(model, policy.check_clause);
}

} // namespace

Privilege privilege_for(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::insert: return Privilege::insert;
    case PolicyCommand::update: return Privilege::update;
    case PolicyCommand::delete_: return Privilege::delete_;
    case PolicyCommand::select:
    case PolicyCommand::all: break;
    }
    return Privilege::select;
}

const BoundExpr& gate(const Policy& policy, PolicyCommand command) {
    const bool checked = command == PolicyCommand::insert &&
                         (policy.check_clause.present() || policy.command == PolicyCommand::insert);
    return checked ? policy.check_clause : policy.using_clause;
}

std::vector<const BoundExpr*> clauses_of(const Policy& policy) {
    std::vector<const BoundExpr*> clauses;
    for (const BoundExpr* clause : {&policy.using_clause, &policy.check_clause}) {
        if (clause->present()) clauses.push_back(clause);
    }
    return clauses;
}

bool binds_someone(const Model& model, const Policy& policy) {
    return std::any_of(policy.roles.begin(), policy.roles.end(), [&](RoleId role) {
        return role == public_role || !model.reach.exempt(role, policy.table);
    });
}

bool is_restricted(const Model& model, RelationId table, RoleId role, PolicyCommand command) {
    const auto& policies = model.catalog[table].policies;
    return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
        const Policy& policy = model.catalog[id];
        return !policy.permissive && covers(policy.command, command) &&
               model.reach.applies_to(policy, role) && restricts(model, role, policy, command);
    });
}

} // namespace rlslint
