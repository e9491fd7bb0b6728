#include "rlslint/report/view.hpp"

namespace rlslint {

/// To one decimal, downwards: 100 % is said only where it is so.
std::optional<double> Coverage::percent() const {
    if (reachable_tables == 0) return std::nullopt;
    const auto thousandths = protected_tables * 1000 / reachable_tables;
    return static_cast<double>(thousandths) / 10;
}

} // namespace rlslint
