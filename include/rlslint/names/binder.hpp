#pragma once

#include <span>
#include <string_view>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// The schemas in which a name without one is looked up, in order. pg_catalog stands before them
/// all unless it is among them (see the documentation of search_path).
using SearchPath = std::vector<SchemaId>;

/// The path that a function's body runs with: its own setting, else that of the platform's sessions.
[[nodiscard]] SearchPath path_inside(const Catalog& catalog, const Platform& platform,
                                     const Function& function);

/// A relation by name: in the schema given, else the first of `path` that has it. None where there
/// is none, which for a name of PostgreSQL's own (pg_class, information_schema.…) is no error.
[[nodiscard]] RelationId resolve_relation(const Catalog& catalog, const SearchPath& path,
                                          const QualifiedName& name);

/// ctid, tableoid …: what every table has besides its columns.
[[nodiscard]] bool is_system_column(Symbol name);

/// The schema-qualified form of a type's name, `table.column%TYPE` replaced by the column's: found
/// types and rows of relations get their schema; types that are not found stay as they are.
[[nodiscard]] TypeName resolve_type(const Catalog& catalog, const SearchPath& path, TypeName type);

/// The name of an output column that was given none: that of a column or function, "case" …,
/// "?column?" where there is nothing to call it by.
[[nodiscard]] Symbol figured_name(const Tree& tree, ExprId value);

/// Whether a function of PostgreSQL's own returns a set of values.
[[nodiscard]] bool is_set_function(std::string_view name);

/// What an expression is bound against.
struct BindContext {
    const Catalog& catalog;
    const SearchPath& path;
    RelationId row = {};      ///< the policy's table, the trigger's …; none for a bare expression
    Symbol row_alias = {};    ///< the name under which `row` is known; empty: its own
    bool old_and_new = false; ///< of triggers and rules: `row` is there twice, as OLD and NEW
    /// Of SQL-standard bodies: the names that stand for arguments where no column has them.
    std::span<const FunctionArg> arguments = {};
    Symbol routine = {}; ///< `routine.argument` names them too
};

/// Binds the names of an expression or query as PostgreSQL's parse analysis does
/// (src/backend/parser/parse_relation.c): the innermost query that has the name wins; a column
/// that two entries of one query have is ambiguous; functions are found along the path by name,
/// argument count and, as far as known, types. What cannot be found stays unbound and is listed in
/// `Bindings::unresolved` in the server's words when all relations in reach are fully known.
[[nodiscard]] Bindings bind(const BindContext& context, const Tree& tree, ExprId root);
[[nodiscard]] Bindings bind(const BindContext& context, const Tree& tree, QueryId root);

} // namespace rlslint
