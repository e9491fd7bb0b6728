#include "pg.hpp"
#include "statements.hpp"

// Indexes, sequences and views.

namespace rlslint::pg {
namespace {

struct OwnedBy {
    bool given = false;
    QualifiedName table;
    Symbol column;
};

/// OWNED BY table.column, or NONE.
OwnedBy owned_by(Transform& t, const ::List* options) {
    OwnedBy result;
    for (const auto* option : items<::DefElem>(options)) {
        if (view(option->defname) != "owned_by") continue;
        result.given = true;
        const auto parts = items(list_of(option->arg));
        if (parts.size() < 2) return result; // NONE
        const TokenIndex first = t.tokens().at(option->location) + 2;
        const TokenIndex last = t.tokens().name_end(first);
        result.column = symbol_of(parts.back());
        result.table.name = symbol_of(parts[parts.size() - 2]);
        if (parts.size() > 2) result.table.schema = symbol_of(parts[parts.size() - 3]);
        result.table.span = t.span({first, last - 2});
    }
    return result;
}

/// WITH [CASCADED | LOCAL] CHECK OPTION at the end of a view: the server keeps it as an option.
std::optional<Option> check_option(Transform& t, const ::ViewStmt& node, Extent& query) {
    if (node.withCheckOption == NO_CHECK_OPTION) return std::nullopt;
    const TokenIndex last = query.last;
    query.last = t.tokens().is(last - 2, "with") ? last - 3 : last - 4;
    const char* const value = node.withCheckOption == LOCAL_CHECK_OPTION ? "local" : "cascaded";
    return Option{Symbol{"check_option"}, value, t.span({query.last + 1, last})};
}

} // namespace

StatementNode create_index(Transform& t, const ::IndexStmt& node, Cursor cursor) {
    CreateIndex result;
    result.table = t.name(node.relation);
    result.only = !node.relation->inh;
    result.unique = node.unique;
    result.if_not_exists = node.if_not_exists;
    result.concurrently = node.concurrent;
    result.method = symbol(node.accessMethod);
    if (node.idxname != nullptr) {
        cursor.seek("index");
        cursor.step();
        cursor.accept("concurrently");
        cursor.accept({"if", "not", "exists"});
        result.name = t.name(node.idxname, cursor.name());
    }
    for (const auto* key : items<::IndexElem>(node.indexParams)) {
        result.keys.push_back({symbol(key->name), t.expr(key->expr).id});
    }
    for (const auto* column : items<::IndexElem>(node.indexIncludingParams)) {
        result.include.push_back(symbol(column->name));
    }
    if (node.whereClause != nullptr) {
        cursor.seek("where");
        result.where = t.clause(node.whereClause, cursor.rest());
    }
    return result;
}

StatementNode create_sequence(Transform& t, const ::CreateSeqStmt& node, Cursor) {
    CreateSequence result;
    result.name = t.name(node.sequence);
    result.if_not_exists = node.if_not_exists;
    result.persistence = persistence(*node.sequence);
    OwnedBy owner = owned_by(t, node.options);
    result.owned_by_table = owner.table;
    result.owned_by_column = owner.column;
    return result;
}

StatementNode alter_sequence(Transform& t, const ::AlterSeqStmt& node, Cursor) {
    AlterSequence result;
    result.name = t.name(node.sequence);
    result.if_exists = node.missing_ok;
    OwnedBy owner = owned_by(t, node.options);
    result.owned_by_given = owner.given;
    result.owned_by_table = owner.table;
    result.owned_by_column = owner.column;
    return result;
}

StatementNode create_view(Transform& t, const ::ViewStmt& node, Cursor cursor) {
    CreateView result;
    result.name = t.name(node.view);
    result.columns = Transform::symbols(node.aliases);
    result.or_replace = node.replace;
    result.persistence = persistence(*node.view);
    result.options = t.options(node.options);
    cursor.move_to(t.tokens().at(node.view->location));
    cursor.seek("as");
    cursor.step();
    Extent query = cursor.rest();
    if (auto option = check_option(t, node, query)) result.options.push_back(std::move(*option));
    result.query_span = t.span(query);
    result.query = t.query(node.query, query);
    return result;
}

} // namespace rlslint::pg
