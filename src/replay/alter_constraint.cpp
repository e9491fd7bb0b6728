#include <algorithm>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "constraint.hpp"
#include "copy.hpp"
#include "copy_index.hpp"
#include "deletion.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "partition_foreign_key.hpp"

/// ADD and DROP CONSTRAINT (ATExecAddConstraint, ATExecDropConstraint in
/// src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

namespace {

using Kind = TableConstraint::Kind;

// ---- ADD --------------------------------------------------------------------------------------------

/// The server reads the clause anew for each table below, where the name of the one above means nothing.
void refuse_own_name(const Replayer& r, const BoundExpr& check, RelationId parent, RelationId child) {
    const Symbol above = r.catalog[parent].name;
    if (above == r.catalog[child].name) return;
    for (const auto& [id, column] : check.bindings->columns) {
        const auto* written = std::get_if<ColumnRef>(&(*check.tree)[id].node);
        if (written == nullptr || column.from.valid() || column.relation != parent) continue;
        if (written->qualifier == above)
            refuse(sqlstate::undefined_table, "missing FROM-clause entry for table \"{}\"", above.text());
        if (column.column == whole_row && written->qualifier.empty())
            refuse(sqlstate::undefined_column, "column \"{}\" does not exist", above.text());
    }
}

void add_check(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const Relation& table = r.catalog[id];
    const bool no_inherit = command.constraint->no_inherit;
    const std::size_t before = table.constraints.size();
    add_constraint(r, id, *command.constraint, command.name.text);
    if (r.catalog[id].constraints.size() == before) return; // merged with an inherited one
    if (no_inherit && table.kind == 'p')
        refuse(sqlstate::invalid_table_definition,
               "cannot add NO INHERIT constraint to partitioned table \"{}\"", table.name.text());
    if (no_inherit || table.children.empty()) return;
    if (only) refuse(sqlstate::invalid_table_definition, "constraint must be added to child tables too");
    add_check_below(r, id, r.catalog[id].constraints.back().name);
}

/// The columns of a primary key are NOT NULL in the tables below too.
void set_not_null_below(Replayer& r, RelationId id) {
    const std::vector<ColumnNumber> key = r.catalog[id].constraints.back().columns;
    for (const RelationId table : with_descendants(r, id)) {
        for (const ColumnNumber number : key) {
            const ColumnNumber same = number == whole_row
                                          ? whole_row
                                          : r.catalog.find_column(table, r.catalog[id].columns[number].name);
            if (same != whole_row) r.catalog.edit(table).columns[same].not_null = true;
        }
    }
}

IndexId index_of_newest(const Replayer& r, RelationId table) {
    return r.catalog.find_index(r.catalog[table].schema, r.catalog[table].constraints.back().name);
}

void add(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const Kind kind = command.constraint->kind;
    if (kind == Kind::check) return add_check(r, id, command, only);
    add_constraint(r, id, *command.constraint, command.name.text);
    if (kind == Kind::primary_key) set_not_null_below(r, id);
    if (only) return;
    if (kind == Kind::unique || kind == Kind::primary_key) {
        if (const IndexId index = index_of_newest(r, id); index.valid()) give_to_partitions(r, index);
        return;
    }
    const std::vector<RelationId> children = r.catalog[id].children;
    for (const RelationId child : children)
        if (r.catalog[child].partition && kind == Kind::foreign_key) give_foreign_keys(r, id, child);
}

// ---- DROP -------------------------------------------------------------------------------------------

/// The same check of the tables below goes, unless they define it themselves or have it from another
/// parent too.
void drop_below(Replayer& r, RelationId parent, Symbol name, bool only, DropBehavior behavior) {
    const std::vector<RelationId> children = r.catalog[parent].children;
    for (const RelationId child : children) {
        auto& constraints = r.catalog.edit(child).constraints;
        const auto own = std::find_if(constraints.begin(), constraints.end(),
                                      [&](const Constraint& c) { return c.name == name; });
        if (own == constraints.end()) continue;
        if (own->inherited > 0) --own->inherited;
        if (only) own->local = true;
        if (only || own->local || own->inherited > 0) continue;
        drop_below(r, child, name, only, behavior);
        drop_objects(r, {Object::constraint(child, name)}, behavior);
    }
}

void drop(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    const Symbol name = command.name.text;
    const Relation& table = r.catalog[id];
    const Constraint* found = find_constraint(table, name);
    if (found == nullptr) {
        if (command.if_exists || !fully_known(table)) return;
        refuse(sqlstate::undefined_object, "constraint \"{}\" of relation \"{}\" does not exist", name.text(),
               table.name.text());
    }
    if (found->inherited > 0)
        refuse(sqlstate::invalid_table_definition,
               "cannot drop inherited constraint \"{}\" of relation \"{}\"", name.text(), table.name.text());
    if (is_inheritable(*found)) {
        if (only && table.kind == 'p' && !table.children.empty())
            refuse(sqlstate::invalid_table_definition,
                   "cannot remove constraint from only the partitioned table when partitions exist");
        drop_below(r, id, name, only, command.behavior);
    }
    drop_objects(r, with_parts(r, id, name), command.behavior);
}

} // namespace

void add_check_below(Replayer& r, RelationId parent, Symbol name) {
    const std::vector<RelationId> children = r.catalog[parent].children;
    for (const RelationId child : children) {
        refuse_own_name(r, find_constraint(r.catalog[parent], name)->check, parent, child);
        const bool merged = find_constraint(r.catalog[child], name) != nullptr;
        copy_check(r, parent, name, child);
        if (!merged) add_check_below(r, child, name);
    }
}

void alter_constraints(Replayer& r, RelationId id, const AlterTableCommand& command, bool only) {
    if (command.action == AlterTableAction::add_constraint)
        add(r, id, command, only);
    else
        drop(r, id, command, only);
}

} // namespace rlslint::replaying
