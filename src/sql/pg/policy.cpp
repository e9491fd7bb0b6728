#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

PolicyCommand policy_command(std::string_view name) {
    if (name == "select") return PolicyCommand::select;
    if (name == "insert") return PolicyCommand::insert;
    if (name == "update") return PolicyCommand::update;
    if (name == "delete") return PolicyCommand::delete_;
    return PolicyCommand::all;
}

/// TO roles, if it is there.
Span roles_clause(Transform& t, Cursor& cursor) {
    const TokenIndex first = cursor.here();
    if (!cursor.accept("to")) return {};
    while (!cursor.done() && !cursor.at("using") && !cursor.at("with"))
        cursor.step();
    return t.span(cursor.since(first));
}

/// USING (…) or WITH CHECK (…), if it is there.
ClauseRef condition_clause(Transform& t, const ::Node* condition, Cursor& cursor,
                           std::initializer_list<std::string_view> words) {
    const TokenIndex first = cursor.here();
    if (!cursor.accept(words)) return {};
    cursor.group();
    return t.clause(condition, cursor.since(first));
}

/// A keyword and the word behind it, if it is there.
Span two_words(Transform& t, Cursor& cursor, std::string_view keyword) {
    const TokenIndex first = cursor.here();
    if (!cursor.accept(keyword)) return {};
    cursor.step();
    return t.span(cursor.since(first));
}

/// Behind CREATE or ALTER: POLICY name ON table.
Name policy_name(Transform& t, const char* name, Cursor& cursor) {
    cursor.accept("policy");
    const Name result = t.name(name, cursor.name());
    cursor.accept("on");
    cursor.name();
    return result;
}

} // namespace

StatementNode create_policy(Transform& t, const ::CreatePolicyStmt& node, Cursor cursor) {
    CreatePolicy result;
    cursor.accept("create");
    result.name = policy_name(t, node.policy_name, cursor);
    result.table = t.name(node.table);
    result.command = policy_command(view(node.cmd_name));
    result.permissive = node.permissive;
    result.permissive_span = two_words(t, cursor, "as");
    result.command_span = two_words(t, cursor, "for");
    result.roles_span = roles_clause(t, cursor);
    if (result.roles_span.valid()) result.roles = t.roles(node.roles);
    result.using_clause = condition_clause(t, node.qual, cursor, {"using"});
    result.check_clause = condition_clause(t, node.with_check, cursor, {"with", "check"});
    return result;
}

StatementNode alter_policy(Transform& t, const ::AlterPolicyStmt& node, Cursor cursor) {
    AlterPolicy result;
    cursor.accept("alter");
    result.name = policy_name(t, node.policy_name, cursor);
    result.table = t.name(node.table);
    result.roles_given = node.roles != nullptr;
    result.roles_span = roles_clause(t, cursor);
    result.roles = t.roles(node.roles);
    result.using_clause = condition_clause(t, node.qual, cursor, {"using"});
    result.check_clause = condition_clause(t, node.with_check, cursor, {"with", "check"});
    return result;
}

} // namespace rlslint::pg
