#pragma once

#include "replayer.hpp"

/// The constraints of tables, and the indexes that some of them stand on.
namespace rlslint::replaying {

/// `column` is the one that the constraint is written at; empty for a table constraint.
void add_constraint(Replayer& r, RelationId table, const TableConstraint& constraint, Symbol column = {});

/// Enters a constraint among the users of what it refers to.
void note_dependencies(Replayer& r, RelationId table, const Constraint& constraint);

/// Whether the tables below have it too: of partitions' keys and references that is so as well, but they
/// are constraints of their own.
[[nodiscard]] bool is_inheritable(const Constraint& constraint);

/// Refuses a column's new type where a foreign key of the table, or to it, cannot work with it.
void require_comparable_keys(const Replayer& r, RelationId table);

[[nodiscard]] const Constraint* find_constraint(const Relation& table, Symbol name);

} // namespace rlslint::replaying
