#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE, which are kinds of ALTER TABLE
/// (src/backend/commands/tablecmds.c).
Effect alter_composite(Replayer& r, const AlterTable& alter);

/// Refuses what ALTER TABLE names and is a composite type.
void refuse_composite(const Replayer& r, const QualifiedName& name);

/// ALTER TABLE … OF and NOT OF.
void make_typed(Replayer& r, RelationId table, const TypeName& name);
void make_untyped(Replayer& r, RelationId table);

/// ALTER TYPE … RENAME ATTRIBUTE.
Effect rename_attribute(Replayer& r, const Rename& statement);

} // namespace rlslint::replaying
