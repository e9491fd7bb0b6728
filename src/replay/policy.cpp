#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "binding.hpp"
#include "clause_check.hpp"
#include "describe.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Policies (src/backend/commands/policy.c).
namespace rlslint::replaying {

namespace {

void require_own_table(const Replayer& r, RelationId table) {
    require_owner(r, table);
    const Relation& relation = r.catalog[table];
    if (relation.is_table()) return;
    throw Refused{sqlstate::wrong_object_type, fmt::format("\"{}\" is not a table", relation.name.text())};
}

void require_fitting_clauses(PolicyCommand command, bool using_given, bool check_given) {
    if (check_given && (command == PolicyCommand::select || command == PolicyCommand::delete_))
        throw Refused{sqlstate::syntax_error, "WITH CHECK cannot be applied to SELECT or DELETE"};
    if (using_given && command == PolicyCommand::insert)
        throw Refused{sqlstate::syntax_error, "only WITH CHECK expression allowed for INSERT"};
}

/// PUBLIC among others means PUBLIC alone (policy_role_list_to_array).
std::vector<RoleId> policy_roles(Replayer& r, const std::vector<RoleSpec>& specs) {
    std::vector<RoleId> roles = require_roles(r, specs);
    if (roles.empty() || std::find(roles.begin(), roles.end(), public_role) != roles.end())
        return {public_role};
    return roles;
}

/// Policies of a table that is known in part, and of the platform's own, may exist unseen.
PolicyId require_policy(Replayer& r, RelationId table, const Name& name) {
    if (const PolicyId found = r.catalog.find_policy(table, name.text); found.valid()) return found;
    const Relation& relation = r.catalog[table];
    if (fully_known(relation))
        throw Refused{sqlstate::undefined_object, fmt::format("policy \"{}\" for table \"{}\" does not exist",
                                                              name.text.text(), relation.name.text())};
    Policy policy;
    policy.table = table;
    policy.name = name.text;
    policy.roles = {public_role};
    policy.name_span = name.span;
    policy.origin = r.assumed();
    return r.catalog.add(std::move(policy));
}

BoundExpr bind_policy_clause(Replayer& r, RelationId table, const ClauseRef& clause) {
    BoundExpr bound = bind_clause(r, table, clause);
    require_scalar(r, bound, "policy expressions");
    require_boolean(r, bound, "POLICY");
    return bound;
}

void depend(Replayer& r, PolicyId id) {
    const Policy& policy = r.catalog[id];
    for (const BoundExpr* clause : {&policy.using_clause, &policy.check_clause})
        if (clause->present()) r.dependents.add(*clause->bindings, id);
}

} // namespace

Effect apply(Replayer& r, const CreatePolicy& create) {
    require_fitting_clauses(create.command, create.using_clause.present(), create.check_clause.present());
    std::vector<RoleId> roles = policy_roles(r, create.roles);
    const RelationId table = require_relation(r, create.table);
    require_own_table(r, table);

    Policy policy;
    policy.table = table;
    policy.name = create.name.text;
    policy.command = create.command;
    policy.permissive = create.permissive;
    policy.roles = std::move(roles);
    policy.using_clause = bind_policy_clause(r, table, create.using_clause);
    policy.check_clause = bind_policy_clause(r, table, create.check_clause);
    policy.name_span = create.name.span;
    policy.command_span = create.command_span;
    policy.roles_span = create.roles_span;
    policy.origin = r.created();
    if (r.catalog.find_policy(table, policy.name).valid())
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("policy \"{}\" for table \"{}\" already exists", policy.name.text(),
                                  r.catalog[table].name.text())};
    const PolicyId id = r.catalog.add(std::move(policy));
    depend(r, id);
    r.record(Event::Kind::created, id);
    return {};
}

Effect apply(Replayer& r, const AlterPolicy& alter) {
    std::vector<RoleId> roles = alter.roles_given ? policy_roles(r, alter.roles) : std::vector<RoleId>{};
    const RelationId table = require_relation(r, alter.table);
    require_own_table(r, table);
    BoundExpr using_clause = bind_policy_clause(r, table, alter.using_clause);
    BoundExpr check_clause = bind_policy_clause(r, table, alter.check_clause);
    const PolicyId id = require_policy(r, table, alter.name);
    require_fitting_clauses(r.catalog[id].command, alter.using_clause.present(),
                            alter.check_clause.present());
    Policy& policy = r.catalog.edit(id);
    if (alter.roles_given) {
        policy.roles = std::move(roles);
        policy.roles_span = alter.roles_span;
    }
    if (using_clause.present()) policy.using_clause = std::move(using_clause);
    if (check_clause.present()) policy.check_clause = std::move(check_clause);
    r.touch(policy.origin);
    depend(r, id);
    r.record(Event::Kind::altered, id);
    return {};
}

} // namespace rlslint::replaying
