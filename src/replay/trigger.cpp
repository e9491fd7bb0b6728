#include <algorithm>

#include <fmt/format.h>

#include "acl.hpp"
#include "apply.hpp"
#include "binding.hpp"
#include "describe.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Triggers and rules (src/backend/commands/trigger.c, event_trigger.c, rewrite/rewriteDefine.c).
namespace rlslint::replaying {

namespace {

/// A trigger's function takes no arguments.
FunctionId trigger_function(Replayer& r, const QualifiedName& name, std::string_view result) {
    ObjectRef ref;
    ref.kind = ObjectKind::function;
    ref.name = name;
    ref.args.emplace();
    ref.span = name.span;
    const FunctionId id = require_function(r, ref);
    const Function& function = r.catalog[id];
    if (!function.origin.assumed && (!function.returns || function.returns->name.text() != result))
        throw Refused{sqlstate::invalid_object_definition,
                      fmt::format("function {} must return type {}", shown(name), result)};
    return id;
}

Trigger new_trigger(Replayer& r, const CreateTrigger& create, RelationId table) {
    Trigger trigger;
    trigger.name = create.name.text;
    trigger.table = table;
    trigger.function = trigger_function(r, create.function, "trigger");
    trigger.before = create.before;
    trigger.instead = create.instead;
    trigger.row = create.row;
    trigger.on_insert = create.on_insert;
    trigger.on_update = create.on_update;
    trigger.on_delete = create.on_delete;
    trigger.on_truncate = create.on_truncate;
    trigger.origin = r.created();
    return trigger;
}

/// Which triggers a table, view or foreign table can have (CreateTriggerFiringOn).
void require_fitting_table(const Relation& table, const CreateTrigger& create) {
    const std::string_view name = table.name.text();
    if (table.is_table() || table.kind == 'f') {
        if (create.instead) refuse(sqlstate::wrong_object_type, "\"{}\" is a table", name);
    } else if (table.is_view()) {
        if ((!create.instead && create.row) || create.on_truncate)
            refuse(sqlstate::wrong_object_type, "\"{}\" is a view", name);
    } else {
        refuse(sqlstate::wrong_object_type, "relation \"{}\" cannot have triggers", name);
    }
}

void require_supported(const CreateTrigger& create) {
    const char* const unsupported = sqlstate::feature_not_supported;
    if (create.on_truncate && create.row)
        refuse(unsupported, "TRUNCATE FOR EACH ROW triggers are not supported");
    if (!create.instead) return;
    if (!create.row) refuse(unsupported, "INSTEAD OF triggers must be FOR EACH ROW");
    if (create.when.present()) refuse(unsupported, "INSTEAD OF triggers cannot have WHEN conditions");
    if (!create.update_columns.empty()) refuse(unsupported, "INSTEAD OF triggers cannot have column lists");
}

/// Whoever may TRIGGER may create one, as far as the history shows all grants.
void require_trigger_privilege(Replayer& r, RelationId table) {
    const Relation& relation = r.catalog[table];
    if (!fully_known(relation) || is_owner(r, relation.owner)) return;
    const std::vector<RoleId> roles = inherited_roles(r, r.session.current_user);
    const auto may = [&](RoleId role) { return relation.acl.held_by(role).has(Privilege::trigger); };
    if (!may(public_role) && std::none_of(roles.begin(), roles.end(), may))
        throw Refused{sqlstate::insufficient_privilege,
                      fmt::format("permission denied for {} {}", kind_word(relation), relation.name.text())};
}

// ---- rules ------------------------------------------------------------------------------------------

RewriteRule new_rule(Replayer& r, const CreateRule& create, RelationId table) {
    RewriteRule rule;
    rule.name = create.name.text;
    rule.event = create.event;
    rule.instead = create.instead;
    rule.where = bind_old_and_new(r, table, create.where, r.statement->span);
    for (const QueryId action : create.actions)
        rule.actions.push_back(bind_old_and_new(r, table, action, r.tree()[action].span));
    rule.span = r.statement->span;
    return rule;
}

void require_rules_allowed(const Relation& table) {
    if (table.origin.assumed) return;
    if (table.kind == 'm')
        refuse(sqlstate::feature_not_supported, "rules on materialized views are not supported");
    if (!table.is_table() && !table.is_view())
        refuse(sqlstate::wrong_object_type, "relation \"{}\" cannot have rules", table.name.text());
}

void depend(Replayer& r, const RewriteRule& rule, const Object& dependent) {
    if (rule.where.present()) r.dependents.add(*rule.where.bindings, dependent);
    for (const BoundQuery& action : rule.actions)
        r.dependents.add(*action.bindings, dependent);
}

} // namespace

Effect apply(Replayer& r, const CreateTrigger& create) {
    const RelationId table = require_relation(r, create.table);
    if (!r.catalog[table].origin.assumed) require_fitting_table(r.catalog[table], create);
    require_trigger_privilege(r, table);
    require_supported(create);
    for (const Symbol column : create.update_columns)
        (void)require_column(r, table, column);
    (void)bind_old_and_new(r, table, create.when.expr, create.when.span);
    Trigger trigger = new_trigger(r, create, table);
    TriggerId id = r.catalog.find_trigger(table, trigger.name);
    if (id.valid() && !create.or_replace)
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("trigger \"{}\" for relation \"{}\" already exists", trigger.name.text(),
                                  r.catalog[table].name.text())};
    const FunctionId function = trigger.function;
    if (id.valid())
        r.catalog.edit(id) = std::move(trigger);
    else
        id = r.catalog.add(std::move(trigger));
    r.dependents.add(function, id);
    return {};
}

Effect apply(Replayer& r, const CreateEventTrigger& create) {
    EventTrigger trigger;
    trigger.name = create.name.text;
    trigger.event = create.event;
    trigger.function = trigger_function(r, create.function, "event_trigger");
    trigger.tags = create.tags;
    trigger.span = r.statement->span;
    for (const EventTrigger& other : r.catalog.event_triggers())
        if (other.name == trigger.name)
            throw Refused{sqlstate::duplicate_object,
                          fmt::format("event trigger \"{}\" already exists", trigger.name.text())};
    r.catalog.edit_event_triggers().push_back(std::move(trigger));
    return undetermined("event trigger: its function is not run");
}

Effect apply(Replayer& r, const CreateRule& create) {
    const RelationId table = require_relation(r, create.table);
    require_owner(r, table);
    require_rules_allowed(r.catalog[table]);
    RewriteRule rule = new_rule(r, create, table);
    depend(r, rule, Object::rule(table, rule.name));
    std::vector<RewriteRule>& rules = r.catalog.edit(table).rules;
    const auto same = std::find_if(rules.begin(), rules.end(),
                                   [&](const RewriteRule& old) { return old.name == rule.name; });
    if (same == rules.end()) {
        rules.push_back(std::move(rule));
    } else if (create.or_replace) {
        *same = std::move(rule);
    } else {
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("rule \"{}\" for relation \"{}\" already exists", rule.name.text(),
                                  r.catalog[table].name.text())};
    }
    return {};
}

} // namespace rlslint::replaying
