#pragma once

#include <vector>

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The one relation of a view that PostgreSQL updates by itself; none for other views
/// (view_query_is_auto_updatable in src/backend/rewrite/rewriteHandler.c).
[[nodiscard]] RelationId updated_through(const Catalog& catalog, const BoundQuery& query);

/// By the view's columns those of that relation that they show as they are; `whole_row` for any other value,
/// which cannot be inserted or set through the view.
[[nodiscard]] std::vector<ColumnNumber> columns_beneath(const BoundQuery& query);

/// Rules or INSTEAD OF triggers say what is done instead.
[[nodiscard]] bool is_rewritten(const Catalog& catalog, const Relation& view);

} // namespace rlslint
