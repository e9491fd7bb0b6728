#pragma once

#include "rlslint/predicate/facts.hpp"

#include "subject.hpp"

namespace rlslint::predicates {

/// Fills in what a clause reads and calls: everything of its facts but the truth.
void survey(const Subject& subject, ExprId root, Facts& facts);

} // namespace rlslint::predicates
