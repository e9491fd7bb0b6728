#pragma once

#include <functional>

#include "replayer.hpp"

/// Triggers on DDL (src/backend/commands/event_trigger.c).
namespace rlslint::replaying {

/// Whether the statement at hand fires one of them.
[[nodiscard]] bool fires_event_triggers(const Replayer& r);

/// Runs the statement at hand, with the event triggers that it fires before and behind it.
[[nodiscard]] Effect run_with_event_triggers(Replayer& r, const std::function<Effect()>& run);

/// A trigger's function takes no arguments and returns `result`.
[[nodiscard]] FunctionId trigger_function(Replayer& r, const QualifiedName& name, std::string_view result);

[[nodiscard]] Effect rename_event_trigger(Replayer& r, Symbol name, const Name& new_name);
[[nodiscard]] Effect drop_event_triggers(Replayer& r, const Drop& drop);

/// With a function go the event triggers that run it: under CASCADE alone.
void drop_event_triggers_of(Replayer& r, FunctionId function, DropBehavior behavior);

} // namespace rlslint::replaying
