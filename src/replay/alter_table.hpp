#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

// alter_table.cpp
/// With the sequences that its columns own (ATExecChangeOwner).
void change_relation_owner(Replayer& r, RelationId id, RoleId owner);

// view.cpp
/// Refuses options that views do not have.
void require_view_options(const Replayer& r, const std::vector<Option>& options);

// alter_column.cpp
/// Columns are altered in all descendants too, unless ONLY.
void alter_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only);
[[nodiscard]] std::vector<RelationId> owned_sequences(const Replayer& r, RelationId table);

// alter_constraint.cpp
void alter_constraints(Replayer& r, RelationId id, const AlterTableCommand& command, bool only);
void attach_partition(Replayer& r, RelationId partition, RelationId parent);

} // namespace rlslint::replaying
