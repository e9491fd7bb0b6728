#pragma once

#include "replayer.hpp"

/// What clauses must be, once their names are bound (src/backend/parser/parse_coerce.c, parse_agg.c).
namespace rlslint::replaying {

/// Refuses a value that is no boolean. `what` is the clause as messages call it: "POLICY".
void require_boolean(const Replayer& r, const BoundExpr& clause, std::string_view what);

/// Refuses aggregates and window functions in `where`: "policy expressions".
void require_scalar(const Replayer& r, const BoundExpr& clause, std::string_view where);

/// Refuses a default that its column cannot hold.
void require_storable(const Replayer& r, const Column& column, const BoundExpr& value);

} // namespace rlslint::replaying
