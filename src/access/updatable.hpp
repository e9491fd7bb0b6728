#pragma once

#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The one relation of a view that PostgreSQL updates by itself; none for other views
/// (view_query_is_auto_updatable in src/backend/rewrite/rewriteHandler.c).
[[nodiscard]] RelationId updated_through(const Catalog& catalog, const BoundQuery& query);

/// The columns of that relation that the view has as they are: no others can be inserted or set through it.
[[nodiscard]] std::vector<ColumnNumber> written_columns(const BoundQuery& query);

/// Rules or INSTEAD OF triggers say what is done instead.
[[nodiscard]] bool is_rewritten(const Catalog& catalog, const Relation& view);

} // namespace rlslint
