#pragma once

#include <vector>

#include "rlslint/access/beneath.hpp"
#include "rlslint/lint/kit.hpp"

namespace rlslint {

/// A table that clients gain something on by a view.
struct Gain {
    Beneath door;
    std::vector<Holder> clients; ///< with what they gain
    bool narrowed = false;       ///< a view on the way keeps rows apart by who is asking

    /// Reading alone, and some rows.
    [[nodiscard]] bool weighs_less() const;
};

/// What clients gain by a view on tables with row security, past their policies; what weighs most comes first.
[[nodiscard]] std::vector<Gain> gains_by(const Model& model, RelationId view);

} // namespace rlslint
