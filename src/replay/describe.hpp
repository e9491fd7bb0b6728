#pragma once

#include <string>
#include <string_view>

#include "replayer.hpp"

/// Words for objects, as the server's messages have them.
namespace rlslint::replaying {

/// "table", "view", "materialized view", "sequence" …
[[nodiscard]] std::string_view kind_word(const Relation& relation);

/// An object as getObjectDescription names it: `table t`, `column a of table s.t`, `function
/// f(integer)`; with its schema where the search path does not find it.
[[nodiscard]] std::string description(const Replayer& r, const Object& object);

} // namespace rlslint::replaying
