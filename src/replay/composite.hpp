#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE, which are kinds of ALTER TABLE
/// (src/backend/commands/tablecmds.c).
Effect alter_composite(Replayer& r, const AlterTable& alter);

/// ALTER TYPE … RENAME ATTRIBUTE.
Effect rename_attribute(Replayer& r, const Rename& statement);

} // namespace rlslint::replaying
