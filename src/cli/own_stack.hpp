#pragma once

#include <functional>

namespace rlslint {

/// Runs `work` on a stack of 64 MB, whatever `ulimit -s` says, and returns what it returns: how deep
/// statements may nest must not depend on the shell. Where no such stack is to be had, on the one at hand.
[[nodiscard]] int on_own_stack(const std::function<int()>& work);

} // namespace rlslint
