#pragma once

#include "replayer.hpp"

/// Expressions and queries of a statement, bound as it is run: with the search path of the moment.
namespace rlslint::replaying {

/// `row` is the relation whose columns the expression may use; none for an expression on its own.
/// Refused where a name cannot mean anything.
[[nodiscard]] BoundExpr bind_clause(Replayer& r, RelationId row, const ClauseRef& clause);
[[nodiscard]] BoundExpr bind_clause(Replayer& r, RelationId row, ExprId root, Span clause);
[[nodiscard]] BoundQuery bind_query(Replayer& r, QueryId root, Span span);
/// In the SQL-standard body of a routine.
[[nodiscard]] BoundQuery bind_body(Replayer& r, QueryId root, const Function& routine);
/// In a trigger or rule, where the row is there as OLD and NEW.
/// Binds an expression over one row that goes by another name: "old", "new".
[[nodiscard]] BoundExpr bind_as(Replayer& r, RelationId row, Symbol alias, ExprId root, Span clause);
[[nodiscard]] BoundExpr bind_old_and_new(Replayer& r, RelationId row, ExprId root, Span clause);
[[nodiscard]] BoundQuery bind_old_and_new(Replayer& r, RelationId row, QueryId root, Span span);

} // namespace rlslint::replaying
