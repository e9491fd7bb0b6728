#pragma once

#include <string>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// Adds SQL that shows on a server what each client reaches of a relation. It ends as it began: every
/// transaction is rolled back.
void reproduce(const Model& model, RelationId relation, std::string& out);

} // namespace rlslint
