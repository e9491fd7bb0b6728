#include <string>

#include "rlslint/text/ascii.hpp"

#include "pg.hpp"
#include "statements.hpp"

// SET, RESET, the settings of roles and databases, transactions.

namespace rlslint::pg {
namespace {

SetVariable::Kind setting_kind(::VariableSetKind kind) {
    using enum SetVariable::Kind;
    switch (kind) {
    case VAR_SET_DEFAULT: return default_;
    case VAR_SET_CURRENT: return from_current;
    case VAR_RESET: return reset;
    case VAR_RESET_ALL: return reset_all;
    default: return value;
    }
}

/// A setting's value: a constant, or a typed one (SET TIME ZONE INTERVAL …).
std::string setting_value(const ::Node* node) {
    if (is(node, T_TypeCast)) node = as<::TypeCast>(node).arg;
    if (!is(node, T_A_Const)) return {};
    const auto& value = as<::A_Const>(node).val;
    switch (value.node.type) {
    case T_Integer: return std::to_string(value.ival.ival);
    case T_Float: return value.fval.fval;
    case T_String: return value.sval.sval;
    case T_Boolean: return value.boolval.boolval ? "true" : "false";
    default: return {};
    }
}

Symbol lower(std::string_view name) {
    std::string result{name};
    for (char& c : result)
        c = ascii_lower(c);
    return Symbol{result};
}

/// The last clause of ALTER ROLE and ALTER DATABASE: from SET or RESET on.
Span setting_clause(Transform& t, const ::VariableSetStmt& node, Cursor cursor) {
    const bool reset = node.kind == VAR_RESET || node.kind == VAR_RESET_ALL;
    cursor.move_to(cursor.here() + 3); // a role may be called `set`
    cursor.seek(reset ? "reset" : "set");
    return t.span(cursor.rest());
}

} // namespace

SetVariable set_variable(const ::VariableSetStmt& node, Span span) {
    SetVariable result;
    result.kind = setting_kind(node.kind);
    result.name = lower(view(node.name));
    for (const auto* argument : items(node.args))
        result.values.push_back(setting_value(argument));
    result.local = node.is_local;
    result.span = span;
    return result;
}

/// SET TRANSACTION and SET SESSION CHARACTERISTICS set nothing that is tracked.
StatementNode set_statement(Transform& t, const ::VariableSetStmt& node, std::string_view tag,
                            Cursor cursor) {
    if (node.kind == VAR_SET_MULTI) return Inert{std::string{tag}};
    return set_variable(node, t.span(cursor.rest()));
}

StatementNode alter_role_setting(Transform& t, const ::AlterRoleSetStmt& node, Cursor cursor) {
    AlterSetting result;
    if (node.role != nullptr) result.role = t.role(node.role);
    result.database = symbol(node.database);
    result.setting = set_variable(*node.setstmt, setting_clause(t, *node.setstmt, cursor));
    return result;
}

StatementNode alter_database_setting(Transform& t, const ::AlterDatabaseSetStmt& node, Cursor cursor) {
    AlterSetting result;
    result.database = symbol(node.dbname);
    result.setting = set_variable(*node.setstmt, setting_clause(t, *node.setstmt, cursor));
    return result;
}

StatementNode transaction(const ::TransactionStmt& node) {
    using enum Transaction::Kind;
    const auto kind = [&] {
        switch (node.kind) {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START: return begin;
        case TRANS_STMT_COMMIT: return commit;
        case TRANS_STMT_ROLLBACK: return rollback;
        case TRANS_STMT_SAVEPOINT: return savepoint;
        case TRANS_STMT_RELEASE: return release;
        case TRANS_STMT_ROLLBACK_TO: return rollback_to;
        default: return other;
        }
    };
    return Transaction{kind(), symbol(node.savepoint_name), node.chain};
}

} // namespace rlslint::pg
