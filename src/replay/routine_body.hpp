#pragma once

#include <string_view>

#include "replayer.hpp"

/// What running a routine may do, told from its words. A cheap look, until bodies are interpreted: it
/// says "harmless" only where there is no doubt.
namespace rlslint::replaying {

/// Whether a body of SQL or PL/pgSQL lacks all the words that it would need to change the catalog or
/// the session, and calls nothing of the history's that has them: then it changes rows at most.
[[nodiscard]] bool changes_rows_at_most(const Replayer& r, std::string_view body);

/// The same for a function of the history.
[[nodiscard]] bool changes_rows_at_most(const Replayer& r, const Function& function);

} // namespace rlslint::replaying
