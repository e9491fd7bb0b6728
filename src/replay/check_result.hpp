#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// Refuses a final statement whose rows are not what the function is declared to return
/// (check_sql_fn_retval in src/backend/executor/functions.c), as far as types are known.
void require_result(const Replayer& r, const Function& function, const Tree& tree, QueryId last,
                    const Bindings& bindings);
/// The same where it is no query at all.
void require_no_result(const Replayer& r, const Function& function);

} // namespace rlslint::replaying
