#pragma once

#include "rlslint/names/binder.hpp"

#include "namespace.hpp"

namespace rlslint::names {

/// Adds the columns of functions in FROM, as far as known (addRangeTableEntryForFunction in
/// parse_relation.c). The calls must be bound.
void add_function_columns(Derived& out, const BindContext& context, const Tree& tree,
                          const Bindings& bindings, const FromItem& item, const FromFunction& function);

} // namespace rlslint::names
