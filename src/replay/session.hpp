#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// search_path when a session starts: the role's own setting, else the platform's.
[[nodiscard]] std::vector<Symbol> default_search_path(const Replayer& r);

/// The role that the session logged in as.
[[nodiscard]] Symbol login_role(const Replayer& r);

/// Sets a run-time setting that has a bearing on names or owners; false for any other.
bool set_setting(Replayer& r, const SetVariable& set);

/// SET and RESET in the settings of a role or function.
void change_setting(std::vector<SetVariable>& settings, const SetVariable& set);

} // namespace rlslint::replaying
