#pragma once

#include <optional>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// A domain's base type, at the end of a chain of domains; any other type itself.
[[nodiscard]] TypeName base_type(const Catalog& catalog, TypeName type);

/// pg_type.typcategory of a type of PostgreSQL's own or of the history; 0 where it is not known.
[[nodiscard]] char type_category(const Catalog& catalog, const TypeName& type);

/// Where a value is to become one of another type without a cast being written: in an expression, or
/// to be stored in a column (pg_cast.castcontext).
enum class CastContext : std::uint8_t { implicit, assignment };

/// Whether it can (src/backend/parser/parse_coerce.c). None where a type is not known. The types must be
/// canonical.
[[nodiscard]] std::optional<bool> can_coerce(const Catalog& catalog, const TypeName& from, const TypeName& to,
                                             CastContext context);

} // namespace rlslint
