#include <string>
#include <string_view>

#include "pg.hpp"
#include "statements.hpp"

// Command tags, as the server's CreateCommandTag gives them.

namespace rlslint::pg {
namespace {

std::string_view object_words(::ObjectType type) {
    switch (type) {
    case OBJECT_ACCESS_METHOD: return "ACCESS METHOD";
    case OBJECT_AGGREGATE: return "AGGREGATE";
    case OBJECT_ATTRIBUTE:
    case OBJECT_TYPE: return "TYPE";
    case OBJECT_CAST: return "CAST";
    case OBJECT_COLLATION: return "COLLATION";
    case OBJECT_CONVERSION: return "CONVERSION";
    case OBJECT_DATABASE: return "DATABASE";
    case OBJECT_DOMAIN:
    case OBJECT_DOMCONSTRAINT: return "DOMAIN";
    case OBJECT_EVENT_TRIGGER: return "EVENT TRIGGER";
    case OBJECT_EXTENSION: return "EXTENSION";
    case OBJECT_FDW: return "FOREIGN DATA WRAPPER";
    case OBJECT_FOREIGN_SERVER: return "SERVER";
    case OBJECT_FOREIGN_TABLE: return "FOREIGN TABLE";
    case OBJECT_FUNCTION: return "FUNCTION";
    case OBJECT_INDEX: return "INDEX";
    case OBJECT_LANGUAGE: return "LANGUAGE";
    case OBJECT_LARGEOBJECT: return "LARGE OBJECT";
    case OBJECT_MATVIEW: return "MATERIALIZED VIEW";
    case OBJECT_OPCLASS: return "OPERATOR CLASS";
    case OBJECT_OPERATOR: return "OPERATOR";
    case OBJECT_OPFAMILY: return "OPERATOR FAMILY";
    case OBJECT_POLICY: return "POLICY";
    case OBJECT_PROCEDURE: return "PROCEDURE";
    case OBJECT_PUBLICATION: return "PUBLICATION";
    case OBJECT_ROLE: return "ROLE";
    case OBJECT_ROUTINE: return "ROUTINE";
    case OBJECT_RULE: return "RULE";
    case OBJECT_SCHEMA: return "SCHEMA";
    case OBJECT_SEQUENCE: return "SEQUENCE";
    case OBJECT_STATISTIC_EXT: return "STATISTICS";
    case OBJECT_SUBSCRIPTION: return "SUBSCRIPTION";
    case OBJECT_TABLESPACE: return "TABLESPACE";
    case OBJECT_TRANSFORM: return "TRANSFORM";
    case OBJECT_TRIGGER: return "TRIGGER";
    case OBJECT_TSCONFIGURATION: return "TEXT SEARCH CONFIGURATION";
    case OBJECT_TSDICTIONARY: return "TEXT SEARCH DICTIONARY";
    case OBJECT_TSPARSER: return "TEXT SEARCH PARSER";
    case OBJECT_TSTEMPLATE: return "TEXT SEARCH TEMPLATE";
    case OBJECT_VIEW: return "VIEW";
    default: return "TABLE"; // columns, constraints
    }
}

std::string with_object(std::string_view verb, ::ObjectType type) {
    std::string tag{verb};
    tag += ' ';
    tag += object_words(type);
    return tag;
}

std::string_view transaction_tag(::TransactionStmtKind kind) {
    switch (kind) {
    case TRANS_STMT_BEGIN: return "BEGIN";
    case TRANS_STMT_START: return "START TRANSACTION";
    case TRANS_STMT_COMMIT: return "COMMIT";
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_ROLLBACK_TO: return "ROLLBACK";
    case TRANS_STMT_SAVEPOINT: return "SAVEPOINT";
    case TRANS_STMT_RELEASE: return "RELEASE";
    case TRANS_STMT_PREPARE: return "PREPARE TRANSACTION";
    case TRANS_STMT_COMMIT_PREPARED: return "COMMIT PREPARED";
    case TRANS_STMT_ROLLBACK_PREPARED: return "ROLLBACK PREPARED";
    }
    return "";
}

std::string_view discard_tag(::DiscardMode mode) {
    switch (mode) {
    case DISCARD_ALL: return "DISCARD ALL";
    case DISCARD_PLANS: return "DISCARD PLANS";
    case DISCARD_SEQUENCES: return "DISCARD SEQUENCES";
    case DISCARD_TEMP: return "DISCARD TEMP";
    }
    return "";
}

std::string_view set_tag(const ::VariableSetStmt& node) {
    return node.kind == VAR_RESET || node.kind == VAR_RESET_ALL ? "RESET" : "SET";
}

/// Tags that depend on more than the kind of node.
std::string detailed_tag(const ::Node* node) {
    switch (tag_of(node)) {
    case T_SelectStmt: {
        const auto* select = &as<::SelectStmt>(node);
        while (select->larg != nullptr)
            select = select->larg;
        return select->intoClause != nullptr ? "SELECT INTO" : "SELECT";
    }
    case T_AlterTableStmt: return with_object("ALTER", as<::AlterTableStmt>(node).objtype);
    case T_CreateTableAsStmt:
        return as<::CreateTableAsStmt>(node).objtype == OBJECT_MATVIEW ? "CREATE MATERIALIZED VIEW"
                                                                       : "CREATE TABLE AS";
    case T_DefineStmt: return with_object("CREATE", as<::DefineStmt>(node).kind);
    case T_DropStmt: return with_object("DROP", as<::DropStmt>(node).removeType);
    case T_RenameStmt: {
        const auto& rename = as<::RenameStmt>(node);
        return with_object("ALTER",
                           rename.renameType == OBJECT_COLUMN ? rename.relationType : rename.renameType);
    }
    case T_AlterObjectDependsStmt: return with_object("ALTER", as<::AlterObjectDependsStmt>(node).objectType);
    case T_AlterObjectSchemaStmt: return with_object("ALTER", as<::AlterObjectSchemaStmt>(node).objectType);
    case T_AlterOwnerStmt: return with_object("ALTER", as<::AlterOwnerStmt>(node).objectType);
    case T_AlterFunctionStmt: return with_object("ALTER", as<::AlterFunctionStmt>(node).objtype);
    case T_GrantStmt: return as<::GrantStmt>(node).is_grant ? "GRANT" : "REVOKE";
    case T_GrantRoleStmt: return as<::GrantRoleStmt>(node).is_grant ? "GRANT ROLE" : "REVOKE ROLE";
    case T_CreateFunctionStmt:
        return as<::CreateFunctionStmt>(node).is_procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    case T_VariableSetStmt: return std::string{set_tag(as<::VariableSetStmt>(node))};
    case T_TransactionStmt: return std::string{transaction_tag(as<::TransactionStmt>(node).kind)};
    case T_DiscardStmt: return std::string{discard_tag(as<::DiscardStmt>(node).target)};
    case T_VacuumStmt: return as<::VacuumStmt>(node).is_vacuumcmd ? "VACUUM" : "ANALYZE";
    case T_FetchStmt: return as<::FetchStmt>(node).ismove ? "MOVE" : "FETCH";
    case T_DeallocateStmt:
        return as<::DeallocateStmt>(node).name == nullptr ? "DEALLOCATE ALL" : "DEALLOCATE";
    default: return {};
    }
}

std::string_view definition_tag(::NodeTag node) {
    switch (node) {
    case T_CompositeTypeStmt:
    case T_CreateEnumStmt:
    case T_CreateRangeStmt: return "CREATE TYPE";
    case T_CreateAmStmt: return "CREATE ACCESS METHOD";
    case T_CreateCastStmt: return "CREATE CAST";
    case T_CreateConversionStmt: return "CREATE CONVERSION";
    case T_CreateDomainStmt: return "CREATE DOMAIN";
    case T_CreateEventTrigStmt: return "CREATE EVENT TRIGGER";
    case T_CreateExtensionStmt: return "CREATE EXTENSION";
    case T_CreateFdwStmt: return "CREATE FOREIGN DATA WRAPPER";
    case T_CreateForeignServerStmt: return "CREATE SERVER";
    case T_CreateForeignTableStmt: return "CREATE FOREIGN TABLE";
    case T_CreateOpClassStmt: return "CREATE OPERATOR CLASS";
    case T_CreateOpFamilyStmt: return "CREATE OPERATOR FAMILY";
    case T_CreatePLangStmt: return "CREATE LANGUAGE";
    case T_CreatePolicyStmt: return "CREATE POLICY";
    case T_CreatePublicationStmt: return "CREATE PUBLICATION";
    case T_CreateRoleStmt: return "CREATE ROLE";
    case T_CreateSchemaStmt: return "CREATE SCHEMA";
    case T_CreateSeqStmt: return "CREATE SEQUENCE";
    case T_CreateStatsStmt: return "CREATE STATISTICS";
    case T_CreateStmt: return "CREATE TABLE";
    case T_CreateSubscriptionStmt: return "CREATE SUBSCRIPTION";
    case T_CreateTableSpaceStmt: return "CREATE TABLESPACE";
    case T_CreateTransformStmt: return "CREATE TRANSFORM";
    case T_CreateTrigStmt: return "CREATE TRIGGER";
    case T_CreateUserMappingStmt: return "CREATE USER MAPPING";
    case T_CreatedbStmt: return "CREATE DATABASE";
    case T_ImportForeignSchemaStmt: return "IMPORT FOREIGN SCHEMA";
    case T_IndexStmt: return "CREATE INDEX";
    case T_RuleStmt: return "CREATE RULE";
    case T_ViewStmt: return "CREATE VIEW";
    default: return {};
    }
}

std::string_view alteration_tag(::NodeTag node) {
    switch (node) {
    case T_AlterCollationStmt: return "ALTER COLLATION";
    case T_AlterDatabaseRefreshCollStmt:
    case T_AlterDatabaseSetStmt:
    case T_AlterDatabaseStmt: return "ALTER DATABASE";
    case T_AlterDefaultPrivilegesStmt: return "ALTER DEFAULT PRIVILEGES";
    case T_AlterDomainStmt: return "ALTER DOMAIN";
    case T_AlterEnumStmt:
    case T_AlterTypeStmt: return "ALTER TYPE";
    case T_AlterEventTrigStmt: return "ALTER EVENT TRIGGER";
    case T_AlterExtensionContentsStmt:
    case T_AlterExtensionStmt: return "ALTER EXTENSION";
    case T_AlterFdwStmt: return "ALTER FOREIGN DATA WRAPPER";
    case T_AlterForeignServerStmt: return "ALTER SERVER";
    case T_AlterOpFamilyStmt: return "ALTER OPERATOR FAMILY";
    case T_AlterOperatorStmt: return "ALTER OPERATOR";
    case T_AlterPolicyStmt: return "ALTER POLICY";
    case T_AlterPublicationStmt: return "ALTER PUBLICATION";
    case T_AlterRoleSetStmt:
    case T_AlterRoleStmt: return "ALTER ROLE";
    case T_AlterSeqStmt: return "ALTER SEQUENCE";
    case T_AlterStatsStmt: return "ALTER STATISTICS";
    case T_AlterSubscriptionStmt: return "ALTER SUBSCRIPTION";
    case T_AlterSystemStmt: return "ALTER SYSTEM";
    case T_AlterTSConfigurationStmt: return "ALTER TEXT SEARCH CONFIGURATION";
    case T_AlterTSDictionaryStmt: return "ALTER TEXT SEARCH DICTIONARY";
    case T_AlterTableMoveAllStmt:
    case T_AlterTableSpaceOptionsStmt: return "ALTER TABLESPACE";
    case T_AlterUserMappingStmt: return "ALTER USER MAPPING";
    case T_DropOwnedStmt: return "DROP OWNED";
    case T_DropRoleStmt: return "DROP ROLE";
    case T_DropSubscriptionStmt: return "DROP SUBSCRIPTION";
    case T_DropTableSpaceStmt: return "DROP TABLESPACE";
    case T_DropUserMappingStmt: return "DROP USER MAPPING";
    case T_DropdbStmt: return "DROP DATABASE";
    case T_ReassignOwnedStmt: return "REASSIGN OWNED";
    default: return {};
    }
}

std::string_view other_tag(::NodeTag node) {
    switch (node) {
    case T_CallStmt: return "CALL";
    case T_CheckPointStmt: return "CHECKPOINT";
    case T_ClosePortalStmt: return "CLOSE CURSOR";
    case T_ClusterStmt: return "CLUSTER";
    case T_CommentStmt: return "COMMENT";
    case T_ConstraintsSetStmt: return "SET CONSTRAINTS";
    case T_CopyStmt: return "COPY";
    case T_DeclareCursorStmt: return "DECLARE CURSOR";
    case T_DeleteStmt: return "DELETE";
    case T_DoStmt: return "DO";
    case T_ExecuteStmt: return "EXECUTE";
    case T_ExplainStmt: return "EXPLAIN";
    case T_InsertStmt: return "INSERT";
    case T_ListenStmt: return "LISTEN";
    case T_LoadStmt: return "LOAD";
    case T_LockStmt: return "LOCK TABLE";
    case T_MergeStmt: return "MERGE";
    case T_NotifyStmt: return "NOTIFY";
    case T_PrepareStmt: return "PREPARE";
    case T_RefreshMatViewStmt: return "REFRESH MATERIALIZED VIEW";
    case T_ReindexStmt: return "REINDEX";
    case T_SecLabelStmt: return "SECURITY LABEL";
    case T_TruncateStmt: return "TRUNCATE TABLE";
    case T_UnlistenStmt: return "UNLISTEN";
    case T_UpdateStmt: return "UPDATE";
    case T_VariableShowStmt: return "SHOW";
    default: return {};
    }
}

} // namespace

std::string command_tag(const ::Node* node) {
    const ::NodeTag tag = tag_of(node);
    for (const auto table : {definition_tag, alteration_tag, other_tag}) {
        if (const std::string_view found = table(tag); !found.empty()) return std::string{found};
    }
    return detailed_tag(node);
}

} // namespace rlslint::pg
