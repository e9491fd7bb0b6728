#include <utility>

#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {
namespace {

/// RETURNING became a node of its own in 18.
template <class Statement> const ::List* returning_list(const Statement& node) {
    if constexpr (requires { node.returningList; }) {
        return node.returningList;
    } else {
        return node.returningClause == nullptr ? nullptr : node.returningClause->exprs;
    }
}

Symbol alias_of(const ::RangeVar* relation) {
    return relation->alias == nullptr ? Symbol{} : symbol(relation->alias->aliasname);
}

} // namespace

std::vector<Target> Transform::returned(const ::List* list) {
    Cursor cursor{*tokens_, scope_};
    return targets(list, cursor);
}

/// WHERE, with WHERE CURRENT OF cursor, which has no location.
ExprId Transform::condition(const ::Node* where, Extent range) {
    if (!is(where, T_CurrentOfExpr)) return expr(where).id;
    Cursor cursor{*tokens_, range};
    while (cursor.seek("current") && !tokens_->is(cursor.here() + 1, "of"))
        cursor.step();
    return make({cursor.here(), cursor.here() + 2}, Opaque{Symbol{"current of"}, {}}).id;
}

QueryId Transform::insert(const ::InsertStmt& node, Extent range) {
    Insert result;
    result.with = with(node.withClause);
    result.target = name(node.relation);
    result.alias = alias_of(node.relation);
    for (const auto* column : items<::ResTarget>(node.cols))
        result.columns.push_back(symbol(column->name));

    Cursor cursor{*tokens_, {at(node.relation->location), range.last}};
    cursor.name();
    if (node.relation->alias != nullptr) alias(node.relation->alias, cursor);
    if (node.cols != nullptr) cursor.group();
    result.source = insert_source(node, cursor);

    if (const auto* conflict = node.onConflictClause; conflict != nullptr) {
        result.on_conflict = true;
        result.conflict_update = conflict->action == ONCONFLICT_UPDATE;
        result.set = targets(conflict->targetList, cursor);
        result.conflict_where = expr(conflict->whereClause).id;
    }
    result.returning = returned(returning_list(node));
    return add(range, std::move(result));
}

/// From behind the columns to ON CONFLICT or RETURNING. Long lists of data are cut.
QueryId Transform::insert_source(const ::InsertStmt& node, Cursor cursor) {
    constexpr std::size_t most_rows = 64;
    if (node.selectStmt == nullptr) return {};
    if (cursor.accept("overriding")) cursor.move_to(cursor.here() + 2);
    Extent source = cursor.rest();
    if (node.onConflictClause != nullptr) {
        source.last = at(node.onConflictClause->location) - 1;
    } else if (returning_list(node) != nullptr && cursor.seek("returning")) {
        source.last = cursor.here() - 1;
    }
    const auto& select = as<::SelectStmt>(node.selectStmt);
    if (select.valuesLists != nullptr) return values(select, tokens_->narrow(source), most_rows);
    return query(node.selectStmt, source);
}

QueryId Transform::update(const ::UpdateStmt& node, Extent range) {
    Update result;
    result.with = with(node.withClause);
    result.target = name(node.relation);
    result.alias = alias_of(node.relation);
    Cursor cursor{*tokens_, {at(node.relation->location), range.last}};
    result.set = targets(node.targetList, cursor);
    result.from = from(node.fromClause, "from", cursor);
    result.where = condition(node.whereClause, range);
    result.returning = returned(returning_list(node));
    return add(range, std::move(result));
}

QueryId Transform::delete_(const ::DeleteStmt& node, Extent range) {
    Delete result;
    result.with = with(node.withClause);
    result.target = name(node.relation);
    result.alias = alias_of(node.relation);
    Cursor cursor{*tokens_, {at(node.relation->location), range.last}};
    result.from = from(node.usingClause, "using", cursor);
    result.where = condition(node.whereClause, range);
    result.returning = returned(returning_list(node));
    return add(range, std::move(result));
}

QueryId Transform::merge(const ::MergeStmt& node, Extent range) {
    Merge result;
    result.with = with(node.withClause);
    result.target = name(node.relation);
    result.alias = alias_of(node.relation);
    Cursor cursor{*tokens_, {at(node.relation->location), range.last}};
    cursor.seek("using");
    cursor.step();
    result.source = from_item(node.sourceRelation, cursor).id;
    result.on = expr(node.joinCondition).id;

    ExprLister actions{*this};
    for (const auto* when : items<::MergeWhenClause>(node.mergeWhenClauses)) {
        result.inserts |= when->commandType == CMD_INSERT;
        result.updates |= when->commandType == CMD_UPDATE;
        result.deletes |= when->commandType == CMD_DELETE;
        actions.add(when->condition);
        actions.add_all(when->targetList);
        actions.add_all(when->values);
    }
    result.actions = actions.finish();
    return add(range, std::move(result));
}

} // namespace rlslint::pg
