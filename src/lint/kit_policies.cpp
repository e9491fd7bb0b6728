#include "rlslint/lint/kit_policies.hpp"

#include <algorithm>
#include <iterator>

namespace rlslint {
namespace {

bool is_listed(const std::vector<Symbol>& names, Symbol name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

template <std::size_t n> bool is_one_of(std::string_view name, const std::string_view (&names)[n]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// What owner columns are called where no configuration says so.
bool names_owner(std::string_view name) {
    return is_one_of(name, {"user_id", "owner_id", "owner", "userid", "author_id"});
}

bool names_tenant(std::string_view name) {
    return is_one_of(name, {"tenant_id", "tenant", "org_id", "organization_id", "organisation_id",
                            "workspace_id", "team_id", "company_id"});
}

/// Who did something to a row, which is not whose it is.
bool names_actor(std::string_view name) { return name.ends_with("_by"); }

} // namespace

bool is_in_force(const Model& model, const Policy& policy) {
    const Relation& table = model.catalog[policy.table];
    return (table.rls || table.origin.assumed) && binds_someone(model, policy);
}

bool may_compare_policies(const Model& model, RelationId table) {
    constexpr std::size_t most = 200;
    return model.catalog[table].policies.size() <= most;
}

std::vector<PolicyCommand> commands_of(const Policy& policy) {
    std::vector<PolicyCommand> commands;
    for (const PolicyCommand command : row_commands) {
        if (covers(policy.command, command)) commands.push_back(command);
    }
    return commands;
}

std::vector<RoleId> clients_of(const Model& model, const Policy& policy, PolicyCommand command) {
    std::vector<RoleId> clients;
    if (!covers(policy.command, command)) return clients;
    for (const RoleId role : model.reach.api_roles()) {
        const bool bound = model.reach.applies_to(policy, role) && !model.reach.exempt(role, policy.table);
        if (bound && model.reach.reachable(role, policy.table).has(privilege_for(command)))
            clients.push_back(role);
    }
    return clients;
}

std::vector<RoleId> clients_of(const Model& model, const Policy& policy) {
    std::vector<RoleId> clients;
    for (const RoleId role : model.reach.api_roles()) {
        const auto commands = commands_of(policy);
        const bool any = std::any_of(commands.begin(), commands.end(), [&](PolicyCommand command) {
            const auto of_command = clients_of(model, policy, command);
            return std::find(of_command.begin(), of_command.end(), role) != of_command.end();
        });
        if (any) clients.push_back(role);
    }
    return clients;
}

namespace {

bool calls_functions(const Model& model, const BoundExpr& clause, std::vector<RelationId>& seen) {
    const Tree& tree = *clause.tree;
    for (std::uint32_t i = 0; i < tree.expr_count(); ++i) {
        if (!std::holds_alternative<Call>(tree[ExprId{i}].node)) continue;
        const BoundFunction* bound = clause.bindings->functions.find(ExprId{i});
        const bool known =
            bound != nullptr && (!bound->function.valid() || model.catalog[bound->function].origin.profile);
        if (!known) return true;
    }
    const auto& relations = clause.bindings->relations;
    return std::any_of(relations.begin(), relations.end(), [&](const auto& entry) {
        const RelationId relation = entry.second;
        if (!relation.valid() || std::find(seen.begin(), seen.end(), relation) != seen.end()) return false;
        seen.push_back(relation);
        const auto& policies = model.catalog[relation].policies;
        return std::any_of(policies.begin(), policies.end(), [&](PolicyId id) {
            const Policy& policy = model.catalog[id];
            return covers(policy.command, PolicyCommand::select) && policy.using_clause.present() &&
                   calls_functions(model, policy.using_clause, seen);
        });
    });
}

} // namespace

bool calls_functions(const Model& model, const BoundExpr& clause) {
    std::vector<RelationId> seen;
    return calls_functions(model, clause, seen);
}

Truth truth_for(const Model& model, RoleId role, const BoundExpr& clause) {
    std::optional<Truth> all;
    for (const Caller& caller : model.access.callers(role)) {
        const Truth one = model.access.truth(caller, clause);
        if (all && *all != one) return Truth::depends;
        all = one;
    }
    return all.value_or(Truth::unknown);
}

Action action_of(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::insert: return Action::insert;
    case PolicyCommand::update: return Action::update;
    case PolicyCommand::delete_: return Action::delete_;
    case PolicyCommand::select:
    case PolicyCommand::all: break;
    }
    return Action::select;
}

bool is_anonymous(const Model& model, RoleId role) {
    const auto anonymous = model.reach.anonymous_roles();
    return std::find(anonymous.begin(), anonymous.end(), role) != anonymous.end();
}

bool names_only_anonymous(const Model& model, const Policy& policy) {
    return std::all_of(policy.roles.begin(), policy.roles.end(),
                       [&](RoleId role) { return is_anonymous(model, role); });
}

bool opens_to_nobody(const Model& model, RoleId role, const Policy& policy, PolicyCommand command) {
    const BoundExpr& clause = gate(policy, command);
    if (!clause.present() || !is_anonymous(model, role)) return false;
    const auto clients = clients_of(model, policy, command);
    const Facts& facts = model.facts(clause);
    return std::find(clients.begin(), clients.end(), role) != clients.end() && facts.reads_identity &&
           facts.truth != Truth::always && truth_for(model, role, clause) == Truth::always &&
           !is_restricted(model, policy.table, role, command);
}

Finding finding_in(const Model& model, const Sink& sink, const ClauseOf& where, Span place,
                   std::string message) {
    Finding finding = sink.finding(model, where.id, place, std::move(message));
    finding.clause = without_layout(model.sources.text(where.clause.clause));
    return finding;
}

std::string column_name(const Model& model, const BoundColumn& column) {
    const Relation& relation = model.catalog[column.relation];
    return std::string{relation.name.text()} + "." + std::string{relation.columns[column.column].name.text()};
}

std::string_view verb(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::insert: return "insert";
    case PolicyCommand::update: return "update";
    case PolicyCommand::delete_: return "delete";
    case PolicyCommand::select:
    case PolicyCommand::all: break;
    }
    return "read";
}

bool is_users_table(const Model& model, RelationId relation) {
    if (!relation.valid() || model.platform.users_table.empty()) return false;
    const Relation& table = model.catalog[relation];
    return table.name == model.platform.users_table &&
           model.catalog[table.schema].name == model.platform.users_schema;
}

bool is_meant_for(const Model& model, RoleId role, const Policy& policy) {
    return !is_anonymous(model, role) || policy.roles != std::vector<RoleId>{public_role};
}

bool is_key(const Model& model, RelationId table, ColumnNumber column) {
    const auto& constraints = model.catalog[table].constraints;
    return std::any_of(constraints.begin(), constraints.end(), [&](const Constraint& constraint) {
        const bool unique = constraint.kind == TableConstraint::Kind::primary_key ||
                            constraint.kind == TableConstraint::Kind::unique;
        return unique && constraint.columns.size() == 1 && constraint.columns.front() == column;
    });
}

const Constraint* foreign_key(const Model& model, RelationId from, RelationId to) {
    for (const Constraint& constraint : model.catalog[from].constraints) {
        if (constraint.kind == TableConstraint::Kind::foreign_key && constraint.references == to)
            return &constraint;
    }
    return nullptr;
}

bool guarded_by_trigger(const Model& model, RelationId table, std::string_view column,
                        PolicyCommand command) {
    const auto& triggers = model.catalog[table].triggers;
    return std::any_of(triggers.begin(), triggers.end(), [&](TriggerId id) {
        const Trigger& trigger = model.catalog[id];
        const bool fires = command == PolicyCommand::insert ? trigger.on_insert : trigger.on_update;
        if (!trigger.before || !fires || !trigger.function.valid()) return false;
        const std::string& body = model.catalog[trigger.function].body;
        return body.empty() || body.find(column) != std::string::npos;
    });
}

bool may_choose(const Model& model, RoleId role, RelationId table, ColumnNumber column,
                PolicyCommand command) {
    return model.reach.holds_on_column(role, table, column, privilege_for(command)) &&
           !guarded_by_trigger(model, table, model.catalog[table].columns[column].name.text(), command);
}

bool is_identity_column(const Model& model, RelationId relation, ColumnNumber column) {
    const Relation& table = model.catalog[relation];
    const Symbol name = table.columns[column].name;
    if (!model.platform.identity_columns.empty()) return is_listed(model.platform.identity_columns, name);
    if (names_owner(name.text())) return true;
    const auto& constraints = table.constraints;
    return !names_actor(name.text()) &&
           std::any_of(constraints.begin(), constraints.end(), [&](const Constraint& constraint) {
               return constraint.kind == TableConstraint::Kind::foreign_key &&
                      constraint.columns.size() == 1 && constraint.columns.front() == column &&
                      is_users_table(model, constraint.references);
           });
}

bool is_tenant_column(const Model& model, RelationId relation, ColumnNumber column) {
    const Symbol name = model.catalog[relation].columns[column].name;
    if (!model.platform.tenant_columns.empty()) return is_listed(model.platform.tenant_columns, name);
    return names_tenant(name.text());
}

bool is_owner_column(const Model& model, RelationId relation, ColumnNumber column) {
    return is_identity_column(model, relation, column) || is_tenant_column(model, relation, column);
}

std::optional<ColumnNumber> owner_column(const Model& model, RelationId relation) {
    const auto& columns = model.catalog[relation].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto number = static_cast<ColumnNumber>(i);
        if (!columns[i].dropped && is_owner_column(model, relation, number)) return number;
    }
    return std::nullopt;
}

void propose_rewriting(const Model& model, const ClauseOf& where, std::vector<Replacement> parts,
                       std::string title, Finding& finding) {
    if (!changed_meaning(model, where.policy, where.clause).empty()) return;
    const std::string sql =
        alter_policy(model, where.id, rewritten(model.sources, where.clause.clause, std::move(parts)));
    finding.help = with_sql(std::move(finding.help), sql);
    finding.fixes.push_back({std::move(title), Applicability::unsafe, sql, {}});
}

void propose_asking_too(const Model& model, const ClauseOf& where, Span condition, Finding& finding) {
    const std::string asked{model.sources.text(condition)};
    const std::string clause{model.sources.text(where.clause.span())};
    const std::string both = clause == "true" ? asked : "(" + asked + ") and (" + clause + ")";
    propose_rewriting(model, where, {{where.clause.span(), both}}, "Ask it too", finding);
}

std::vector<const ColumnUse*> columns_below(const ClauseOf& where, const Anatomy& anatomy, ExprId expr) {
    const Span place = where.place(expr);
    std::vector<const ColumnUse*> uses;
    for (const ColumnUse& use : anatomy.columns) {
        const Span at = where.place(use.expr);
        if (at.source == place.source && at.begin >= place.begin && at.end <= place.end) uses.push_back(&use);
    }
    return uses;
}

void propose_signed_in(const Model& model, PolicyId policy, Finding& finding) {
    std::string roles;
    for (const RoleId role : model.reach.api_roles()) {
        if (!is_anonymous(model, role) && model.reach.applies_to(model.catalog[policy], role))
            roles += (roles.empty() ? "" : ", ") + sql_name(model.catalog, role);
    }
    if (roles.empty()) return;
    const std::string sql = alter_policy(model, policy, "to " + roles);
    finding.help = with_sql(std::move(finding.help) + ". Or let it be for those who have signed in", sql);
    finding.fixes.push_back({"Let it be for those who have signed in", Applicability::unsafe, sql, {}});
}

} // namespace rlslint
