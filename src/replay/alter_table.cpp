#include "alter_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "acl.hpp"
#include "apply.hpp"
#include "composite.hpp"
#include "constraint.hpp"
#include "copy_index.hpp"
#include "describe.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "partition.hpp"
#include "permission.hpp"

/// ALTER TABLE, and what shares its form: ALTER VIEW, SEQUENCE, INDEX … OWNER TO, SET (…)
/// (ATExecCmd in src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

namespace {

using Action = AlterTableAction;

// ---- what may be altered how ------------------------------------------------------------------------

/// The relkinds that ALTER VIEW and its like are for; ALTER TABLE is for all.
std::string_view kinds_named(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::view: return "v";
    case ObjectKind::materialized_view: return "m";
    case ObjectKind::foreign_table: return "f";
    case ObjectKind::sequence: return "S";
    default: return {};
    }
}

char assumed_kind(ObjectKind kind) {
    const std::string_view kinds = kinds_named(kind);
    return kinds.empty() ? 'r' : kinds.front();
}

/// The relkinds that an action is for (ATSimplePermissions), and its name in messages.
struct Allowed {
    std::string_view kinds;
    std::string_view name;
};

Allowed allowed(Action action) {
    switch (action) {
    case Action::add_column: return {"rpcf", "ADD COLUMN"};
    case Action::drop_column: return {"rpcf", "DROP COLUMN"};
    case Action::column_type: return {"rpcf", "ALTER COLUMN ... SET DATA TYPE"};
    case Action::set_default:
    case Action::drop_default: return {"rpvf", "ALTER COLUMN ... SET DEFAULT"};
    case Action::set_not_null: return {"rpf", "ALTER COLUMN ... SET NOT NULL"};
    case Action::drop_not_null: return {"rpf", "ALTER COLUMN ... DROP NOT NULL"};
    case Action::add_constraint: return {"rpf", "ADD CONSTRAINT"};
    case Action::drop_constraint: return {"rpf", "DROP CONSTRAINT"};
    case Action::enable_rls: return {"rp", "ENABLE ROW SECURITY"};
    case Action::disable_rls: return {"rp", "DISABLE ROW SECURITY"};
    case Action::force_rls: return {"rp", "FORCE ROW SECURITY"};
    case Action::no_force_rls: return {"rp", "NO FORCE ROW SECURITY"};
    case Action::add_inherit: return {"rpf", "INHERIT"};
    case Action::drop_inherit: return {"rpf", "NO INHERIT"};
    case Action::attach_partition: return {"p", "ATTACH PARTITION"};
    case Action::detach_partition: return {"p", "DETACH PARTITION"};
    default: return {};
    }
}

void require_allowed(const Relation& relation, Action action) {
    const Allowed to = allowed(action);
    if (to.kinds.empty() || relation.origin.assumed || to.kinds.find(relation.kind) != std::string_view::npos)
        return;
    throw Refused{
        sqlstate::wrong_object_type,
        fmt::format("ALTER action {} cannot be performed on relation \"{}\"", to.name, relation.name.text())};
}

// ---- actions on the table as a whole ----------------------------------------------------------------

void set_flag(Flag& flag, bool on, Span span) { flag = {on, span}; }

void set_row_security(Replayer& r, RelationId id, const AlterTableCommand& command) {
    Relation& table = r.catalog.edit(id);
    switch (command.action) {
    case Action::enable_rls:
        set_flag(table.rls, true, command.span);
        return r.record(Event::Kind::rls_enabled, id, command.span);
    case Action::disable_rls:
        set_flag(table.rls, false, command.span);
        return r.record(Event::Kind::rls_disabled, id, command.span);
    case Action::force_rls:
        set_flag(table.force, true, command.span);
        return r.record(Event::Kind::rls_forced, id, command.span);
    default:
        set_flag(table.force, false, command.span);
        return r.record(Event::Kind::rls_unforced, id, command.span);
    }
}

void set_options(Replayer& r, RelationId id, const AlterTableCommand& command) {
    if (r.catalog[id].is_view() && command.action == Action::set_options)
        require_view_options(r, command.options);
    if (r.catalog[id].kind == 'p' && command.action == Action::set_options && !command.options.empty())
        refuse(sqlstate::invalid_parameter_value, "unrecognized parameter \"{}\"",
               command.options.front().name.text());
    std::vector<Option>& options = r.catalog.edit(id).options;
    for (const Option& given : command.options) {
        std::erase_if(options, [&](const Option& old) { return old.name == given.name; });
        if (command.action == Action::set_options) options.push_back(given);
    }
}

/// It is looked at before the parent is.
void require_may_inherit(const Relation& table) {
    if (table.of_type.valid())
        refuse(sqlstate::wrong_object_type, "cannot change inheritance of typed table");
    if (table.partition) refuse(sqlstate::wrong_object_type, "cannot change inheritance of a partition");
    if (table.kind == 'p')
        refuse(sqlstate::wrong_object_type, "cannot change inheritance of partitioned table");
}

void inherit(Replayer& r, RelationId child, RelationId parent) {
    const Relation& from = r.catalog[parent];
    require_owner(r, parent);
    require_allowed(from, Action::add_inherit);
    if (from.kind == 'p')
        refuse(sqlstate::wrong_object_type, "cannot inherit from partitioned table \"{}\"", from.name.text());
    if (from.partition) refuse(sqlstate::wrong_object_type, "cannot inherit from a partition");
    attach(r, child, parent, false);
}

void change_parents(Replayer& r, RelationId id, const AlterTableCommand& command) {
    // Bounds are looked at before anything else is.
    if (command.action == Action::attach_partition)
        require_bound_kind(r.catalog[id], partition_values(r, *command.bound));
    if (command.action == Action::add_inherit) require_may_inherit(r.catalog[id]);
    const RelationId other = require_relation(r, command.relation);
    switch (command.action) {
    case Action::add_inherit: return inherit(r, id, other);
    case Action::drop_inherit:
        if (r.catalog[id].partition)
            refuse(sqlstate::wrong_object_type, "cannot change inheritance of a partition");
        return detach(r, id, other);
    case Action::attach_partition: return attach_partition(r, other, id, *command.bound);
    default: return detach(r, other, id);
    }
}

void set_owner(Replayer& r, RelationId id, RoleId owner) {
    const Relation& relation = r.catalog[id];
    if (relation.kind == 'S' && relation.owned_by.valid() && relation.owner != owner)
        refuse(sqlstate::feature_not_supported, "cannot change owner of sequence \"{}\"",
               relation.name.text());
    change_relation_owner(r, id, owner);
}

/// What changes nothing that is tracked must still name what is there.
Effect run_inert(Replayer& r, RelationId id, const AlterTableCommand& command) {
    const Relation& table = r.catalog[id];
    const Symbol name = command.name.text;
    if (command.named == ObjectKind::column) {
        if (!is_system_column(name)) (void)require_column(r, id, name);
        return inert();
    }
    if (!fully_known(table)) return inert();
    const auto require = [&](bool found, std::string_view kind, std::string_view of) {
        if (!found)
            refuse(sqlstate::undefined_object, "{} \"{}\" {} \"{}\" does not exist", kind, name.text(), of,
                   table.name.text());
    };
    switch (command.named) {
    case ObjectKind::constraint:
        require(find_constraint(table, name) != nullptr, "constraint", "of relation");
        break;
    case ObjectKind::index:
        require(r.catalog.find_index(table.schema, name).valid(), "index", "for table");
        break;
    case ObjectKind::trigger:
        require(r.catalog.find_trigger(id, name).valid(), "trigger", "for table");
        break;
    case ObjectKind::rule:
        require(std::any_of(table.rules.begin(), table.rules.end(),
                            [&](const RewriteRule& rule) { return rule.name == name; }),
                "rule", "for relation");
        break;
    default: break;
    }
    return inert();
}

Effect run_command(Replayer& r, RelationId id, const AlterTable& statement,
                   const AlterTableCommand& command) {
    if (command.action == Action::attach_partition && r.catalog[id].kind == 'r' && fully_known(r.catalog[id]))
        refuse(sqlstate::invalid_object_definition, "table \"{}\" is not partitioned",
               r.catalog[id].name.text());
    require_allowed(r.catalog[id], command.action);
    switch (command.action) {
    case Action::enable_rls:
    case Action::disable_rls:
    case Action::force_rls:
    case Action::no_force_rls: return set_row_security(r, id, command), Effect{};
    case Action::owner: return set_owner(r, id, require_role(r, command.role)), Effect{};
    case Action::set_options:
    case Action::reset_options: return set_options(r, id, command), Effect{};
    case Action::add_inherit:
    case Action::drop_inherit:
    case Action::attach_partition:
    case Action::detach_partition: return change_parents(r, id, command), Effect{};
    case Action::add_constraint:
    case Action::drop_constraint: return alter_constraints(r, id, command, statement.only), Effect{};
    case Action::of_type: return make_typed(r, id, command.of_type), Effect{};
    case Action::not_of_type: return make_untyped(r, id), Effect{};
    case Action::column_options: return (void)require_column(r, id, command.name.text), Effect{};
    case Action::inert: return run_inert(r, id, command);
    case Action::unmodelled: return unmodelled(command.tag);
    default: return alter_column(r, id, command, statement.only), Effect{};
    }
}

/// The whole statement's effect: what is unmodelled in it is said, but the other commands count.
Effect worse(Effect a, Effect b) {
    if (a.outcome == Outcome::unmodelled) return a;
    if (b.outcome == Outcome::unmodelled || a.outcome == Outcome::inert) return b;
    return a;
}

/// The commands of one statement are run in passes, whatever their order (AlterTablePass).
int pass(const AlterTableCommand& command) {
    switch (command.action) {
    case Action::drop_column:
    case Action::drop_constraint:
    case Action::drop_default:
    case Action::drop_not_null: return 0;
    case Action::column_type: return 1;
    case Action::add_column: return 2;
    case Action::set_not_null: return 3;
    case Action::add_constraint: return 4;
    case Action::set_default: return 5;
    default: return 6;
    }
}

std::vector<const AlterTableCommand*> in_order_of_execution(const std::vector<AlterTableCommand>& commands) {
    std::vector<const AlterTableCommand*> ordered;
    for (const AlterTableCommand& command : commands)
        ordered.push_back(&command);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto* a, const auto* b) { return pass(*a) < pass(*b); });
    return ordered;
}

/// Of an index nothing but what it is part of has any bearing.
Effect alter_index(Replayer& r, IndexId id, const AlterTable& alter) {
    const Relation& table = r.catalog[r.catalog[id].table];
    if (fully_known(table) && !is_owner(r, table.owner))
        refuse(sqlstate::insufficient_privilege, "must be owner of index {}", r.catalog[id].name.text());
    for (const AlterTableCommand& command : alter.commands) {
        if (command.action != Action::attach_partition) continue;
        if (const IndexId part = find_index(r, command.relation); part.valid()) attach_index(r, id, part);
    }
    return inert();
}

} // namespace

void require_kind_named(const Relation& relation, ObjectKind kind) {
    const std::string_view kinds = kinds_named(kind);
    if (kinds.empty() || kinds.find(relation.kind) != std::string_view::npos) return;
    throw Refused{sqlstate::wrong_object_type,
                  fmt::format("\"{}\" is not a {}", relation.name.text(), to_string(kind))};
}

Effect apply(Replayer& r, const AlterTable& alter) {
    if (alter.kind == ObjectKind::type) return alter_composite(r, alter);
    const RelationId found = find_relation(r, alter.name);
    if (!found.valid()) {
        if (const IndexId index = find_index(r, alter.name); index.valid())
            return alter_index(r, index, alter);
        if (alter.kind == ObjectKind::index) return inert();
        refuse_composite(r, alter.name);
        if (alter.if_exists) return {};
    }
    const RelationId id = found.valid() ? found : require_relation(r, alter.name, assumed_kind(alter.kind));
    require_owner(r, id);
    require_kind_named(r.catalog[id], alter.kind);
    Effect effect = inert();
    for (const AlterTableCommand* command : in_order_of_execution(alter.commands))
        effect = worse(std::move(effect), run_command(r, id, alter, *command));
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::altered, id);
    return effect;
}

void change_relation_owner(Replayer& r, RelationId id, RoleId owner) {
    if (owner == public_role || r.catalog[id].owner == owner) return;
    require_new_owner(r, owner, r.catalog[id].schema);
    give_relation(r, id, owner);
}

void give_relation(Replayer& r, RelationId id, RoleId owner) {
    Relation& relation = r.catalog.edit(id);
    const RoleId before = relation.owner;
    if (before == owner) return;
    change_owner(relation.acl, before, owner);
    for (Column& column : relation.columns)
        change_owner(column.acl, before, owner);
    relation.owner = owner;
    r.record(Event::Kind::owner_changed, id);
    for (const RelationId sequence : owned_sequences(r, id))
        give_relation(r, sequence, owner);
}

} // namespace rlslint::replaying
