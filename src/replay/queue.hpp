#pragma once

#include <optional>
#include <string_view>

#include "replayer.hpp"

namespace rlslint::replaying {

/// A function of extension pgmq's, which no history creates.
[[nodiscard]] bool is_queue_call(const Replayer& r, const Call& call);

/// A call of extension pgmq's, which makes a table for each queue and one for its archive. Its other
/// functions change rows.
[[nodiscard]] Effect call_queue_function(Replayer& r, std::string_view function,
                                         std::optional<std::string_view> queue, Span place);

} // namespace rlslint::replaying
