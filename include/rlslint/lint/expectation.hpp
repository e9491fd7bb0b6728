#pragma once

#include <cstdint>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// Whether a role reaches what it is meant to.
struct ExpectationAnswer {
    enum class Kind : std::uint8_t { met, violated, undecided };
    Kind kind = Kind::met;
    Cell cell; ///< that breaks it
};

/// Asks all statements that the expectation's command stands for: those that read columns, which must reach
/// what is expected, and those that read none, which must not reach more.
[[nodiscard]] ExpectationAnswer answer_to(const Model& model, RelationId relation, RoleId role,
                                          const Expectation& expected);

} // namespace rlslint
