#pragma once

#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint::predicates {

/// The CHECK constraints that every row of a relation has passed, and passes still: not those that are NOT
/// VALID, that children need not have, or that ask for more than the row, such as the time.
[[nodiscard]] std::vector<const BoundExpr*> standing_checks(const Relation& relation);

/// Whether constraints or an enum's labels say more of a clause's row than the clause itself.
[[nodiscard]] bool is_constrained(const Catalog& catalog, const BoundExpr& clause);

/// The labels of an enum; null for any other type.
[[nodiscard]] const std::vector<Symbol>* labels_of(const Catalog& catalog, const TypeName& type);

} // namespace rlslint::predicates
