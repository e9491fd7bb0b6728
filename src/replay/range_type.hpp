#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// What CREATE TYPE … AS RANGE makes besides the type: its multirange, and the functions that construct
/// values of both (makeRangeConstructors in src/backend/commands/typecmds.c).
void complete_range(Replayer& r, TypeId range, const CreateType& statement);

} // namespace rlslint::replaying
