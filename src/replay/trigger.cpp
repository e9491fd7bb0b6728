#include <fmt/format.h>

#include "apply.hpp"
#include "binding.hpp"
#include "lookup.hpp"

/// Triggers and rules (src/backend/commands/trigger.c, rewrite/rewriteDefine.c).
namespace rlslint::replaying {

namespace {

/// A trigger's function takes no arguments.
FunctionId trigger_function(Replayer& r, const QualifiedName& name) {
    ObjectRef ref;
    ref.kind = ObjectKind::function;
    ref.name = name;
    ref.args.emplace();
    ref.span = name.span;
    return require_function(r, ref);
}

Trigger new_trigger(Replayer& r, const CreateTrigger& create, RelationId table) {
    Trigger trigger;
    trigger.name = create.name.text;
    trigger.table = table;
    trigger.function = trigger_function(r, create.function);
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

void require_fitting_table(const Relation& table, const CreateTrigger& create) {
    if (table.origin.assumed) return;
    if (create.instead ? table.is_view() : table.kind != 'm') return;
    throw Refused{sqlstate::wrong_object_type,
                  create.instead && table.is_table()
                      ? fmt::format("\"{}\" is a table", table.name.text())
                      : fmt::format("relation \"{}\" cannot have triggers", table.name.text())};
}

} // namespace

Effect apply(Replayer& r, const CreateTrigger& create) {
    const RelationId table = require_relation(r, create.table);
    require_fitting_table(r.catalog[table], create);
    for (const Symbol column : create.update_columns)
        (void)require_column(r, table, column);
    (void)bind_old_and_new(r, table, create.when.expr, create.when.span);
    Trigger trigger = new_trigger(r, create, table);
    TriggerId id = r.catalog.find_trigger(table, trigger.name);
    if (id.valid() && !create.or_replace)
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("trigger \"{}\" for relation \"{}\" already exists", trigger.name.text(),
                                  r.catalog[table].name.text())};
    if (id.valid())
        r.catalog.edit(id) = trigger;
    else
        id = r.catalog.add(trigger);
    r.dependents.add(trigger.function, id);
    return {};
}

Effect apply(Replayer&, const CreateEventTrigger&) {
    // Kept in the log only: what its function would do to later statements is not read yet.
    return undetermined("its function is not run");
}

Effect apply(Replayer& r, const CreateRule& create) {
    const RelationId table = require_relation(r, create.table);
    if (create.event == PolicyCommand::select) return unmodelled("a rule ON SELECT");
    (void)bind_old_and_new(r, table, create.where, r.statement->span);
    for (const QueryId action : create.actions)
        (void)bind_old_and_new(r, table, action, r.statement->span);
    return unmodelled("rules are not kept");
}

} // namespace rlslint::replaying
