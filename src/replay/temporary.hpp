#pragma once

#include "replayer.hpp"

/// Temporary objects end with their session, or at the next COMMIT (src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

/// Keeps in mind what ON COMMIT DROP says of a new table. Outside of a block each statement commits.
void drop_on_commit(Replayer& r, RelationId table);

/// At COMMIT.
void drop_what_ends_with_block(Replayer& r);

/// All that the session has made in the schema of temporary objects.
void drop_temporary(Replayer& r);

} // namespace rlslint::replaying
