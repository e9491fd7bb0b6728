#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "rlslint/sql/expr.hpp"

namespace rlslint {

/// An alias with its column names: `AS t (a, b)`.
struct AliasClause {
    Name name;
    std::vector<Symbol> columns;
};

/// A table, view or CTE by name.
struct FromRelation {
    QualifiedName name;
    bool only = false;
    ExprList sample; ///< arguments of TABLESAMPLE
};

/// (select …).
struct FromQuery {
    QueryId query;
};

/// f(…) or ROWS FROM (f(…), …), json_table and the like: their calls.
struct FromFunction {
    ExprList calls;
    bool ordinality = false;
    std::vector<Symbol> column_names; ///< of an `AS (a int, …)` list
};

struct FromJoin {
    enum class Kind : std::uint8_t { inner, left, right, full };
    Kind kind = Kind::inner; ///< CROSS JOIN is inner without a condition
    FromId left;
    FromId right;
    bool natural = false;
    std::vector<Symbol> using_columns;
    Symbol using_alias; ///< of USING (…) AS
    ExprId on;
};

using FromNode = std::variant<FromRelation, FromQuery, FromFunction, FromJoin>;

/// One item of a FROM list.
struct FromItem {
    Span span;
    AliasClause alias;
    bool lateral = false;
    FromNode node;
};

/// One output of a SELECT or RETURNING list, or one assignment of an UPDATE's SET.
struct Target {
    ExprId value;
    Symbol name; ///< of AS, or the assigned column; empty where none is given
};

struct CommonTable {
    Name name;
    std::vector<Symbol> columns;
    QueryId query;
};

struct WithClause {
    bool recursive = false;
    std::vector<CommonTable> tables;

    [[nodiscard]] bool empty() const { return tables.empty(); }
};

struct Select {
    WithClause with;
    std::vector<Target> targets;
    std::vector<FromId> from;
    ExprId where;
    ExprList group_by;
    ExprId having;
    ExprList windows; ///< expressions of the WINDOW clause
    ExprList order_by;
    ExprId limit;
    ExprId offset;
    bool distinct = false;
    ExprList distinct_on;
    bool locking = false; ///< FOR UPDATE/SHARE …
    QualifiedName into;   ///< SELECT … INTO t; empty otherwise
};

/// VALUES (…), (…). Long data lists are cut: `row_count` tells how many rows there were.
struct Values {
    WithClause with;
    std::vector<ExprList> rows;
    std::uint32_t row_count = 0;
};

/// UNION, INTERSECT, EXCEPT. A chain of the same kind is one node with all its operands.
struct SetOperation {
    enum class Kind : std::uint8_t { union_, intersect, except };
    WithClause with;
    Kind kind = Kind::union_;
    bool all = false;
    std::vector<QueryId> operands;
    ExprList order_by;
    ExprId limit;
    ExprId offset;
};

struct Insert {
    WithClause with;
    QualifiedName target;
    Symbol alias;
    std::vector<Symbol> columns;
    QueryId source; ///< none for DEFAULT VALUES
    bool on_conflict = false;
    bool conflict_update = false;
    std::vector<Target> set; ///< of ON CONFLICT DO UPDATE
    ExprId conflict_where;
    std::vector<Target> returning;
};

struct Update {
    WithClause with;
    QualifiedName target;
    Symbol alias;
    std::vector<Target> set;
    std::vector<FromId> from;
    ExprId where;
    std::vector<Target> returning;
};

struct Delete {
    WithClause with;
    QualifiedName target;
    Symbol alias;
    std::vector<FromId> from; ///< USING
    ExprId where;
    std::vector<Target> returning;
};

/// MERGE: the relations and expressions that it reads; its actions are kept by command only, with
/// the expressions of their WHEN clauses in one list.
struct Merge {
    WithClause with;
    QualifiedName target;
    Symbol alias;
    FromId source;
    ExprId on;
    bool inserts = false;
    bool updates = false;
    bool deletes = false;
    ExprList actions;
};

using QueryNode = std::variant<Select, Values, SetOperation, Insert, Update, Delete, Merge>;

struct Query {
    Span span;
    QueryNode node;
};

} // namespace rlslint
