#include "partition_foreign_key.hpp"

#include <algorithm>

#include "constraint.hpp"
#include "copy.hpp"
#include "generated_name.hpp"

namespace rlslint::replaying {

namespace {

constexpr auto foreign_key = TableConstraint::Kind::foreign_key;

bool is_inherited(const Constraint& constraint) { return constraint.inherited > 0; }

/// The partition's, among those that are parts of another one or among its own; null where it has none.
const Constraint* like(const Replayer& r, const Constraint& original, RelationId parent, RelationId partition,
                       bool inherited) {
    const auto columns = counterparts(r, original.columns, parent, partition);
    const auto& constraints = r.catalog[partition].constraints;
    const auto found = std::find_if(constraints.begin(), constraints.end(), [&](const Constraint& c) {
        return c.kind == foreign_key && c.columns == columns && c.references == original.references &&
               c.referenced_columns == original.referenced_columns && c.on_delete == original.on_delete &&
               is_inherited(c) == inherited;
    });
    return found == constraints.end() ? nullptr : &*found;
}

void become_part(Replayer& r, RelationId partition, Symbol name) {
    for (Constraint& constraint : r.catalog.edit(partition).constraints) {
        if (constraint.name != name) continue;
        constraint.inherited = 1;
        constraint.local = false;
    }
}

Symbol name_of_part(const Replayer& r, const Constraint& original, RelationId partition) {
    if (find_constraint(r.catalog[partition], original.name) == nullptr) return original.name;
    std::vector<Symbol> columns;
    for (const ColumnNumber column : original.columns)
        columns.push_back(r.catalog[partition].columns[column].name);
    return free_constraint_name(r, partition, joined(columns), "fkey");
}

void give(Replayer& r, const Constraint& original, RelationId parent, RelationId partition) {
    if (const Constraint* own = like(r, original, parent, partition, false))
        return become_part(r, partition, own->name);
    Constraint part = original;
    part.inherited = 1;
    part.local = false;
    part.columns = counterparts(r, original.columns, parent, partition);
    part.name = name_of_part(r, part, partition);
    note_dependencies(r, partition, part);
    r.catalog.edit(partition).constraints.push_back(part);
    const std::vector<RelationId> below = r.catalog[partition].children;
    for (const RelationId child : below)
        give(r, part, partition, child);
}

void add_parts(const Replayer& r, RelationId table, const Constraint& key, std::vector<Object>& parts) {
    parts.push_back(Object::constraint(table, key.name));
    for (const RelationId child : r.catalog[table].children) {
        const Constraint* part = r.catalog[child].partition ? like(r, key, table, child, true) : nullptr;
        if (part != nullptr) add_parts(r, child, *part, parts);
    }
}

} // namespace

void give_foreign_keys(Replayer& r, RelationId parent, RelationId partition) {
    const std::vector<Constraint> originals = r.catalog[parent].constraints;
    for (const Constraint& original : originals)
        if (original.kind == foreign_key && like(r, original, parent, partition, true) == nullptr)
            give(r, original, parent, partition);
}

void keep_foreign_keys(Replayer& r, RelationId former_partition) {
    for (Constraint& constraint : r.catalog.edit(former_partition).constraints) {
        if (constraint.kind != foreign_key || !is_inherited(constraint)) continue;
        constraint.inherited = 0;
        constraint.local = true;
    }
}

std::vector<Object> with_parts(const Replayer& r, RelationId table, Symbol key) {
    std::vector<Object> parts;
    add_parts(r, table, *find_constraint(r.catalog[table], key), parts);
    return parts;
}

} // namespace rlslint::replaying
