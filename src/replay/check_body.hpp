#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// Refuses a string body in SQL that does not parse or whose names mean nothing
/// (fmgr_sql_validator in src/backend/catalog/pg_proc.c). It is not kept in its bound form: it is
/// bound anew whenever it runs.
void check_body(Replayer& r, const Function& function);

} // namespace rlslint::replaying
