#pragma once

#include "replayer.hpp"

/// What refers to what, as the catalog has it now.
namespace rlslint::replaying {

/// A dependency. Automatic ones are part of what they depend on, and go with it without a word.
struct Dependency {
    Object dependent;
    bool automatic = false;
};

/// Everything that depends on an object, perhaps with repetitions.
[[nodiscard]] std::vector<Dependency> dependents_of(const Replayer& r, const Object& on);

} // namespace rlslint::replaying
