#include <algorithm>
#include <utility>

#include "rlslint/sql/parse.hpp"

#include "pg.hpp"
#include "transform.hpp"

// The FROM list. Joins and sub-selects have no location, so a cursor follows the list along.

namespace rlslint::pg {
namespace {

/// Whether what stands behind a parenthesised query goes on with it: then its parentheses are an
/// operand's, not those of a join: ((select 1) union (select 2)) and ((select 1) a join b …).
bool continues_query(const Tokens& tokens, TokenIndex i) {
    for (const char* word : {"union", "intersect", "except", "order", "limit", "offset", "fetch", "for"}) {
        if (tokens.is(i, word)) return true;
    }
    return tokens.is(i, ')');
}

/// Of the parentheses that open at `first` and directly behind it: the outermost that is a query's.
TokenIndex query_opening(const Tokens& tokens, TokenIndex first) {
    TokenIndex inner = first;
    while (tokens.is(inner + 1, '('))
        ++inner;
    while (inner > first && continues_query(tokens, tokens.partner(inner) + 1))
        --inner;
    return inner;
}

rlslint::FromJoin::Kind join_kind(::JoinType type) {
    using enum rlslint::FromJoin::Kind;
    switch (type) {
    case JOIN_LEFT: return left;
    case JOIN_RIGHT: return right;
    case JOIN_FULL: return full;
    default: return inner;
    }
}

void append_column_names(std::vector<Symbol>& names, const ::List* definitions) {
    for (const auto* column : items<::ColumnDef>(definitions))
        names.push_back(symbol(column->colname));
}

void append_json_columns(ExprLister& args, std::vector<Symbol>& names, const ::List* columns) {
    for (const auto* column : items<::JsonTableColumn>(columns)) {
        if (column->coltype != JTC_NESTED) names.push_back(symbol(column->name));
        if (column->on_empty != nullptr) args.add(column->on_empty->expr);
        if (column->on_error != nullptr) args.add(column->on_error->expr);
        append_json_columns(args, names, column->columns);
    }
}

} // namespace

FromPart Transform::add(Extent at, FromItem item) {
    item.span = span(at);
    return {tree_.add(std::move(item)), at};
}

std::vector<FromId> Transform::from(const ::List* list, std::string_view keyword, Cursor& cursor) {
    std::vector<FromId> result;
    if (list == nullptr) return result;
    cursor.seek(keyword);
    result.reserve(items(list).size());
    for (const auto* node : items(list)) {
        cursor.step(); // over the keyword or a comma
        result.push_back(from_item(node, cursor).id);
        while (cursor.at(')'))
            cursor.step();
    }
    return result;
}

/// a join b join c … leans to the left, like a chain of operators.
FromPart Transform::from_item(const ::Node* node, Cursor& cursor) {
    const Nesting nesting{*this};
    if (nesting.too_deep()) return too_deep_item(scope_);
    const std::size_t base = spine_.size();
    while (is(node, T_JoinExpr)) {
        spine_.push_back(node);
        node = as<::JoinExpr>(node).larg;
    }
    FromPart part = from_leaf(node, cursor);
    for (; spine_.size() > base; spine_.pop_back()) {
        const auto above = static_cast<int>(spine_.size() - base);
        if (above == std::max(Parser::max_depth - depth_, 1)) part = too_deep_item(part.at);
        part = join(as<::JoinExpr>(spine_.back()), part, cursor);
    }
    return part;
}

FromPart Transform::too_deep_item(Extent at) {
    ExprLister calls{*this};
    calls.add(opaque_too_deep(at, {}).id);
    FromItem item;
    item.node = FromFunction{calls.finish(), false, {}};
    return add(at, std::move(item));
}

FromPart Transform::from_leaf(const ::Node* node, Cursor& cursor) {
    switch (tag_of(node)) {
    case T_RangeVar: return relation(as<::RangeVar>(node), nullptr, cursor);
    case T_RangeTableSample: {
        const auto& sample = as<::RangeTableSample>(node);
        return relation(as<::RangeVar>(sample.relation), &sample, cursor);
    }
    case T_RangeSubselect: return sub_query(as<::RangeSubselect>(node), cursor);
    case T_RangeFunction: return function(as<::RangeFunction>(node), cursor);
    case T_RangeTableFunc: return xml_table(as<::RangeTableFunc>(node), cursor);
    case T_JsonTable: return json_table(as<::JsonTable>(node), cursor);
    default: return too_deep_item(scope_);
    }
}

/// [AS] name [(columns)], or the AS (columns) of a function.
AliasClause Transform::alias(const ::Alias* alias, Cursor& cursor) {
    AliasClause result;
    cursor.accept("as");
    if (alias == nullptr) return result;
    const TokenIndex first = cursor.here();
    result.name = name(alias->aliasname, {first, tokens_->word_end(first)});
    result.columns = symbols(alias->colnames);
    cursor.name();
    if (!result.columns.empty()) cursor.group();
    return result;
}

/// [ONLY] name [*] [alias] [TABLESAMPLE method (…) [REPEATABLE (…)]].
FromPart Transform::relation(const ::RangeVar& node, const ::RangeTableSample* sample, Cursor& cursor) {
    Extent extent{at(node.location), 0};
    FromItem item;
    FromRelation relation{name(&node), !node.inh, {}};
    cursor.move_to(extent.first);
    cursor.name();
    if (relation.only && extent.first > 1 && tokens_->is(extent.first - 1, '(')) {
        --extent.first;
        cursor.accept(')');
    }
    if (relation.only && extent.first > 0) --extent.first;
    if (tokens_->is(cursor.here(), TokenKind::op)) cursor.step();
    if (node.alias != nullptr) item.alias = alias(node.alias, cursor);
    if (sample != nullptr) {
        ExprLister args{*this};
        args.add_all(sample->args);
        args.add(sample->repeatable);
        relation.sample = args.finish();
        cursor.accept("tablesample");
        cursor.name();
        cursor.group();
        if (cursor.accept("repeatable")) cursor.group();
    }
    extent.last = cursor.since(0).last;
    item.node = std::move(relation);
    return add(extent, std::move(item));
}

/// [LATERAL] (select …) [alias].
FromPart Transform::sub_query(const ::RangeSubselect& node, Cursor& cursor) {
    FromItem item;
    item.lateral = node.lateral;
    cursor.seek('(');
    const TokenIndex opening = query_opening(*tokens_, cursor.here());
    const TokenIndex closing = tokens_->partner(opening);
    item.node = FromQuery{query(node.subquery, {opening, closing})};
    cursor.move_to(closing + 1);
    if (node.alias != nullptr) item.alias = alias(node.alias, cursor);
    return add({node.lateral ? opening - 1 : opening, cursor.since(0).last}, std::move(item));
}

/// [LATERAL] f(…) or ROWS FROM (f(…) [AS (…)], …), [WITH ORDINALITY] [alias] [(column definitions)].
FromPart Transform::function(const ::RangeFunction& node, Cursor& cursor) {
    FromItem item;
    item.lateral = node.lateral;
    FromFunction function;
    function.ordinality = node.ordinality;
    ExprLister calls{*this};
    Extent extent = cursor.rest();
    for (const auto* pair : items<::List>(node.functions)) {
        extent = calls.add(items(pair).front()).at;
        append_column_names(function.column_names, list_of(items(pair).back()));
    }
    function.calls = calls.finish();
    if (node.is_rowsfrom) {
        cursor.seek("rows");
        extent = {cursor.here(), tokens_->group_end(cursor.here() + 2)};
    }
    append_column_names(function.column_names, node.coldeflist);
    cursor.move_to(extent.last + 1);
    cursor.accept({"with", "ordinality"});
    if (node.alias != nullptr || node.coldeflist != nullptr) item.alias = alias(node.alias, cursor);
    if (node.coldeflist != nullptr) cursor.group();
    if (node.lateral) --extent.first;
    item.node = std::move(function);
    return add({extent.first, cursor.since(0).last}, std::move(item));
}

FromPart Transform::table_function(std::string_view tag, int location, ExprList args,
                                   std::vector<Symbol> columns, const ::Alias* alias_clause, bool lateral,
                                   Cursor& cursor) {
    const Part call = worded(tag, location, args);
    ExprLister calls{*this};
    calls.add(call.id);
    FromItem item;
    item.lateral = lateral;
    item.node = FromFunction{calls.finish(), false, std::move(columns)};
    cursor.move_to(call.at.last + 1);
    if (alias_clause != nullptr) item.alias = alias(alias_clause, cursor);
    return add({lateral ? call.at.first - 1 : call.at.first, cursor.since(0).last}, std::move(item));
}

FromPart Transform::xml_table(const ::RangeTableFunc& node, Cursor& cursor) {
    ExprLister args{*this};
    args.add_all(node.namespaces);
    args.add(node.rowexpr);
    args.add(node.docexpr);
    std::vector<Symbol> columns;
    for (const auto* column : items<::RangeTableFuncCol>(node.columns)) {
        columns.push_back(symbol(column->colname));
        args.add(column->colexpr);
        args.add(column->coldefexpr);
    }
    return table_function("xmltable", node.location, args.finish(), std::move(columns), node.alias,
                          node.lateral, cursor);
}

FromPart Transform::json_table(const ::JsonTable& node, Cursor& cursor) {
    ExprLister args{*this};
    args.add(reinterpret_cast<const ::Node*>(node.context_item));
    args.add_all(node.passing);
    std::vector<Symbol> columns;
    append_json_columns(args, columns, node.columns);
    return table_function("json_table", node.location, args.finish(), std::move(columns), node.alias,
                          node.lateral, cursor);
}

/// The right operand and ON or USING; the left one, and the parentheses behind it, are done.
FromPart Transform::join(const ::JoinExpr& node, FromPart left, Cursor& cursor) {
    while (cursor.at(')'))
        cursor.step();
    const FromPart right = from_item(node.rarg, cursor);
    while (node.quals != nullptr && cursor.at(')'))
        cursor.step();
    Extent extent{tokens_->widen(left.at).first, tokens_->widen(right.at).last};

    FromJoin join;
    join.kind = join_kind(node.jointype);
    join.left = left.id;
    join.right = right.id;
    join.natural = node.isNatural;
    if (node.usingClause != nullptr) {
        while (cursor.at(')'))
            cursor.step();
        join.using_columns = symbols(node.usingClause);
        cursor.accept("using");
        cursor.group();
        if (node.join_using_alias != nullptr)
            join.using_alias = alias(node.join_using_alias, cursor).name.text;
        extent.last = cursor.since(0).last;
    } else if (node.quals != nullptr) {
        const Part on = expr(node.quals);
        join.on = on.id;
        extent.last = tokens_->widen(on.at).last;
        cursor.move_to(extent.last + 1);
    }
    FromItem item;
    if (node.alias != nullptr) {
        while (cursor.at(')'))
            cursor.step();
        item.alias = alias(node.alias, cursor);
        extent = {tokens_->widen(extent).first, cursor.since(0).last};
    }
    item.node = std::move(join);
    return add(extent, std::move(item));
}

} // namespace rlslint::pg
