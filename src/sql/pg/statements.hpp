#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/sql/statement.hpp"

#include "cursor.hpp"
#include "transform.hpp"

struct AlterDatabaseSetStmt;
struct AlterDefaultPrivilegesStmt;
struct AlterEnumStmt;
struct AlterFunctionStmt;
struct AlterObjectSchemaStmt;
struct AlterOwnerStmt;
struct AlterPolicyStmt;
struct AlterPublicationStmt;
struct AlterRoleSetStmt;
struct AlterRoleStmt;
struct AlterSeqStmt;
struct AlterTableStmt;
struct CallStmt;
struct ColumnDef;
struct CompositeTypeStmt;
struct Constraint;
struct CreateDomainStmt;
struct CreateEnumStmt;
struct CreateEventTrigStmt;
struct CreateExtensionStmt;
struct CreateForeignTableStmt;
struct CreateFunctionStmt;
struct CreatePolicyStmt;
struct CreatePublicationStmt;
struct CreateRangeStmt;
struct CreateRoleStmt;
struct CreateSchemaStmt;
struct CreateSeqStmt;
struct CreateStmt;
struct CreateTableAsStmt;
struct CreateTrigStmt;
struct DefineStmt;
struct DoStmt;
struct DropOwnedStmt;
struct DropRoleStmt;
struct DropStmt;
struct GrantRoleStmt;
struct GrantStmt;
struct IndexStmt;
struct ReassignOwnedStmt;
struct RenameStmt;
struct RuleStmt;
struct TransactionStmt;
struct VariableSetStmt;
struct ViewStmt;

namespace rlslint::pg {

// One function a kind of statement. The cursor stands at the statement's first token.

/// A whole statement.
[[nodiscard]] Statement make_statement(Transform& t, const ::Node* node, Extent at);
/// What it does; `tag` is its command tag.
[[nodiscard]] StatementNode statement(Transform& t, const ::Node* node, std::string_view tag, Cursor cursor);
/// The command's tag as the server prints it (tag.cpp).
[[nodiscard]] std::string command_tag(const ::Node* node);

// table.cpp, column.cpp
[[nodiscard]] StatementNode create_table(Transform& t, const ::CreateStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_foreign_table(Transform& t, const ::CreateForeignTableStmt& node,
                                                 Cursor cursor);
[[nodiscard]] StatementNode create_table_as(Transform& t, const ::CreateTableAsStmt& node, Cursor cursor);
[[nodiscard]] StatementNode select_into(Transform& t, const ::SelectStmt& node, Cursor cursor);
[[nodiscard]] ColumnDef column_def(Transform& t, const ::ColumnDef& node);
[[nodiscard]] TableConstraint constraint(Transform& t, const ::Constraint& node);
/// A constraint inside something that ends at `end`.
[[nodiscard]] TableConstraint constraint(Transform& t, const ::Constraint& node, TokenIndex end);

// alter_table.cpp
[[nodiscard]] StatementNode alter_table(Transform& t, const ::AlterTableStmt& node, Cursor cursor);

// relation.cpp
[[nodiscard]] StatementNode create_index(Transform& t, const ::IndexStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_sequence(Transform& t, const ::CreateSeqStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_sequence(Transform& t, const ::AlterSeqStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_view(Transform& t, const ::ViewStmt& node, Cursor cursor);
[[nodiscard]] Persistence persistence(const ::RangeVar& relation);
[[nodiscard]] PartitionBound partition_bound(Transform& t, const ::PartitionBoundSpec& node);

// policy.cpp
[[nodiscard]] StatementNode create_policy(Transform& t, const ::CreatePolicyStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_policy(Transform& t, const ::AlterPolicyStmt& node, Cursor cursor);

// object.cpp
[[nodiscard]] StatementNode rename(Transform& t, const ::RenameStmt& node, Cursor cursor);
[[nodiscard]] StatementNode set_schema(Transform& t, const ::AlterObjectSchemaStmt& node, Cursor cursor);
[[nodiscard]] StatementNode change_owner(Transform& t, const ::AlterOwnerStmt& node, Cursor cursor);
[[nodiscard]] StatementNode drop(Transform& t, const ::DropStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_schema(Transform& t, const ::CreateSchemaStmt& node, Cursor cursor);

// grant.cpp
[[nodiscard]] StatementNode grant(Transform& t, const ::GrantStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_default_privileges(Transform& t, const ::AlterDefaultPrivilegesStmt& node,
                                                     Cursor cursor);
[[nodiscard]] StatementNode grant_role(Transform& t, const ::GrantRoleStmt& node, Cursor cursor);

// role.cpp
[[nodiscard]] StatementNode create_role(Transform& t, const ::CreateRoleStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_role(Transform& t, const ::AlterRoleStmt& node);
[[nodiscard]] StatementNode drop_role(Transform& t, const ::DropRoleStmt& node);
[[nodiscard]] StatementNode drop_owned(Transform& t, const ::DropOwnedStmt& node);
[[nodiscard]] StatementNode reassign_owned(Transform& t, const ::ReassignOwnedStmt& node);

// setting.cpp
[[nodiscard]] SetVariable set_variable(const ::VariableSetStmt& node, Span span);
[[nodiscard]] StatementNode set_statement(Transform& t, const ::VariableSetStmt& node, std::string_view tag,
                                          Cursor cursor);
[[nodiscard]] StatementNode alter_role_setting(Transform& t, const ::AlterRoleSetStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_database_setting(Transform& t, const ::AlterDatabaseSetStmt& node,
                                                   Cursor cursor);
[[nodiscard]] StatementNode transaction(const ::TransactionStmt& node);

// routine.cpp
[[nodiscard]] StatementNode create_function(Transform& t, const ::CreateFunctionStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_aggregate(Transform& t, const ::DefineStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_function(Transform& t, const ::AlterFunctionStmt& node, Cursor cursor);
[[nodiscard]] StatementNode do_block(Transform& t, const ::DoStmt& node, Cursor cursor);
[[nodiscard]] StatementNode call_procedure(Transform& t, const ::CallStmt& node);
/// Parameters with the tokens between their parentheses; those of RETURNS TABLE are left to the caller.
[[nodiscard]] std::vector<FunctionArg> function_args(Transform& t, const ::List* parameters, Cursor cursor);

// trigger.cpp
[[nodiscard]] StatementNode create_trigger(Transform& t, const ::CreateTrigStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_event_trigger(Transform& t, const ::AlterEventTrigStmt& node,
                                                Cursor cursor);
[[nodiscard]] StatementNode create_event_trigger(Transform& t, const ::CreateEventTrigStmt& node,
                                                 Cursor cursor);
[[nodiscard]] StatementNode create_rule(Transform& t, const ::RuleStmt& node, Cursor cursor);

// type.cpp
[[nodiscard]] StatementNode create_enum(Transform& t, const ::CreateEnumStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_composite(Transform& t, const ::CompositeTypeStmt& node);
[[nodiscard]] StatementNode create_range(Transform& t, const ::CreateRangeStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_base_type(Transform& t, const ::DefineStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_enum(Transform& t, const ::AlterEnumStmt& node, Cursor cursor);
[[nodiscard]] StatementNode alter_domain(Transform& t, const ::AlterDomainStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_domain(Transform& t, const ::CreateDomainStmt& node, Cursor cursor);

// extension.cpp
[[nodiscard]] StatementNode create_extension(Transform& t, const ::CreateExtensionStmt& node, Cursor cursor);
[[nodiscard]] StatementNode create_publication(Transform& t, const ::CreatePublicationStmt& node,
                                               Cursor cursor);
[[nodiscard]] StatementNode alter_publication(Transform& t, const ::AlterPublicationStmt& node,
                                              Cursor cursor);

} // namespace rlslint::pg
