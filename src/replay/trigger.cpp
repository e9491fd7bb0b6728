#include "trigger.hpp"

#include <algorithm>

#include "apply.hpp"
#include "binding.hpp"
#include "clause_check.hpp"
#include "copy.hpp"
#include "event_trigger.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// Triggers (src/backend/commands/trigger.c).
namespace rlslint::replaying {

namespace {

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

/// What REFERENCING is not for.
void require_transitions(const CreateTrigger& create, const Relation& table) {
    if (table.is_view()) refuse(sqlstate::wrong_object_type, "\"{}\" is a view", table.name.text());
    if (create.row && table.kind == 'p')
        refuse(sqlstate::feature_not_supported, "\"{}\" is a partitioned table", table.name.text());
    if (create.row && !table.parents.empty())
        refuse(sqlstate::feature_not_supported, "ROW triggers with transition tables are not supported on {}",
               table.partition ? "partitions" : "inheritance children");
    if (create.before || create.instead)
        refuse(sqlstate::invalid_object_definition,
               "transition table name can only be specified for an AFTER trigger");
    if (create.on_truncate)
        refuse(sqlstate::invalid_object_definition, "TRUNCATE triggers cannot specify transition tables");
    if (create.on_insert + create.on_update + create.on_delete > 1)
        refuse(sqlstate::feature_not_supported,
               "transition tables cannot be specified for triggers with more than one event");
    if (!create.update_columns.empty())
        refuse(sqlstate::feature_not_supported,
               "transition tables cannot be specified for triggers with column lists");
}

void require_supported(const CreateTrigger& create, const Relation& table) {
    const char* const unsupported = sqlstate::feature_not_supported;
    if (create.on_truncate && create.row)
        refuse(unsupported, "TRUNCATE FOR EACH ROW triggers are not supported");
    if (create.transition_tables) require_transitions(create, table);
    if (!create.instead) return;
    if (!create.row) refuse(unsupported, "INSTEAD OF triggers must be FOR EACH ROW");
    if (create.when.present()) refuse(unsupported, "INSTEAD OF triggers cannot have WHEN conditions");
    if (!create.update_columns.empty()) refuse(unsupported, "INSTEAD OF triggers cannot have column lists");
}

// ---- WHEN -------------------------------------------------------------------------------------------

/// "old" or "new" before a column, which not every trigger has.
void require_rows(const Tree& tree, const CreateTrigger& create, const BoundExpr& when) {
    const char* const invalid = sqlstate::invalid_object_definition;
    for (const auto& [id, column] : when.bindings->columns) {
        const auto* ref = std::get_if<ColumnRef>(&tree[id].node);
        if (ref == nullptr || column.from.valid()) continue;
        if (!create.row) refuse(invalid, "statement trigger's WHEN condition cannot reference column values");
        const std::string_view row = ref->qualifier.text();
        if (row == "old" && create.on_insert)
            refuse(invalid, "INSERT trigger's WHEN condition cannot reference OLD values");
        if (row == "new" && create.on_delete)
            refuse(invalid, "DELETE trigger's WHEN condition cannot reference NEW values");
    }
}

BoundExpr bind_when(Replayer& r, const CreateTrigger& create, RelationId table) {
    BoundExpr when = bind_old_and_new(r, table, create.when.expr, create.when.span);
    if (!when.present()) return when;
    require_scalar(r, when, "trigger WHEN conditions");
    require_boolean(r, when, "WHEN");
    require_rows(r.tree(), create, when);
    return when;
}

// ---- the trigger ------------------------------------------------------------------------------------

std::vector<ColumnNumber> update_columns(Replayer& r, const CreateTrigger& create, RelationId table) {
    std::vector<ColumnNumber> columns;
    for (const Symbol name : create.update_columns) {
        const ColumnNumber number = require_column(r, table, name);
        if (std::find(columns.begin(), columns.end(), number) != columns.end())
            refuse(sqlstate::duplicate_column, "column \"{}\" specified more than once", name.text());
        columns.push_back(number);
    }
    return columns;
}

/// One that was cloned is replaced by way of the trigger that it was cloned from only.
TriggerId same_trigger(const Replayer& r, const Trigger& trigger, bool or_replace) {
    const TriggerId same = r.catalog.find_trigger(trigger.table, trigger.name);
    if (!same.valid()) return same;
    const std::string_view name = trigger.name.text();
    const std::string_view table = r.catalog[trigger.table].name.text();
    if (!or_replace)
        refuse(sqlstate::duplicate_object, "trigger \"{}\" for relation \"{}\" already exists", name, table);
    if (r.catalog[same].parent.valid() && !trigger.parent.valid())
        refuse(sqlstate::duplicate_object,
               "trigger \"{}\" for relation \"{}\" is an internal or a child trigger", name, table);
    return same;
}

void depend(Replayer& r, TriggerId id) {
    const Trigger& trigger = r.catalog[id];
    r.dependents.add(trigger.function, id);
    if (trigger.when.present()) r.dependents.add(*trigger.when.bindings, id);
}

TriggerId enter(Replayer& r, Trigger trigger, TriggerId same) {
    if (same.valid())
        r.catalog.edit(same) = std::move(trigger);
    else
        same = r.catalog.add(std::move(trigger));
    depend(r, same);
    return same;
}

Trigger clone_of(const Replayer& r, TriggerId id, RelationId partition) {
    Trigger trigger = r.catalog[id];
    const RelationId parent = trigger.table;
    for (ColumnNumber& column : trigger.update_columns)
        column = r.catalog.find_column(partition, r.catalog[parent].columns[column].name);
    trigger.when = transferred(r, trigger.when, parent, partition);
    trigger.table = partition;
    trigger.parent = id;
    trigger.origin = r.created();
    return trigger;
}

/// In all partitions below.
void clone(Replayer& r, TriggerId id, RelationId partition, bool or_replace) {
    require_trigger_privilege(r, partition);
    require_execute(r, r.catalog[id].function);
    Trigger trigger = clone_of(r, id, partition);
    const TriggerId same = same_trigger(r, trigger, or_replace);
    const TriggerId clone_id = enter(r, std::move(trigger), same);
    const std::vector<RelationId> partitions = r.catalog[partition].children;
    for (const RelationId below : partitions)
        if (r.catalog[below].partition) clone(r, clone_id, below, or_replace);
}

} // namespace

FunctionId trigger_function(Replayer& r, const QualifiedName& name, std::string_view result) {
    ObjectRef ref;
    ref.kind = ObjectKind::function;
    ref.name = name;
    ref.args.emplace();
    ref.span = name.span;
    const FunctionId id = require_function(r, ref);
    require_execute(r, id);
    const Function& function = r.catalog[id];
    if (!function.origin.assumed && (!function.returns || function.returns->name.text() != result))
        refuse(sqlstate::invalid_object_definition, "function {} must return type {}", shown(name), result);
    return id;
}

void clone_triggers(Replayer& r, RelationId parent, RelationId partition) {
    const std::vector<TriggerId> triggers = r.catalog[parent].triggers;
    for (const TriggerId id : triggers)
        if (r.catalog[id].row) clone(r, id, partition, false);
}

std::vector<TriggerId> with_clones(const Replayer& r, TriggerId trigger) {
    std::vector<TriggerId> all{trigger};
    for (std::size_t i = 0; i < all.size(); ++i)
        for (const RelationId child : r.catalog[r.catalog[all[i]].table].children)
            for (const TriggerId id : r.catalog[child].triggers)
                if (r.catalog[id].parent == all[i]) all.push_back(id);
    return all;
}

void drop_cloned_triggers(Replayer& r, RelationId partition) {
    const std::vector<TriggerId> triggers = r.catalog[partition].triggers;
    for (const TriggerId id : triggers) {
        if (!r.catalog[id].parent.valid()) continue;
        for (const TriggerId clone_id : with_clones(r, id))
            r.catalog.drop(clone_id, r.statement->span);
    }
}

Effect apply(Replayer& r, const CreateTrigger& create) {
    const RelationId table = require_relation(r, create.table);
    if (!r.catalog[table].origin.assumed) require_fitting_table(r.catalog[table], create);
    require_trigger_privilege(r, table);
    require_supported(create, r.catalog[table]);
    Trigger trigger;
    trigger.name = create.name.text;
    trigger.table = table;
    trigger.before = create.before;
    trigger.instead = create.instead;
    trigger.row = create.row;
    trigger.on_insert = create.on_insert;
    trigger.on_update = create.on_update;
    trigger.on_delete = create.on_delete;
    trigger.on_truncate = create.on_truncate;
    trigger.when = bind_when(r, create, table);
    trigger.function = trigger_function(r, create.function, "trigger");
    const TriggerId same = same_trigger(r, trigger, create.or_replace);
    trigger.update_columns = update_columns(r, create, table);
    trigger.origin = r.created();
    const bool cloned = trigger.row;
    const TriggerId id = enter(r, std::move(trigger), same);
    const std::vector<RelationId> partitions = r.catalog[table].children;
    for (const RelationId partition : partitions)
        if (cloned && r.catalog[partition].partition) clone(r, id, partition, create.or_replace);
    return {};
}

} // namespace rlslint::replaying
