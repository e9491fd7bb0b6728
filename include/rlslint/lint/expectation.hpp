#pragma once

#include <cstdint>
#include <string>

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

/// Why what a cell comes to cannot be held against what is expected, for people.
[[nodiscard]] std::string why_undecided(const Model& model, const Cell& cell);

} // namespace rlslint
