#pragma once

#include "replayer.hpp"

/// The constraints of tables, and the indexes that some of them stand on.
namespace rlslint::replaying {

/// `column` is the one that the constraint is written at; empty for a table constraint.
void add_constraint(Replayer& r, RelationId table, const TableConstraint& constraint, Symbol column = {});

[[nodiscard]] const Constraint* find_constraint(const Relation& table, Symbol name);

} // namespace rlslint::replaying
