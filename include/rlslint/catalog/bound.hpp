#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/sql/tree.hpp"

namespace rlslint {

/// What a column reference means: a column of one entry of a FROM list, or of the row that a policy,
/// default or trigger is about (`from` is none then).
struct BoundColumn {
    FromId from;
    RelationId relation;              ///< none where the entry is a sub-select, a function or unknown
    ColumnNumber column = whole_row;
    std::uint16_t levels_up = 0;      ///< how many queries outwards the entry stands
    /// Entries further out that have a column of this name too: what it would have meant, had the
    /// inner one not captured it. Nearest first.
    std::vector<std::pair<FromId, RelationId>> also;
};

/// What a function call means. A function of PostgreSQL's own has no id.
struct BoundFunction {
    FunctionId function;
    bool builtin = false;             ///< known to live in pg_catalog
};

/// A name that was looked up and not found, in the server's words.
struct Unresolved {
    std::string message;
    std::string sqlstate;
    Span span;
};

/// What the names in one tree meant at the moment when they were bound. Absent: not a name, or not
/// known. PostgreSQL stores policies, views and defaults in this form (pg_policy.polqual …).
struct Bindings {
    std::unordered_map<ExprId, BoundColumn> columns;
    std::unordered_map<ExprId, BoundFunction> functions;
    std::unordered_map<FromId, RelationId> relations;   ///< FROM entries that are relations, not CTEs
    std::unordered_map<QueryId, RelationId> targets;    ///< of INSERT, UPDATE, DELETE, MERGE
    std::vector<Unresolved> unresolved;
};

/// An expression of the catalog: shared and never changed, so copying it is cheap.
struct BoundExpr {
    TreePtr tree;
    ExprId root;
    std::shared_ptr<const Bindings> bindings;
    Span clause;                      ///< with its keyword: `USING (…)`; the expression's own span is in the tree

    [[nodiscard]] bool present() const { return tree != nullptr && root.valid(); }
    [[nodiscard]] Span span() const { return (*tree)[root].span; }
};

/// The same for a query: a view's, or one statement of an SQL-standard body.
struct BoundQuery {
    TreePtr tree;
    QueryId root;
    std::shared_ptr<const Bindings> bindings;
    Span span;

    [[nodiscard]] bool present() const { return tree != nullptr && root.valid(); }
};

} // namespace rlslint
