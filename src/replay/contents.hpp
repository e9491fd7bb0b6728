#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// What a schema holds, in order of creation.
[[nodiscard]] std::vector<RelationId> relations_in(const Replayer& r, SchemaId schema);
[[nodiscard]] std::vector<FunctionId> functions_in(const Replayer& r, SchemaId schema);
[[nodiscard]] std::vector<TypeId> types_in(const Replayer& r, SchemaId schema);

} // namespace rlslint::replaying
