#pragma once

#include <cstdint>
#include <variant>

#include "rlslint/sql/name.hpp"
#include "rlslint/text/ids.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

using ExprId = Id<struct ExprTag>;
using QueryId = Id<struct QueryTag>;
using FromId = Id<struct FromTag>;

/// A run of expressions in their Tree: `tree.list(…)` gives them.
struct ExprList {
    std::uint32_t first = 0;
    std::uint32_t count = 0;

    [[nodiscard]] bool empty() const { return count == 0; }
};

/// The same for names.
struct NameList {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// A constant. Its text is the value after unquoting ('it''s' is it's), numbers as written.
struct Literal {
    enum class Kind : std::uint8_t { null, boolean, integer, numeric, string, bits };
    Kind kind = Kind::null;
    Symbol value; ///< "true"/"false" for booleans; empty for NULL

    [[nodiscard]] bool is_true() const { return kind == Kind::boolean && value == Symbol{"true"}; }
    [[nodiscard]] bool is_false() const { return kind == Kind::boolean && value == Symbol{"false"}; }
};

/// `a`, `t.a`, `s.t.a`, and with `star` `*`, `t.*`. A fourth, database part is dropped.
struct ColumnRef {
    Symbol schema;
    Symbol qualifier;
    Symbol name; ///< empty with star
    bool star = false;
};

struct ParamRef {
    std::int32_t number = 0;
};

/// A function call. The parts after the arguments (FILTER, OVER, ORDER BY) are in `args` behind
/// `arg_count`.
struct Call {
    Symbol schema;
    Symbol name;
    ExprList args;
    std::uint32_t arg_count = 0;
    bool star = false; ///< count(*)
    bool distinct = false;
    bool variadic = false;
    bool window = false;
    bool sql_syntax = false; ///< written in SQL's own words: EXTRACT, SUBSTRING … FROM, AT TIME ZONE; the
                             ///  arguments are then in the function's order: x AT TIME ZONE z is
                             ///  pg_catalog.timezone(z, x)
    Span name_span;
    NameList arg_names; ///< of named notation: one a argument, empty for positional ones; or none
};

/// A binary operator, or a prefix one where `left` is none. LIKE, ILIKE, SIMILAR TO are the
/// operators ~~, ~~*, ~ with `sql_words`.
struct Operator {
    Symbol schema;
    Symbol name;
    ExprId left;
    ExprId right;
    bool sql_words = false;
    Span name_span;
};

/// AND, OR over two or more operands (a chain is one node), NOT over one.
struct BoolOp {
    enum class Kind : std::uint8_t { and_, or_, not_ };
    Kind kind = Kind::and_;
    ExprList args;
};

/// x IS [NOT] NULL.
struct NullTest {
    ExprId arg;
    bool negated = false;
};

/// x IS [NOT] TRUE, FALSE, UNKNOWN.
struct BooleanTest {
    enum class Value : std::uint8_t { true_, false_, unknown };
    ExprId arg;
    Value value = Value::true_;
    bool negated = false;
};

/// x IS [NOT] DISTINCT FROM y.
struct DistinctTest {
    ExprId left;
    ExprId right;
    bool negated = false;
};

/// x [NOT] IN (list).
struct InList {
    ExprId arg;
    ExprList items;
    bool negated = false;
};

/// x [NOT] BETWEEN [SYMMETRIC] low AND high.
struct Between {
    ExprId arg;
    ExprId low;
    ExprId high;
    bool negated = false;
    bool symmetric = false;
};

/// x op ANY (array), x op ALL (array).
struct ArrayCompare {
    Symbol op;
    ExprId left;
    ExprId array;
    bool all = false;
};

/// A sub-select. `test op` for IN, ANY and ALL.
struct SubLink {
    enum class Kind : std::uint8_t { scalar, exists, any, all, array };
    Kind kind = Kind::scalar;
    QueryId query;
    ExprId test; ///< none but for any, all
    Symbol op;   ///< "=" for IN; empty but for any, all
};

/// CASE [arg] WHEN … THEN … [ELSE otherwise] END; `branches` alternates condition and result.
struct Case {
    ExprId arg;
    ExprList branches;
    ExprId otherwise;
};

/// COALESCE, NULLIF, GREATEST, LEAST.
struct Conditional {
    enum class Kind : std::uint8_t { coalesce, nullif, greatest, least };
    Kind kind = Kind::coalesce;
    ExprList args;
};

/// ARRAY[…].
struct ArrayExpr {
    ExprList items;
};

/// ROW(…) or (a, b).
struct RowExpr {
    ExprList items;
};

/// x::type, CAST(x AS type), type 'x'. The type is in the Tree: `tree.type(cast.type)`.
struct Cast {
    ExprId arg;
    std::uint32_t type = 0;
};

/// (x).field, x[i], x[a:b]: a field has a name, a subscript one or two expressions, `.*` a star.
struct Access {
    ExprId base;
    Symbol field;
    ExprList subscripts;
    bool star = false;
};

/// CURRENT_USER, SESSION_USER, CURRENT_DATE and the like: functions without parentheses. The name
/// is in lower case, e.g. "current_user" (USER too; CURRENT_ROLE is "current_role").
struct SessionValue {
    Symbol name;
};

/// x COLLATE c.
struct Collate {
    ExprId arg;
    Symbol collation;
};

/// An expression that nothing is concluded from, though its operands are kept: XML and JSON
/// constructors, GROUPING, CURRENT OF, and what was nested too deep.
struct Opaque {
    Symbol tag;
    ExprList args;
};

using ExprNode = std::variant<Literal, ColumnRef, ParamRef, Call, Operator, BoolOp, NullTest, BooleanTest,
                              DistinctTest, InList, Between, ArrayCompare, SubLink, Case, Conditional,
                              ArrayExpr, RowExpr, Cast, Access, SessionValue, Collate, Opaque>;

/// One expression with its place: all the bytes from its leftmost to its rightmost token,
/// parentheses around it left out.
struct Expr {
    Span span;
    ExprNode node;
};

} // namespace rlslint
