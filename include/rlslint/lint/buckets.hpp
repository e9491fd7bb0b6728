#pragma once

#include <optional>
#include <string_view>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// The statement of the history that makes a bucket of this id public, in storage.buckets: by INSERT or
/// UPDATE with constants. None where there is none, or a later one makes it private again.
[[nodiscard]] std::optional<Span> public_bucket(const Model& model, std::string_view id);

} // namespace rlslint
