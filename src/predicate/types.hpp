#pragma once

#include "rlslint/catalog/catalog.hpp"

namespace rlslint::predicates {

/// A value of this type is NULL as a whole or not at all: no row type, whose IS NULL looks at the
/// fields.
[[nodiscard]] bool is_scalar(const Catalog& catalog, const TypeName& type);

/// A scalar type whose `=` is PostgreSQL's own and true of any value and itself.
[[nodiscard]] bool is_plain(const Catalog& catalog, const TypeName& type);

/// Types whose constants are compared here.
[[nodiscard]] bool is_boolean(const TypeName& type);
[[nodiscard]] bool is_text(const TypeName& type);
[[nodiscard]] bool is_integer(const TypeName& type);

} // namespace rlslint::predicates
