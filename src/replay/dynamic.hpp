#pragma once

#include "replayer.hpp"

/// Dynamic SQL, interpreted over the catalog as it is: what a statement's routines do is done. A result
/// that is `undetermined` says why it was left off where it was; what came before has been applied.
namespace rlslint::replaying::dynamic {

/// The body of a DO block in PL/pgSQL.
[[nodiscard]] Effect run_block(Replayer& r, const Do& block);

/// A query at the top of a script, for what the functions that it calls do.
[[nodiscard]] Effect run_query(Replayer& r, QueryId query);

/// An INSERT at the top of a script, for what rows its table has then.
void note_insert(Replayer& r, const Insert& insert);

/// CALL.
[[nodiscard]] Effect run_call(Replayer& r, ExprId call);

/// The function of an event trigger, for the statement that `Replayer::ddl` tells of.
[[nodiscard]] Effect run_event_trigger(Replayer& r, FunctionId function);

} // namespace rlslint::replaying::dynamic
