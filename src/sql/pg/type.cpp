#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

/// CREATE TYPE name, ALTER TYPE name, CREATE DOMAIN name.
QualifiedName name_behind_kind(Transform& t, const ::List* name, Cursor& cursor) {
    cursor.move_to(cursor.here() + 2);
    return t.name(name, cursor.name());
}

void add_constraint(Transform& t, CreateDomain& domain, const ::Constraint& node, TokenIndex end) {
    switch (node.contype) {
    case CONSTR_NOTNULL: domain.not_null = true; break;
    case CONSTR_DEFAULT:
        domain.default_value = t.clause(node.raw_expr, {t.tokens().at(node.location), end});
        break;
    case CONSTR_CHECK: domain.constraints.push_back(constraint(t, node, end)); break;
    default: break;
    }
}

} // namespace

StatementNode create_enum(Transform& t, const ::CreateEnumStmt& node, Cursor cursor) {
    CreateType result;
    result.kind = CreateType::Kind::enum_;
    result.name = name_behind_kind(t, node.typeName, cursor);
    result.labels = Transform::symbols(node.vals);
    return result;
}

StatementNode create_composite(Transform& t, const ::CompositeTypeStmt& node) {
    CreateType result;
    result.kind = CreateType::Kind::composite;
    result.name = t.name(node.typevar);
    for (const auto* column : items<::ColumnDef>(node.coldeflist))
        result.columns.push_back(column_def(t, *column));
    return result;
}

StatementNode create_range(Transform& t, const ::CreateRangeStmt& node, Cursor cursor) {
    CreateType result;
    result.kind = CreateType::Kind::range;
    result.name = name_behind_kind(t, node.typeName, cursor);
    for (const auto* option : items<::DefElem>(node.params)) {
        if (!is(option->arg, T_TypeName)) continue;
        const auto& type = as<::TypeName>(option->arg);
        if (view(option->defname) == "subtype") result.subtype = t.type(&type);
        if (view(option->defname) == "multirange_type_name") {
            const TypeName name = t.type(&type);
            result.multirange = {name.schema, name.name, name.span};
        }
    }
    return result;
}

StatementNode create_base_type(Transform& t, const ::DefineStmt& node, Cursor cursor) {
    CreateType result;
    result.kind = node.definition == nullptr ? CreateType::Kind::shell : CreateType::Kind::base;
    result.name = name_behind_kind(t, node.defnames, cursor);
    return result;
}

StatementNode alter_enum(Transform& t, const ::AlterEnumStmt& node, Cursor cursor) {
    AlterEnum result;
    result.name = name_behind_kind(t, node.typeName, cursor);
    result.new_label = symbol(node.newVal);
    result.old_label = symbol(node.oldVal);
    result.neighbor = symbol(node.newValNeighbor);
    result.before = !node.newValIsAfter;
    result.if_not_exists = node.skipIfNewValExists;
    return result;
}

/// The constraints of a domain stand behind each other, like those of a column.
StatementNode create_domain(Transform& t, const ::CreateDomainStmt& node, Cursor cursor) {
    CreateDomain result;
    result.name = name_behind_kind(t, node.domainname, cursor);
    result.type = t.type(node.typeName);
    const auto constraints = items<::Constraint>(node.constraints);
    for (std::size_t i = 0; i < constraints.size(); ++i) {
        const bool last = i + 1 == constraints.size();
        const TokenIndex end = last ? cursor.last() : t.tokens().at(constraints[i + 1]->location) - 1;
        add_constraint(t, result, *constraints[i], end);
    }
    return result;
}

StatementNode alter_domain(Transform& t, const ::AlterDomainStmt& node, Cursor cursor) {
    using enum AlterDomain::Action;
    AlterDomain result;
    result.name = name_behind_kind(t, node.typeName, cursor);
    result.constraint = symbol(node.name);
    result.if_exists = node.missing_ok;
    switch (node.subtype) {
    case 'N': result.action = drop_not_null; break;
    case 'O': result.action = set_not_null; break;
    case 'C':
        result.action = add_constraint;
        result.constraint = symbol(as<::Constraint>(node.def).conname);
        break;
    case 'X': result.action = drop_constraint; break;
    case 'V': result.action = validate_constraint; break;
    default: break;
    }
    return result;
}

} // namespace rlslint::pg
