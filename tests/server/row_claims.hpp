#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rlslint/diag/finding.hpp"
#include "rlslint/lint/model.hpp"
#include "support/server/connection.hpp"

namespace rlslint::testing {

/// What a finding's message says that roles can do with all rows of a relation: "anon can read every row of
/// public.notes and insert new ones", "app is granted SELECT on every row of …".
struct RowClaim {
    std::vector<RoleId> roles;
    RelationId relation; ///< that their statements name: the view where it is by way of one
    PrivilegeSet privileges;
    std::string columns; ///< that are read, where it names them
};

/// None where the message says nothing of the kind.
[[nodiscard]] std::optional<RowClaim> row_claim(const Model& model, const Finding& finding);

/// There are rows that it is about.
[[nodiscard]] bool can_be_tried(const Model& model, Connection& superuser, const RowClaim& claim);

/// Why a claim does not hold; empty where it does. Nothing stays changed.
[[nodiscard]] std::string refuted(const Model& model, Connection& superuser, const RowClaim& claim);

} // namespace rlslint::testing
