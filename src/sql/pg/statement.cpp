#include <utility>

#include "pg.hpp"
#include "statements.hpp"

// Which function takes which kind of statement.

namespace rlslint::pg {
namespace {

StatementNode run_query(Transform& t, const ::Node* node, Cursor cursor) {
    return RunQuery{t.query(node, cursor.rest())};
}

StatementNode select_statement(Transform& t, const ::SelectStmt& node, Cursor cursor) {
    const auto* leftmost = &node;
    while (leftmost->larg != nullptr)
        leftmost = leftmost->larg;
    if (leftmost->intoClause != nullptr) return select_into(t, node, cursor);
    return run_query(t, reinterpret_cast<const ::Node*>(&node), cursor);
}

StatementNode define(Transform& t, const ::DefineStmt& node, Cursor cursor) {
    switch (node.kind) {
    case OBJECT_TYPE: return create_base_type(t, node, cursor);
    case OBJECT_AGGREGATE: return create_aggregate(t, node, cursor);
    default: return Unmodelled{};
    }
}

/// Whether an option without a value, or with one, is on.
bool is_on(const ::DefElem& option) {
    const ::Node* const value = option.arg;
    if (is(value, T_Integer)) return as<::Integer>(value).ival != 0;
    return string_of(value) != "false" && string_of(value) != "off";
}

bool runs(const ::ExplainStmt& node) {
    for (const auto* option : items<::DefElem>(node.options)) {
        if (view(option->defname) == "analyze") return is_on(*option);
    }
    return false;
}

/// EXPLAIN ANALYZE does what it explains, so it stands for that.
StatementNode explain(Transform& t, const ::ExplainStmt& node, std::string_view tag, Cursor cursor) {
    if (!runs(node)) return Inert{};
    cursor.step();
    if (cursor.at('(')) cursor.group();
    cursor.accept("analyze");
    cursor.accept("analyse");
    cursor.accept("verbose");
    return statement(t, node.query, tag, cursor);
}

StatementNode declare_cursor(Transform& t, const ::DeclareCursorStmt& node, Cursor cursor) {
    cursor.seek("for");
    cursor.step();
    return run_query(t, node.query, cursor);
}

StatementNode create(Transform& t, const ::Node* node, Cursor cursor) {
    switch (tag_of(node)) {
    case T_CreateStmt: return create_table(t, as<::CreateStmt>(node), cursor);
    case T_CreateForeignTableStmt: return create_foreign_table(t, as<::CreateForeignTableStmt>(node), cursor);
    case T_CreateTableAsStmt: return create_table_as(t, as<::CreateTableAsStmt>(node), cursor);
    case T_IndexStmt: return create_index(t, as<::IndexStmt>(node), cursor);
    case T_CreateSeqStmt: return create_sequence(t, as<::CreateSeqStmt>(node), cursor);
    case T_ViewStmt: return create_view(t, as<::ViewStmt>(node), cursor);
    case T_CreatePolicyStmt: return create_policy(t, as<::CreatePolicyStmt>(node), cursor);
    case T_CreateSchemaStmt: return create_schema(t, as<::CreateSchemaStmt>(node), cursor);
    case T_CreateRoleStmt: return create_role(t, as<::CreateRoleStmt>(node), cursor);
    case T_CreateFunctionStmt: return create_function(t, as<::CreateFunctionStmt>(node), cursor);
    case T_CreateTrigStmt: return create_trigger(t, as<::CreateTrigStmt>(node), cursor);
    case T_CreateEventTrigStmt: return create_event_trigger(t, as<::CreateEventTrigStmt>(node), cursor);
    case T_RuleStmt: return create_rule(t, as<::RuleStmt>(node), cursor);
    case T_CreateEnumStmt: return create_enum(t, as<::CreateEnumStmt>(node), cursor);
    case T_CompositeTypeStmt: return create_composite(t, as<::CompositeTypeStmt>(node));
    case T_CreateRangeStmt: return create_range(t, as<::CreateRangeStmt>(node), cursor);
    case T_CreateDomainStmt: return create_domain(t, as<::CreateDomainStmt>(node), cursor);
    case T_DefineStmt: return define(t, as<::DefineStmt>(node), cursor);
    case T_CreateExtensionStmt: return create_extension(t, as<::CreateExtensionStmt>(node), cursor);
    case T_CreatePublicationStmt: return create_publication(t, as<::CreatePublicationStmt>(node), cursor);
    default: return Unmodelled{};
    }
}

StatementNode alter(Transform& t, const ::Node* node, Cursor cursor) {
    switch (tag_of(node)) {
    case T_AlterTableStmt: return alter_table(t, as<::AlterTableStmt>(node), cursor);
    case T_AlterSeqStmt: return alter_sequence(t, as<::AlterSeqStmt>(node), cursor);
    case T_AlterPolicyStmt: return alter_policy(t, as<::AlterPolicyStmt>(node), cursor);
    case T_RenameStmt: return rename(t, as<::RenameStmt>(node), cursor);
    case T_AlterObjectSchemaStmt: return set_schema(t, as<::AlterObjectSchemaStmt>(node), cursor);
    case T_AlterOwnerStmt: return change_owner(t, as<::AlterOwnerStmt>(node), cursor);
    case T_DropStmt: return drop(t, as<::DropStmt>(node), cursor);
    case T_DropOwnedStmt: return drop_owned(t, as<::DropOwnedStmt>(node));
    case T_ReassignOwnedStmt: return reassign_owned(t, as<::ReassignOwnedStmt>(node));
    case T_GrantStmt: return grant(t, as<::GrantStmt>(node), cursor);
    case T_AlterDefaultPrivilegesStmt:
        return alter_default_privileges(t, as<::AlterDefaultPrivilegesStmt>(node), cursor);
    case T_GrantRoleStmt: return grant_role(t, as<::GrantRoleStmt>(node), cursor);
    case T_AlterRoleStmt: return alter_role(t, as<::AlterRoleStmt>(node));
    case T_DropRoleStmt: return drop_role(t, as<::DropRoleStmt>(node));
    case T_AlterRoleSetStmt: return alter_role_setting(t, as<::AlterRoleSetStmt>(node), cursor);
    case T_AlterDatabaseSetStmt: return alter_database_setting(t, as<::AlterDatabaseSetStmt>(node), cursor);
    case T_AlterFunctionStmt: return alter_function(t, as<::AlterFunctionStmt>(node), cursor);
    case T_AlterDomainStmt: return alter_domain(t, as<::AlterDomainStmt>(node), cursor);
    case T_AlterEventTrigStmt: return alter_event_trigger(t, as<::AlterEventTrigStmt>(node), cursor);
    case T_AlterEnumStmt: return alter_enum(t, as<::AlterEnumStmt>(node), cursor);
    case T_AlterPublicationStmt: return alter_publication(t, as<::AlterPublicationStmt>(node), cursor);
    default: return create(t, node, cursor);
    }
}

StatementNode discard(const ::DiscardStmt& node) {
    if (node.target == DISCARD_PLANS || node.target == DISCARD_SEQUENCES) return Inert{};
    return Discard{node.target == DISCARD_ALL};
}

/// Known to change nothing that is tracked: data, statistics, comments, messages, locks, cursors.
bool is_inert(const ::Node* node) {
    switch (tag_of(node)) {
    case T_CheckPointStmt:
    case T_ClosePortalStmt:
    case T_ClusterStmt:
    case T_CommentStmt:
    case T_ConstraintsSetStmt:
    case T_CopyStmt:
    case T_CreateStatsStmt:
    case T_AlterStatsStmt:
    case T_DeallocateStmt:
    case T_FetchStmt:
    case T_ListenStmt:
    case T_LockStmt:
    case T_NotifyStmt:
    case T_PrepareStmt:
    case T_RefreshMatViewStmt:
    case T_ReindexStmt:
    case T_SecLabelStmt:
    case T_TruncateStmt:
    case T_UnlistenStmt:
    case T_VacuumStmt:
    case T_VariableShowStmt: return true;
    default: return false;
    }
}

StatementNode run(Transform& t, const ::Node* node, std::string_view tag, Cursor cursor) {
    if (is_inert(node)) return Inert{};
    switch (tag_of(node)) {
    case T_SelectStmt: return select_statement(t, as<::SelectStmt>(node), cursor);
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: return run_query(t, node, cursor);
    case T_DoStmt: return do_block(t, as<::DoStmt>(node), cursor);
    case T_CallStmt: return call_procedure(t, as<::CallStmt>(node));
    case T_ExplainStmt: return explain(t, as<::ExplainStmt>(node), tag, cursor);
    case T_DeclareCursorStmt: return declare_cursor(t, as<::DeclareCursorStmt>(node), cursor);
    case T_VariableSetStmt: return set_statement(t, as<::VariableSetStmt>(node), tag, cursor);
    case T_DiscardStmt: return discard(as<::DiscardStmt>(node));
    case T_TransactionStmt: return transaction(as<::TransactionStmt>(node));
    default: return alter(t, node, cursor);
    }
}

} // namespace

Statement make_statement(Transform& t, const ::Node* node, Extent at) {
    t.begin(at);
    Statement result;
    result.span = t.span(at);
    result.tag = command_tag(node);
    result.node = statement(t, node, result.tag, Cursor{t.tokens(), at});
    result.too_deep = t.too_deep();
    result.tree = t.finish();
    return result;
}

StatementNode statement(Transform& t, const ::Node* node, std::string_view tag, Cursor cursor) {
    StatementNode result = run(t, node, tag, cursor);
    if (auto* inert = std::get_if<Inert>(&result)) inert->tag = tag;
    if (auto* unmodelled = std::get_if<Unmodelled>(&result)) unmodelled->tag = tag;
    return result;
}

} // namespace rlslint::pg
