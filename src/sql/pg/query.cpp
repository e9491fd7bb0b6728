#include <algorithm>
#include <array>
#include <utility>

#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {
namespace {

constexpr std::array body_words{"select", "values", "table", "insert", "update", "delete", "merge"};

/// Over the name, columns and query of one WITH item; the query with its parentheses is returned.
Extent common_table_query(Cursor& cursor) {
    cursor.name();
    if (cursor.at('(')) cursor.group();
    cursor.accept("as");
    cursor.accept("not");
    cursor.accept("materialized");
    return cursor.group();
}

} // namespace

QueryId Transform::add(Extent range, QueryNode node) {
    return tree_.add(rlslint::Query{span(range), std::move(node)});
}

/// Stands for a query that was too deep, or is none.
QueryId Transform::empty_query(Extent range) {
    Select result;
    result.targets.push_back({opaque_too_deep(range, {}).id, Symbol{}});
    return add(range, std::move(result));
}

QueryId Transform::query(const ::Node* node, Extent range) {
    const Nesting nesting{*this};
    range = tokens_->narrow(range);
    if (nesting.too_deep()) return empty_query(range);
    const Extent outer = std::exchange(scope_, range);
    QueryId result;
    switch (tag_of(node)) {
    case T_SelectStmt: result = select(as<::SelectStmt>(node), range); break;
    case T_InsertStmt: result = insert(as<::InsertStmt>(node), range); break;
    case T_UpdateStmt: result = update(as<::UpdateStmt>(node), range); break;
    case T_DeleteStmt: result = delete_(as<::DeleteStmt>(node), range); break;
    case T_MergeStmt: result = merge(as<::MergeStmt>(node), range); break;
    case T_ReturnStmt:
        result = returning(as<::ReturnStmt>(node).returnval, {range.first + 1, range.last});
        break;
    default: break;
    }
    scope_ = outer;
    return result;
}

QueryId Transform::returning(const ::Node* value, Extent range) {
    Select result;
    result.targets.push_back({expr(value).id, Symbol{}});
    return add(range, std::move(result));
}

ExprId Transform::scalar_query(const ::Node* node, Extent range) {
    rlslint::SubLink result;
    result.query = query(node, range);
    return make(range, result).id;
}

QueryId Transform::select(const ::SelectStmt& node, Extent range) {
    if (node.op != SETOP_NONE) return set_operation(node, range);
    if (node.valuesLists != nullptr) return values(node, range, SIZE_MAX);
    return simple_select(node, range);
}

QueryId Transform::simple_select(const ::SelectStmt& node, Extent range) {
    Select result;
    result.with = with(node.withClause);
    const auto distinct = items(node.distinctClause);
    result.distinct = !distinct.empty();
    if (result.distinct && distinct.front() != nullptr) result.distinct_on = exprs(node.distinctClause);

    Cursor cursor{*tokens_, select_body(node.withClause, range)};
    result.targets = targets(node.targetList, cursor);
    if (node.intoClause != nullptr) result.into = name(node.intoClause->rel);
    result.from = from(node.fromClause, "from", cursor);
    result.where = expr(node.whereClause).id;
    result.group_by = exprs(node.groupClause);
    result.having = expr(node.havingClause).id;
    result.windows = windows(node.windowClause);
    result.order_by = exprs(node.sortClause);
    result.limit = expr(node.limitCount).id;
    result.offset = expr(node.limitOffset).id;
    result.locking = node.lockingClause != nullptr;
    return add(range, std::move(result));
}

QueryId Transform::values(const ::SelectStmt& node, Extent range, std::size_t max_rows) {
    Values result;
    result.with = with(node.withClause);
    const auto rows = items<::List>(node.valuesLists);
    result.row_count = static_cast<std::uint32_t>(rows.size());
    result.rows.reserve(std::min(rows.size(), max_rows));
    for (const auto* row : rows) {
        if (result.rows.size() == max_rows) break;
        result.rows.push_back(exprs(row));
    }
    return add(range, std::move(result));
}

ExprList Transform::windows(const ::List* list) {
    ExprLister result{*this};
    for (const auto* window : items<::WindowDef>(list))
        add_window(result, window);
    return result.finish();
}

/// Leaves the cursor behind the last one's expression.
std::vector<Target> Transform::targets(const ::List* list, Cursor& cursor) {
    std::vector<Target> result;
    result.reserve(items(list).size());
    for (const auto* target : items<::ResTarget>(list)) {
        const Part value = expr(target->val);
        result.push_back({value.id, symbol(target->name)});
        cursor.move_to(tokens_->widen(value.at).last + 1);
    }
    return result;
}

rlslint::WithClause Transform::with(const ::WithClause* node) {
    rlslint::WithClause result;
    if (node == nullptr) return result;
    result.recursive = node->recursive;
    for (const auto* table : items<::CommonTableExpr>(node->ctes))
        result.tables.push_back(common_table(*table));
    return result;
}

/// The WITH item that CREATE RECURSIVE VIEW stands for has no place: its query is all there is.
CommonTable Transform::common_table(const ::CommonTableExpr& node) {
    CommonTable result;
    result.columns = symbols(node.aliascolnames);
    if (node.location < 0) {
        result.name = {symbol(node.ctename), Span{}};
        result.query = query(node.ctequery, scope_);
        return result;
    }
    const TokenIndex first = at(node.location);
    result.name = name(node.ctename, {first, tokens_->word_end(first)});
    Cursor cursor{*tokens_, {first, scope_.last}};
    result.query = query(node.ctequery, common_table_query(cursor));
    return result;
}

/// From SELECT or VALUES on, which may stand in parentheses while ORDER BY and the like stand outside.
Extent Transform::select_body(const ::WithClause* with, Extent range) const {
    range = without_with(with, range);
    while (tokens_->is(range.first, '(')) {
        range = without_with(with, {range.first + 1, tokens_->partner(range.first) - 1});
    }
    return range;
}

/// What is left of a query's tokens behind its WITH clause, if that is among them.
Extent Transform::without_with(const ::WithClause* with, Extent range) const {
    if (with == nullptr || with->location < 0 || at(with->location) < range.first) return range;
    const auto* last = items<::CommonTableExpr>(with->ctes).back();
    Cursor cursor{*tokens_, {at(last->location), range.last}};
    common_table_query(cursor);
    const auto at_body = [&] {
        return cursor.at('(') ||
               std::any_of(body_words.begin(), body_words.end(), [&](auto word) { return cursor.at(word); });
    };
    while (!cursor.done() && !at_body())
        cursor.skip(); // SEARCH and CYCLE
    return cursor.rest();
}

} // namespace rlslint::pg
