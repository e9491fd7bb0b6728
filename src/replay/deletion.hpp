#pragma once

#include "replayer.hpp"

/// Drops, with what depends on the dropped (src/backend/catalog/dependency.c).
namespace rlslint::replaying {

/// Drops objects and all that is part of them. What else depends on them is dropped too under
/// CASCADE; else it is refused.
void drop_objects(Replayer& r, const std::vector<Object>& targets, DropBehavior behavior);

/// In the table and, unless ONLY, in those that inherit it.
void drop_column(Replayer& r, RelationId table, ColumnNumber number, bool only, DropBehavior behavior);

void drop_owned_sequences(Replayer& r, RelationId table, ColumnNumber number);

/// Refuses to change the type of a column that policies, views or generated columns use.
void require_type_change(const Replayer& r, RelationId table, ColumnNumber number);

} // namespace rlslint::replaying
