#pragma once

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// Whether an expression, its operands left aside, tells who is asking: a session function that gives
/// an identity, claims, a role or an e-mail address, or a custom setting.
[[nodiscard]] bool tells_who_asks(const Catalog& catalog, const Platform& platform, const Tree& tree,
                                  const Bindings& bindings, ExprId expr);

} // namespace rlslint
