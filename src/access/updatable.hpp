#pragma once

#include "rlslint/catalog/catalog.hpp"

namespace rlslint {

/// The one relation of a view that PostgreSQL updates by itself; none for other views
/// (view_query_is_auto_updatable in src/backend/rewrite/rewriteHandler.c).
[[nodiscard]] RelationId updated_through(const Catalog& catalog, const BoundQuery& query);

/// One of the view's columns is a column of that relation: without one there is nothing to insert or to set.
[[nodiscard]] bool has_writable_column(const BoundQuery& query);

/// Rules or INSTEAD OF triggers say what is done instead.
[[nodiscard]] bool is_rewritten(const Catalog& catalog, const Relation& view);

} // namespace rlslint
