#pragma once

#include "workspace.hpp"

namespace rlslint {

/// Sees to it that two tools' migrations of one database are judged as one, where it is evident that they are:
/// Supabase's migrations secure tables that another tool's in the same repository make. Either they make the same
/// tables too, and what the other tool makes is left out as a double; or they do not, and run after the other's. Says
/// which, and what speaks against it. Of two other tools, those that secure what exactly one other project makes run
/// after it.
void join_one_databases(Workspace& workspace);

} // namespace rlslint
