#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rlslint/lint/kit.hpp"

/// What rules about policies are written with, beside the kit.
namespace rlslint {

/// Row security of the policy's table is on, as far as is known, and the policy names someone who is
/// subject to it.
[[nodiscard]] bool is_in_force(const Model& model, const Policy& policy);

/// A table has so few policies that each may be compared with each.
[[nodiscard]] bool may_compare_policies(const Model& model, RelationId table);

/// The API roles that a policy binds and that may run the command, or, without one, any that it covers.
[[nodiscard]] std::vector<RoleId> clients_of(const Model& model, const Policy& policy);
[[nodiscard]] std::vector<RoleId> clients_of(const Model& model, const Policy& policy, PolicyCommand command);

/// Those of `row_commands` that a policy covers.
[[nodiscard]] std::vector<PolicyCommand> commands_of(const Policy& policy);

/// It calls functions of the application, or ones that are not known, which may ask who is calling; or the
/// policies do of what it looks up.
[[nodiscard]] bool calls_functions(const Model& model, const BoundExpr& clause);

/// What a clause comes to for a role, where all its sessions agree; else that it depends.
[[nodiscard]] Truth truth_for(const Model& model, RoleId role, const BoundExpr& clause);

/// What a statement of a command does that reads columns.
[[nodiscard]] Action action_of(PolicyCommand command);

/// One of the roles of those who have not signed in.
[[nodiscard]] bool is_anonymous(const Model& model, RoleId role);
[[nodiscard]] bool names_only_anonymous(const Model& model, const Policy& policy);

/// The clause asks who is calling, and lets a role in with every row because that is nobody: `auth.uid() is
/// null or …`. No restrictive policy narrows it.
[[nodiscard]] bool opens_to_nobody(const Model& model, RoleId role, const Policy& policy,
                                   PolicyCommand command);

/// A finding about a place in a clause; known again by the clause's text.
[[nodiscard]] Finding finding_in(const Model& model, const Sink& sink, const ClauseOf& where, Span place,
                                 std::string message);

/// Proposes the clause with these parts put otherwise, all of them at once; nothing where its text would
/// mean something else today. What is in the help already says why.
void propose_rewriting(const Model& model, const ClauseOf& where, std::vector<Replacement> parts,
                       std::string title, Finding& finding);

/// Proposes the clause with a condition before it, which stands elsewhere in the policy.
void propose_asking_too(const Model& model, const ClauseOf& where, Span condition, Finding& finding);

/// Proposes that the policy be for those alone whom it covers and who have signed in.
void propose_signed_in(const Model& model, PolicyId policy, Finding& finding);

/// The columns below an expression of a clause, sub-selects left out.
[[nodiscard]] std::vector<const ColumnUse*> columns_below(const ClauseOf& where, const Anatomy& anatomy,
                                                          ExprId expr);

/// notes.org_id, or with its schema: the column's relation must be known.
[[nodiscard]] std::string column_name(const Model& model, const BoundColumn& column);

/// "read", "insert", "update", "delete".
[[nodiscard]] std::string_view verb(PolicyCommand command);

/// The column says whose a row is, or which tenant's: by the configuration's lists, else by its name or by
/// a foreign key to the users table.
[[nodiscard]] bool is_identity_column(const Model& model, RelationId relation, ColumnNumber column);
[[nodiscard]] bool is_tenant_column(const Model& model, RelationId relation, ColumnNumber column);
[[nodiscard]] bool is_owner_column(const Model& model, RelationId relation, ColumnNumber column);

/// The first owner or tenant column of a table; none where there is none.
[[nodiscard]] std::optional<ColumnNumber> owner_column(const Model& model, RelationId relation);

/// A BEFORE trigger of the table whose function names the column: it may keep it from being written.
[[nodiscard]] bool guarded_by_trigger(const Model& model, RelationId table, std::string_view column,
                                      PolicyCommand command = PolicyCommand::update);

/// What an INSERT or UPDATE of the role puts into the column is its own choice: it holds the privilege on
/// it, and no BEFORE trigger names it.
[[nodiscard]] bool may_choose(const Model& model, RoleId role, RelationId table, ColumnNumber column,
                              PolicyCommand command);

/// The role is one that a policy is written for: not an anonymous one that it covers only because it
/// names none.
[[nodiscard]] bool is_meant_for(const Model& model, RoleId role, const Policy& policy);

/// The column alone tells a row from all others of its table.
[[nodiscard]] bool is_key(const Model& model, RelationId table, ColumnNumber column);

/// The foreign key of one relation that refers to the other; null where there is none.
[[nodiscard]] const Constraint* foreign_key(const Model& model, RelationId from, RelationId to);

/// auth.users, as the platform calls it.
[[nodiscard]] bool is_users_table(const Model& model, RelationId relation);

} // namespace rlslint
