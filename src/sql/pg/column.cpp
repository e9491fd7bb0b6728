#include <algorithm>
#include <climits>

#include "pg.hpp"
#include "statements.hpp"

// Columns and constraints, of tables and of what has either: domains, composite types.

namespace rlslint::pg {
namespace {

/// The last token of the list item that holds `first`.
TokenIndex item_end(const Transform& t, TokenIndex first) {
    Cursor cursor{t.tokens(), {first, t.tokens().all().last}};
    while (!cursor.done() && !cursor.at(',') && !cursor.at(')'))
        cursor.skip();
    return cursor.since(first).last;
}

TableConstraint::Kind constraint_kind(::ConstrType type) {
    using enum TableConstraint::Kind;
    switch (type) {
    case CONSTR_UNIQUE: return unique;
    case CONSTR_PRIMARY: return primary_key;
    case CONSTR_FOREIGN: return foreign_key;
    case CONSTR_EXCLUSION: return exclusion;
    case CONSTR_NOTNULL: return not_null;
    default: return check;
    }
}

/// Whether the constraint is one, and not an attribute of the column or of the constraint before it.
bool is_constraint(::ConstrType type) {
    return type == CONSTR_CHECK || type == CONSTR_UNIQUE || type == CONSTR_PRIMARY ||
           type == CONSTR_FOREIGN || type == CONSTR_EXCLUSION;
}

void read_foreign_key(Transform& t, TableConstraint& result, const ::Constraint& node) {
    if (node.fk_attrs != nullptr) result.columns = Transform::symbols(node.fk_attrs);
    result.references = t.name(node.pktable);
    result.referenced_columns = Transform::symbols(node.pk_attrs);
    result.on_delete = node.fk_del_action;
    result.on_update = node.fk_upd_action;
}

void read_exclusion(Transform& t, TableConstraint& result, const ::Constraint& node) {
    for (const auto* pair : items<::List>(node.exclusions)) {
        const auto& element = as<::IndexElem>(items(pair).front());
        if (element.name != nullptr)
            result.columns.push_back(symbol(element.name));
        else
            result.key_exprs.push_back(t.expr(element.expr).id);
    }
    result.where = t.expr(node.where_clause).id;
}

/// The identity's SEQUENCE NAME.
QualifiedName sequence_name(Transform& t, const ::List* options) {
    for (const auto* option : items<::DefElem>(options)) {
        if (view(option->defname) != "sequence_name") continue;
        const TokenIndex first = t.tokens().at(option->location) + 2;
        return t.name(list_of(option->arg), {first, t.tokens().name_end(first)});
    }
    return {};
}

/// The tokens of a column's constraint: up to the next one, or to the end of the column.
Extent constraint_extent(const Transform& t, const ::ColumnDef& column, const ::Constraint& constraint,
                         TokenIndex column_end) {
    int next = INT_MAX;
    const auto note = [&](int location) {
        if (location > constraint.location) next = std::min(next, location);
    };
    for (const auto* other : items<::Constraint>(column.constraints))
        note(other->location);
    if (column.collClause != nullptr) note(column.collClause->location);
    const TokenIndex first = t.tokens().at(constraint.location);
    return {first, next == INT_MAX ? column_end : t.tokens().at(next) - 1};
}

void apply(Transform& t, ColumnDef& column, const ::Constraint& node, Extent at) {
    switch (node.contype) {
    case CONSTR_NOTNULL: column.not_null = true; break;
    case CONSTR_DEFAULT: column.default_value = t.clause(node.raw_expr, at); break;
    case CONSTR_IDENTITY:
        column.identity = node.generated_when;
        column.not_null = true;
        column.identity_sequence = sequence_name(t, node.options);
        break;
    case CONSTR_GENERATED: column.default_value = t.clause(node.raw_expr, at); column.generated_stored = true;
#if PG_VERSION_NUM >= 180000
        column.generated_stored = node.generated_kind == 's';
        column.generated_virtual = !column.generated_stored;
#endif
        break;
    default:
        if (!is_constraint(node.contype)) break;
        column.constraints.push_back(constraint(t, node, at.last));
        if (node.contype == CONSTR_PRIMARY) column.not_null = true;
    }
}

} // namespace

TableConstraint constraint(Transform& t, const ::Constraint& node) {
    return constraint(t, node, item_end(t, t.tokens().at(node.location)));
}

TableConstraint constraint(Transform& t, const ::Constraint& node, TokenIndex end) {
    const TokenIndex first = t.tokens().at(node.location);
    TableConstraint result;
    result.kind = constraint_kind(node.contype);
    result.span = t.span({first, end});
    if (node.conname != nullptr)
        result.name = t.name(node.conname, {first + 1, t.tokens().word_end(first + 1)});
    result.check = t.expr(node.raw_expr).id;
    result.columns = Transform::symbols(node.keys);
    result.using_index = symbol(node.indexname);
    result.not_valid = node.skip_validation;
    result.no_inherit = node.is_no_inherit;
#if PG_VERSION_NUM >= 180000
    const bool enforceable = node.contype == CONSTR_CHECK || node.contype == CONSTR_FOREIGN;
    result.not_enforced = enforceable && !node.is_enforced;
#endif
    if (node.contype == CONSTR_FOREIGN) read_foreign_key(t, result, node);
    if (node.contype == CONSTR_EXCLUSION) read_exclusion(t, result, node);
    return result;
}

ColumnDef column_def(Transform& t, const ::ColumnDef& node) {
    const TokenIndex first = t.tokens().at(node.location);
    const TokenIndex end = item_end(t, first);
    ColumnDef result;
    result.name = t.name(node.colname, {first, t.tokens().word_end(first)});
    result.type = t.type(node.typeName);
    result.span = t.span({first, end});
    for (const auto* each : items<::Constraint>(node.constraints)) {
        apply(t, result, *each, constraint_extent(t, node, *each, end));
    }
    return result;
}

} // namespace rlslint::pg
