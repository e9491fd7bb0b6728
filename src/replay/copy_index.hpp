#pragma once

#include "replayer.hpp"

/// Indexes that a table has from another one, with the constraints that stand on them: by LIKE, and as the
/// partitions' parts of a partitioned table's (DefineIndex in src/backend/commands/indexcmds.c,
/// AttachPartitionEnsureIndexes in tablecmds.c).
namespace rlslint::replaying {

/// LIKE … INCLUDING INDEXES.
void copy_indexes(Replayer& r, RelationId from, RelationId to);

/// Each partition gets its part of the index: one of its own that is like it, or else a new one.
void give_to_partitions(Replayer& r, IndexId index);
/// Of all the parent's indexes, to a partition that is new.
void give_to_partition(Replayer& r, RelationId parent, RelationId partition);
/// A table that is no partition any more keeps them as its own.
void keep_indexes(Replayer& r, RelationId former_partition);

/// ALTER INDEX … ATTACH PARTITION.
void attach_index(Replayer& r, IndexId index, IndexId part);

} // namespace rlslint::replaying
