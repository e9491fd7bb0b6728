#pragma once

#include "replayer.hpp"

/// Partitions (src/backend/partitioning/partbounds.c, ATExecAttachPartition in commands/tablecmds.c).
namespace rlslint::replaying {

/// The bound of the statement at hand.
[[nodiscard]] PartitionValues partition_values(const Replayer& r, const PartitionBound& bound);

/// Refuses a bound that is not for how the parent is divided.
void require_bound_kind(const Relation& parent, const PartitionValues& values);
/// Refuses a bound that overlaps another partition's, as far as constants show.
void require_free_bound(const Replayer& r, RelationId parent, Symbol partition,
                        const PartitionValues& values);

void attach_partition(Replayer& r, RelationId partition, RelationId parent, const PartitionBound& bound);

} // namespace rlslint::replaying
