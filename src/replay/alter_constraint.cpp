#include <algorithm>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "constraint.hpp"
#include "copy.hpp"
#include "deletion.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

using Kind = TableConstraint::Kind;

/// Checks are inherited by all, the rest by partitions.
bool is_inherited(const Replayer& r, RelationId child, Kind kind) {
    return kind == Kind::check || kind == Kind::not_null || r.catalog[child].partition;
}

void add(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const TableConstraint& constraint = *command.constraint;
    add_constraint(r, id, constraint, command.name.text);
    if (only || constraint.no_inherit) return;
    for (const RelationId child : r.catalog[id].children) {
        if (!is_inherited(r, child, constraint.kind)) continue;
        if (constraint.kind == Kind::check)
            copy_checks(r, id, child);
        else if (constraint.kind == Kind::foreign_key)
            copy_foreign_keys(r, id, child);
    }
}

void drop(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const Symbol name = command.name.text;
    const Constraint* found = find_constraint(r.catalog[id], name);
    if (found == nullptr) {
        if (command.if_exists || !fully_known(r.catalog[id])) return;
        throw Refused{sqlstate::undefined_object,
                      fmt::format("constraint \"{}\" of relation \"{}\" does not exist", name.text(),
                                  r.catalog[id].name.text())};
    }
    const Kind kind = found->kind;
    drop_objects(r, {Object::constraint(id, name)}, command.behavior);
    if (only || kind != Kind::check) return;
    for (const RelationId child : with_descendants(r, id))
        if (child != id && find_constraint(r.catalog[child], name) != nullptr)
            drop_objects(r, {Object::constraint(child, name)}, command.behavior);
}

} // namespace

void alter_constraints(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    if (command.action == AlterTableAction::add_constraint)
        add(r, id, command, only);
    else
        drop(r, id, command, only);
}

void attach_partition(Replayer& r, RelationId partition, RelationId parent) {
    attach(r, partition, parent, true);
    copy_checks(r, parent, partition);
    copy_foreign_keys(r, parent, partition);
}

} // namespace rlslint::replaying
