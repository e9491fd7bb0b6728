#pragma once

#include <string>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// Adds SQL that shows on a server what each client reaches of a relation, who may call a function and
/// as whom it runs, or what a role is and holds. It ends as it began: every transaction is rolled back.
void reproduce(const Model& model, RelationId id, std::string& out);
void reproduce(const Model& model, FunctionId id, std::string& out);
void reproduce(const Model& model, RoleId id, std::string& out);

} // namespace rlslint
