#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

/// Gives a relation that is made of a query (a view, CREATE TABLE AS) the query's columns, the first
/// ones under the names that the statement gives. Refused where it gives too many.
void set_columns(Relation& relation, const Bindings& query, const std::vector<Symbol>& names);
/// Refuses two columns of one name.
void require_distinct(const std::vector<Column>& columns);

} // namespace rlslint::replaying
