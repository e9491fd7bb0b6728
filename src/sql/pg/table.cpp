#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

LikeClause like_clause(Transform& t, const ::TableLikeClause& node) {
    LikeClause result;
    result.source = t.name(node.relation);
    const auto includes = [&](::bits32 option) { return (node.options & option) != 0; };
    result.including_all = node.options == CREATE_TABLE_LIKE_ALL;
    result.including_defaults = includes(CREATE_TABLE_LIKE_DEFAULTS);
    result.including_constraints = includes(CREATE_TABLE_LIKE_CONSTRAINTS);
    result.including_indexes = includes(CREATE_TABLE_LIKE_INDEXES);
    result.including_identity = includes(CREATE_TABLE_LIKE_IDENTITY);
    result.including_generated = includes(CREATE_TABLE_LIKE_GENERATED);
    return result;
}

void add_elements(Transform& t, CreateTable& table, const ::List* elements) {
    table.columns.reserve(items(elements).size());
    for (const auto* element : items(elements)) {
        switch (tag_of(element)) {
        case T_ColumnDef: table.columns.push_back(column_def(t, as<::ColumnDef>(element))); break;
        case T_Constraint: table.constraints.push_back(constraint(t, as<::Constraint>(element))); break;
        case T_TableLikeClause: table.likes.push_back(like_clause(t, as<::TableLikeClause>(element))); break;
        default: break;
        }
    }
}

CreateTable table(Transform& t, const ::CreateStmt& node) {
    CreateTable result;
    result.name = t.name(node.relation);
    result.persistence = persistence(*node.relation);
    result.drop_on_commit = node.oncommit == ONCOMMIT_DROP;
    result.if_not_exists = node.if_not_exists;
    add_elements(t, result, node.tableElts);
    if (node.partbound != nullptr) {
        result.partition_of = t.name(items<::RangeVar>(node.inhRelations).front());
        result.bound = partition_bound(t, *node.partbound);
    } else {
        result.inherits = t.names(node.inhRelations);
    }
    result.partitioned = node.partspec != nullptr;
    if (result.partitioned) {
        result.partition_strategy = static_cast<char>(node.partspec->strategy);
        for (const auto* key : items<::PartitionElem>(node.partspec->partParams)) {
            result.partition_key.push_back(symbol(key->name));
        }
    }
    result.of_type = t.type(node.ofTypename);
    result.options = t.options(node.options);
    return result;
}

/// A query without the WITH [NO] DATA behind it.
Extent without_data_clause(const Tokens& tokens, Extent range) {
    if (range.last < range.first + 3 || !tokens.is(range.last, "data")) return range;
    const TokenIndex before = tokens.is(range.last - 1, "no") ? range.last - 2 : range.last - 1;
    if (tokens.is(before, "with")) range.last = before - 1;
    return range;
}

/// A query's leftmost SELECT, which holds its INTO.
const ::SelectStmt& leftmost(const ::SelectStmt& node) {
    const ::SelectStmt* select = &node;
    while (select->larg != nullptr)
        select = select->larg;
    return *select;
}

PartitionBound::Kind bound_kind(const ::PartitionBoundSpec& node) {
    using enum PartitionBound::Kind;
    if (node.is_default) return default_;
    if (node.strategy == 'l') return list;
    return node.strategy == 'r' ? range : hash;
}

} // namespace

PartitionBound partition_bound(Transform& t, const ::PartitionBoundSpec& node) {
    PartitionBound result;
    result.kind = bound_kind(node);
    for (const ::List* values : {node.listdatums, node.lowerdatums, node.upperdatums})
        for (const auto* value : items(values))
            result.values.push_back(t.expr(value).id);
    return result;
}

Persistence persistence(const ::RangeVar& relation) {
    switch (relation.relpersistence) {
    case 'u': return Persistence::unlogged;
    case 't': return Persistence::temporary;
    default: return Persistence::permanent;
    }
}

StatementNode create_table(Transform& t, const ::CreateStmt& node, Cursor) { return table(t, node); }

StatementNode create_foreign_table(Transform& t, const ::CreateForeignTableStmt& node, Cursor) {
    CreateTable result = table(t, node.base);
    result.foreign = true;
    result.server = symbol(node.servername);
    return result;
}

/// CREATE TABLE … AS query, CREATE MATERIALIZED VIEW … AS query, then WITH [NO] DATA.
StatementNode create_table_as(Transform& t, const ::CreateTableAsStmt& node, Cursor cursor) {
    CreateTableAs result;
    result.name = t.name(node.into->rel);
    result.kind = node.objtype == OBJECT_MATVIEW ? ObjectKind::materialized_view : ObjectKind::table;
    result.persistence = persistence(*node.into->rel);
    result.drop_on_commit = node.into->onCommit == ONCOMMIT_DROP;
    result.if_not_exists = node.if_not_exists;
    result.columns = Transform::symbols(node.into->colNames);
    result.options = t.options(node.into->options);
    if (is(node.query, T_ExecuteStmt)) return result;

    cursor.move_to(t.tokens().at(node.into->rel->location));
    cursor.seek("as");
    cursor.step();
    result.query = t.query(node.query, without_data_clause(t.tokens(), cursor.rest()));
    return result;
}

StatementNode select_into(Transform& t, const ::SelectStmt& node, Cursor cursor) {
    const ::IntoClause& into = *leftmost(node).intoClause;
    CreateTableAs result;
    result.name = t.name(into.rel);
    result.persistence = persistence(*into.rel);
    result.query = t.query(reinterpret_cast<const ::Node*>(&node), cursor.rest());
    return result;
}

} // namespace rlslint::pg
