#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// Refuses a query that reads a view that reads itself.
void require_no_view_cycle(const Replayer& r, const BoundQuery& query);

/// Refuses a query that is run as it is written down (CREATE TABLE AS, CREATE MATERIALIZED VIEW) where a
/// view that it reads reads itself, or where the current user may not read something, as far as the
/// history shows all grants (src/backend/rewrite/rewriteHandler.c, executor/execMain.c).
void require_runnable(const Replayer& r, const BoundQuery& query);

} // namespace rlslint::replaying
