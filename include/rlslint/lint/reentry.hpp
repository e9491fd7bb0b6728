#pragma once

#include <cstdint>
#include <vector>

namespace rlslint {

class Model;

/// Whether expanding a table's policies reaches the table again, by sub-selects, views and other
/// tables' policies, whatever the roles and commands. Where it does, or may, adding any sub-select
/// to one of its policies can end in 42P17 (infinite recursion).
enum class Reentry : std::uint8_t { no, maybe, yes };

/// The answer for every relation, by id, in one pass over all policies.
[[nodiscard]] std::vector<Reentry> reentries(const Model& model);

} // namespace rlslint
