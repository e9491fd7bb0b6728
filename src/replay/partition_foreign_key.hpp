#pragma once

#include "replayer.hpp"

/// Foreign keys of a partitioned table, which its partitions have too (CloneFkReferencing in
/// src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

/// One of the partition's own that is like the parent's becomes a part of it; else it gets a new one.
void give_foreign_keys(Replayer& r, RelationId parent, RelationId partition);
/// A table that is no partition any more keeps them as its own.
void keep_foreign_keys(Replayer& r, RelationId former_partition);
/// With those of the partitions, that are part of it.
[[nodiscard]] std::vector<Object> with_parts(const Replayer& r, RelationId table, Symbol foreign_key);

} // namespace rlslint::replaying
