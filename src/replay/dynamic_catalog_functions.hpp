#pragma once

#include <optional>

#include "rlslint/eval/environment.hpp"

#include "replayer.hpp"

namespace rlslint::replaying::dynamic {

/// Functions of PostgreSQL's own that look at the catalog or the session: to_regclass(),
/// has_table_privilege() and the like. None where it is not one of them.
[[nodiscard]] std::optional<eval::Value> call_catalog_function(const Replayer& r, std::string_view name,
                                                               const std::vector<eval::Value>& args);

/// To regclass, regrole, regnamespace, regtype, regproc; unknown for any other type.
[[nodiscard]] eval::Value cast_to_object(const Replayer& r, const eval::Value& value, const TypeName& type);

/// As the object's type writes it.
[[nodiscard]] eval::Value shown_object(const Replayer& r, const eval::Value& object);

} // namespace rlslint::replaying::dynamic
