#pragma once

#include <vector>

#include "rlslint/access/recursion.hpp"
#include "rlslint/lint/model.hpp"

namespace rlslint {

/// A statement that fails, and for whom.
struct Failing {
    RelationId relation;
    PolicyCommand command;
    std::vector<RoleId> roles;
};

/// Relations whose policies lead to each other without an end, however that is entered.
struct Circle {
    Recursion recursion;               ///< the first way round that was met
    std::vector<RecursionStep> others; ///< steps of other ways round the same relations
    std::vector<Failing> failing;      ///< statements of clients
};

/// All circles that statements of clients run into, by the relations in them.
[[nodiscard]] std::vector<Circle> circles_of(const Model& model);

} // namespace rlslint
