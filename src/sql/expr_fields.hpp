#pragma once

#include "rlslint/sql/tree.hpp"

// The name of every kind of expression and query, and its fields in the order in which they are
// printed. A printer is called with a field's name and value; `choice` gives an enumerator's name.

namespace rlslint::ast {

template <class P> void fields(P& p, const Literal& n) {
    p.choice("kind", n.kind, {"null", "boolean", "integer", "numeric", "string", "bits"});
    p("value", n.value);
}
template <class P> void fields(P& p, const ColumnRef& n) {
    p("schema", n.schema);
    p("qualifier", n.qualifier);
    p("name", n.name);
    p("star", n.star);
}
template <class P> void fields(P& p, const ParamRef& n) { p("number", n.number); }
template <class P> void fields(P& p, const Call& n) {
    p("schema", n.schema);
    p("name", n.name);
    p("arguments", n.arg_count);
    p("star", n.star);
    p("distinct", n.distinct);
    p("variadic", n.variadic);
    p("window", n.window);
    p("sql_syntax", n.sql_syntax);
    p("names", n.arg_names);
    p("args", n.args);
}
template <class P> void fields(P& p, const Operator& n) {
    p("schema", n.schema);
    p("name", n.name);
    p("sql_words", n.sql_words);
    p("left", n.left);
    p("right", n.right);
}
template <class P> void fields(P& p, const BoolOp& n) {
    p.choice("kind", n.kind, {"and", "or", "not"});
    p("args", n.args);
}
template <class P> void fields(P& p, const NullTest& n) {
    p("negated", n.negated);
    p("arg", n.arg);
}
template <class P> void fields(P& p, const BooleanTest& n) {
    p.choice("value", n.value, {"true", "false", "unknown"});
    p("negated", n.negated);
    p("arg", n.arg);
}
template <class P> void fields(P& p, const DistinctTest& n) {
    p("negated", n.negated);
    p("left", n.left);
    p("right", n.right);
}
template <class P> void fields(P& p, const InList& n) {
    p("negated", n.negated);
    p("arg", n.arg);
    p("items", n.items);
}
template <class P> void fields(P& p, const Between& n) {
    p("negated", n.negated);
    p("symmetric", n.symmetric);
    p("arg", n.arg);
    p("low", n.low);
    p("high", n.high);
}
template <class P> void fields(P& p, const ArrayCompare& n) {
    p("op", n.op);
    p("all", n.all);
    p("left", n.left);
    p("array", n.array);
}
template <class P> void fields(P& p, const SubLink& n) {
    p.choice("kind", n.kind, {"scalar", "exists", "any", "all", "array"});
    p("op", n.op);
    p("test", n.test);
    p("query", n.query);
}
template <class P> void fields(P& p, const Case& n) {
    p("arg", n.arg);
    p("branches", n.branches);
    p("otherwise", n.otherwise);
}
template <class P> void fields(P& p, const Conditional& n) {
    p.choice("kind", n.kind, {"coalesce", "nullif", "greatest", "least"});
    p("args", n.args);
}
template <class P> void fields(P& p, const ArrayExpr& n) { p("items", n.items); }
template <class P> void fields(P& p, const RowExpr& n) { p("items", n.items); }
template <class P> void fields(P& p, const Cast& n) {
    p.type("type", n.type);
    p("arg", n.arg);
}
template <class P> void fields(P& p, const Access& n) {
    p("field", n.field);
    p("star", n.star);
    p("base", n.base);
    p("subscripts", n.subscripts);
}
template <class P> void fields(P& p, const SessionValue& n) { p("name", n.name); }
template <class P> void fields(P& p, const Collate& n) {
    p("collation", n.collation);
    p("arg", n.arg);
}
template <class P> void fields(P& p, const Opaque& n) {
    p("tag", n.tag);
    p("args", n.args);
}

template <class P> void fields(P& p, const FromRelation& n) {
    p("name", n.name);
    p("only", n.only);
    p("sample", n.sample);
}
template <class P> void fields(P& p, const FromQuery& n) { p("query", n.query); }
template <class P> void fields(P& p, const FromFunction& n) {
    p("ordinality", n.ordinality);
    p("columns", n.column_names);
    p("calls", n.calls);
}
template <class P> void fields(P& p, const FromJoin& n) {
    p.choice("kind", n.kind, {"inner", "left", "right", "full"});
    p("natural", n.natural);
    p("using", n.using_columns);
    p("using_alias", n.using_alias);
    p("left", n.left);
    p("right", n.right);
    p("on", n.on);
}

template <class P> void fields(P& p, const CommonTable& n) {
    p("name", n.name);
    p("columns", n.columns);
    p("query", n.query);
}
template <class P> void fields(P& p, const WithClause& n) {
    p("recursive", n.recursive);
    p("tables", n.tables);
}

template <class P> void fields(P& p, const Select& n) {
    p("with", n.with);
    p("distinct", n.distinct);
    p("distinct_on", n.distinct_on);
    p("targets", n.targets);
    p("into", n.into);
    p("from", n.from);
    p("where", n.where);
    p("group_by", n.group_by);
    p("having", n.having);
    p("windows", n.windows);
    p("order_by", n.order_by);
    p("limit", n.limit);
    p("offset", n.offset);
    p("locking", n.locking);
}
template <class P> void fields(P& p, const Values& n) {
    p("with", n.with);
    p("row_count", n.row_count);
    p("rows", n.rows);
}
template <class P> void fields(P& p, const SetOperation& n) {
    p("with", n.with);
    p.choice("kind", n.kind, {"union", "intersect", "except"});
    p("all", n.all);
    p("operands", n.operands);
    p("order_by", n.order_by);
    p("limit", n.limit);
    p("offset", n.offset);
}
template <class P> void fields(P& p, const Insert& n) {
    p("with", n.with);
    p("target", n.target);
    p("alias", n.alias);
    p("columns", n.columns);
    p("source", n.source);
    p("on_conflict", n.on_conflict);
    p("conflict_update", n.conflict_update);
    p("set", n.set);
    p("conflict_where", n.conflict_where);
    p("returning", n.returning);
}
template <class P> void fields(P& p, const Update& n) {
    p("with", n.with);
    p("target", n.target);
    p("alias", n.alias);
    p("set", n.set);
    p("from", n.from);
    p("where", n.where);
    p("returning", n.returning);
}
template <class P> void fields(P& p, const Delete& n) {
    p("with", n.with);
    p("target", n.target);
    p("alias", n.alias);
    p("from", n.from);
    p("where", n.where);
    p("returning", n.returning);
}
template <class P> void fields(P& p, const Merge& n) {
    p("with", n.with);
    p("target", n.target);
    p("alias", n.alias);
    p("source", n.source);
    p("on", n.on);
    p("inserts", n.inserts);
    p("updates", n.updates);
    p("deletes", n.deletes);
    p("actions", n.actions);
}

} // namespace rlslint::ast
