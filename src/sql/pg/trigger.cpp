#include "pg.hpp"
#include "statements.hpp"

// Triggers, event triggers and rules.

namespace rlslint::pg {
namespace {

PolicyCommand rule_event(::CmdType event) {
    switch (event) {
    case CMD_INSERT: return PolicyCommand::insert;
    case CMD_UPDATE: return PolicyCommand::update;
    case CMD_DELETE: return PolicyCommand::delete_;
    default: return PolicyCommand::select;
    }
}

/// EXECUTE FUNCTION name, EXECUTE PROCEDURE name.
QualifiedName executed_function(Transform& t, const ::List* name, Cursor& cursor) {
    cursor.seek("execute");
    cursor.move_to(cursor.here() + 2);
    return t.name(name, cursor.name());
}

/// The rule's actions: one statement, or several in parentheses.
void read_actions(Transform& t, CreateRule& rule, const ::List* actions, Cursor cursor) {
    Extent range = cursor.rest();
    if (items(actions).size() > 1 && cursor.at('(')) range = t.tokens().narrow(range);
    Cursor each{t.tokens(), range};
    for (const auto* action : items(actions)) {
        while (each.accept(';')) {
        }
        const TokenIndex first = each.here();
        each.seek(';');
        const QueryId query = t.query(action, each.since(first));
        if (query.valid()) rule.actions.push_back(query);
    }
}

} // namespace

StatementNode create_trigger(Transform& t, const ::CreateTrigStmt& node, Cursor cursor) {
    CreateTrigger result;
    cursor.seek("trigger");
    cursor.step();
    result.name = t.name(node.trigname, cursor.name());
    result.table = t.name(node.relation);
    result.or_replace = node.replace;
    result.before = (node.timing & TRIGGER_TYPE_BEFORE) != 0;
    result.instead = (node.timing & TRIGGER_TYPE_INSTEAD) != 0;
    result.row = node.row;
    result.on_insert = (node.events & TRIGGER_TYPE_INSERT) != 0;
    result.on_update = (node.events & TRIGGER_TYPE_UPDATE) != 0;
    result.on_delete = (node.events & TRIGGER_TYPE_DELETE) != 0;
    result.on_truncate = (node.events & TRIGGER_TYPE_TRUNCATE) != 0;
    result.transition_tables = node.transitionRels != nullptr;
    result.update_columns = Transform::symbols(node.columns);
    if (node.whenClause != nullptr) {
        cursor.seek("when");
        const TokenIndex first = cursor.here();
        cursor.step();
        cursor.group();
        result.when = t.clause(node.whenClause, cursor.since(first));
    }
    result.function = executed_function(t, node.funcname, cursor);
    return result;
}

StatementNode create_event_trigger(Transform& t, const ::CreateEventTrigStmt& node, Cursor cursor) {
    CreateEventTrigger result;
    cursor.accept({"create", "event", "trigger"});
    result.name = t.name(node.trigname, cursor.name());
    result.event = symbol(node.eventname);
    for (const auto* filter : items<::DefElem>(node.whenclause)) {
        if (view(filter->defname) != "tag") continue;
        for (const auto* tag : items(list_of(filter->arg)))
            result.tags.emplace_back(string_of(tag));
    }
    result.function = executed_function(t, node.funcname, cursor);
    return result;
}

StatementNode alter_event_trigger(Transform& t, const ::AlterEventTrigStmt& node, Cursor cursor) {
    AlterEventTrigger result;
    cursor.accept({"alter", "event", "trigger"});
    result.name = t.name(node.trigname, cursor.name());
    result.enabled = node.tgenabled == 'O' || node.tgenabled == 'A';
    return result;
}

/// CREATE [OR REPLACE] RULE name AS ON event TO table [WHERE x] DO [ALSO | INSTEAD] actions.
StatementNode create_rule(Transform& t, const ::RuleStmt& node, Cursor cursor) {
    CreateRule result;
    cursor.seek("rule");
    cursor.step();
    result.name = t.name(node.rulename, cursor.name());
    result.table = t.name(node.relation);
    result.event = rule_event(node.event);
    result.instead = node.instead;
    result.or_replace = node.replace;
    result.where = t.expr(node.whereClause).id;
    cursor.seek("do");
    cursor.step();
    if (!cursor.accept("also")) cursor.accept("instead");
    read_actions(t, result, node.actions, cursor);
    return result;
}

} // namespace rlslint::pg
