#pragma once

#include <functional>
#include <string>

#include "rlslint/catalog/bound.hpp"
#include "rlslint/predicate/decide.hpp"

namespace rlslint {

/// What a clause is simplified by.
struct Simplifier {
    Decider& decider;
    std::function<Truth(const BoundExpr&)> truth;       ///< of a part, as far as it is settled
    std::function<std::string(const BoundExpr&)> words; ///< of a part that stays
};

/// A clause as it comes down to, as SQL: of AND and OR the parts that are settled, and those that others
/// imply, are left out. NULL counts as false, as it does in a policy. `true` or `false` where it is settled.
[[nodiscard]] std::string simplified(const BoundExpr& clause, const Simplifier& by);

} // namespace rlslint
