#pragma once

#include <optional>

#include "replayer.hpp"

/// Parts that go with their whole only (DEPENDENCY_INTERNAL and PARTITION in src/backend/catalog/dependency.c).
namespace rlslint::replaying {

/// What the object is part of, and goes with only: of a sequence the identity column, of an index the
/// constraint, of a constructor the range type, of a partition's trigger the partitioned table's.
[[nodiscard]] std::optional<Object> whole_of(const Replayer& r, const Object& part);

/// Refuses to drop a part whose whole is not dropped too.
void require_wholes(const Replayer& r, const std::vector<Object>& targets);

} // namespace rlslint::replaying
