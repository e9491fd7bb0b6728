#pragma once

#include <vector>

#include "rlslint/lint/model.hpp"
#include "rlslint/predicate/sought.hpp"

namespace rlslint {

/// What a policy lets through could be found by an index, and there is none.
struct Unserved {
    PolicyId policy;
    Alternative alternative;
};

/// Of the policies by which a table is read: those for which some client's query without a condition of its
/// own reads the whole table, and would not if there were an index. Where one of the policies that are
/// joined by OR compares no column with a fixed value, no index helps the others: then there are none. What
/// is updated or deleted is named by its key as a rule, and not asked about.
[[nodiscard]] std::vector<Unserved> unserved_seeks(const Model& model, RelationId table);

} // namespace rlslint
