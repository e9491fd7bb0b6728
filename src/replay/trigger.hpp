#pragma once

#include "replayer.hpp"

/// Triggers of partitioned tables, which their partitions have too (CloneRowTriggersToPartition and
/// DropClonedTriggersFromPartition in src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

/// What a new partition gets: the parent's triggers FOR EACH ROW.
void clone_triggers(Replayer& r, RelationId parent, RelationId partition);
/// Those of the table and of all below that were cloned go with a detached partition.
void drop_cloned_triggers(Replayer& r, RelationId partition);

/// The trigger and what was cloned from it, the nearest first.
[[nodiscard]] std::vector<TriggerId> with_clones(const Replayer& r, TriggerId trigger);

} // namespace rlslint::replaying
