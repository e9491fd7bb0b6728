#pragma once

#include <span>

#include "rlslint/lint/engine.hpp"
#include "rlslint/report/view.hpp"

#include "baseline.hpp"
#include "workspace.hpp"

namespace rlslint {

/// The whole way from what has been read to what is to be said: replays each project and judges it.
/// What one of `known` has does not count. The report refers to the workspace's sources.
[[nodiscard]] Report lint(Workspace& workspace, const Selection& selection,
                          std::span<Baseline* const> known = {});

} // namespace rlslint
