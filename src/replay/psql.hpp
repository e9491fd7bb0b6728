#pragma once

#include <string_view>

#include "replayer.hpp"

namespace rlslint::replaying {

/// Does what a backslash command of psql does to the session: `\connect` begins another one, `\set` sets
/// a variable. Others do nothing here.
void run_meta_command(Replayer& r, std::string_view text);

} // namespace rlslint::replaying
