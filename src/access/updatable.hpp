#pragma once

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The one relation of a view that PostgreSQL updates by itself; none for other views.
[[nodiscard]] RelationId updated_through(const BoundQuery& query);

/// Rules or INSTEAD OF triggers say what is done instead.
[[nodiscard]] bool is_rewritten(const Catalog& catalog, const Relation& view);

} // namespace rlslint
