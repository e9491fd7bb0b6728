#pragma once

#include <map>
#include <set>
#include <string>

#include "rlslint/replay/history.hpp"

#include "history_on_server.hpp"

namespace rlslint::testing {

/// What the names in each object's expressions and queries were bound to when it was made: "policy
/// public.notes/own" to "column public.notes.owner", "function public.f(a integer)", "relation public.v".
using References = std::map<std::string, std::set<std::string>>;

/// Of policies, views, defaults and SQL-standard bodies that the history has made, as the replay binds
/// them. A relation is named only where none of its columns is, as in pg_depend.
[[nodiscard]] References references(const Catalog& catalog);

/// The same from pg_depend; of all objects, the profile's too.
[[nodiscard]] References references(const ServerHistory& server);

} // namespace rlslint::testing
