#include <optional>

#include "rlslint/text/ascii.hpp"

#include "object_kind.hpp"
#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

/// What ALL means for a kind of object, as src/include/utils/acl.h has it.
PrivilegeSet all_privileges_of(ObjectKind kind, bool columns) {
    using enum Privilege;
    const PrivilegeSet table = row_privileges | truncate | references | trigger | maintain;
    if (columns) return PrivilegeSet{select} | insert | update | references;
    switch (kind) {
    case ObjectKind::table: return table;
    case ObjectKind::sequence: return PrivilegeSet{select} | update | usage;
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return execute;
    case ObjectKind::schema: return PrivilegeSet{usage} | create;
    case ObjectKind::database: return PrivilegeSet{create} | temporary | connect;
    default: return usage;
    }
}

std::vector<Name> column_names(Transform& t, const ::List* columns, Cursor cursor) {
    std::vector<Name> result;
    for (const auto* column : items(columns)) {
        result.push_back(t.name(as<::String>(column).sval, cursor.name()));
        cursor.accept(',');
    }
    return result;
}

PrivilegeItem privilege_item(Transform& t, const ::AccessPriv& node, ObjectKind kind, Extent at) {
    PrivilegeItem result;
    result.span = t.span(at);
    result.all = node.priv_name == nullptr;
    if (result.all) {
        result.privileges = all_privileges_of(kind, node.cols != nullptr);
    } else if (const auto privilege = parse_privilege(view(node.priv_name))) {
        result.privileges = *privilege;
    }
    if (node.cols != nullptr) {
        Cursor cursor{t.tokens(), at};
        cursor.seek('(');
        result.columns = column_names(t, node.cols, Cursor{t.tokens(), {cursor.here() + 1, at.last - 1}});
    }
    return result;
}

/// From behind GRANT or REVOKE up to ON: privileges, or ALL.
std::vector<PrivilegeItem> privilege_items(Transform& t, const ::List* privileges, ObjectKind kind,
                                           Extent at) {
    std::vector<PrivilegeItem> result;
    if (privileges == nullptr) {
        result.push_back({all_privileges_of(kind, false), true, {}, t.span(at)});
        return result;
    }
    Cursor cursor{t.tokens(), at};
    for (const auto* privilege : items<::AccessPriv>(privileges)) {
        result.push_back(privilege_item(t, *privilege, kind, cursor.item()));
    }
    return result;
}

/// The words between ON and the objects: [ALL] TABLES [IN SCHEMA], FOREIGN DATA WRAPPER and so on.
/// TABLE may be left out.
void skip_target_words(const ::GrantStmt& node, Cursor& cursor) {
    if (node.targtype == ACL_TARGET_ALL_IN_SCHEMA) {
        if (cursor.seek("schema")) cursor.step();
    } else if (node.objtype == OBJECT_TABLE) {
        cursor.accept("table");
    } else if (node.objtype == OBJECT_FOREIGN_SERVER) {
        cursor.accept({"foreign", "server"});
    } else {
        skip_kind(cursor);
    }
}

std::vector<ObjectRef> granted_objects(Transform& t, const ::GrantStmt& node, Cursor& cursor) {
    const ::ObjectType type = node.targtype == ACL_TARGET_ALL_IN_SCHEMA ? OBJECT_SCHEMA : node.objtype;
    std::vector<ObjectRef> result;
    result.reserve(items(node.objects).size());
    for (const auto* object : items(node.objects)) {
        const TokenIndex first = cursor.here();
        cursor.name();
        if (cursor.at('(')) cursor.group();
        result.push_back(object_ref(t, type, object, cursor.since(first)));
        cursor.accept(',');
    }
    return result;
}

/// TO or FROM with the grantees.
Span grantees_clause(Transform& t, const ::GrantStmt& node, Cursor& cursor) {
    const TokenIndex first = cursor.here();
    if (!cursor.accept(node.is_grant ? "to" : "from")) return {};
    for (std::size_t i = items(node.grantees).size(); i > 0; --i) {
        cursor.accept("group");
        cursor.name();
        cursor.accept(',');
    }
    return t.span(cursor.since(first));
}

std::optional<rlslint::RoleSpec> granted_by(Transform& t, const ::RoleSpec* role) {
    if (role == nullptr) return std::nullopt;
    return t.role(role);
}

Grant grant_parts(Transform& t, const ::GrantStmt& node, Cursor& cursor) {
    Grant result;
    result.grant = node.is_grant;
    result.kind = object_kind(node.objtype);
    result.target =
        node.targtype == ACL_TARGET_ALL_IN_SCHEMA ? Grant::Target::all_in_schema : Grant::Target::objects;
    cursor.step();
    if (!node.is_grant) cursor.accept({"grant", "option", "for"});
    const TokenIndex first = cursor.here();
    cursor.seek("on");
    const Extent privileges = cursor.since(first);
    result.privileges = privilege_items(t, node.privileges, result.kind, privileges);
    result.privileges_span = t.span(privileges);
    cursor.step();
    return result;
}

void finish_grant(Transform& t, Grant& result, const ::GrantStmt& node, Cursor& cursor) {
    result.grantees_span = grantees_clause(t, node, cursor);
    result.grantees = t.roles(node.grantees);
    result.grant_option = node.grant_option;
    result.granted_by = granted_by(t, node.grantor);
    result.behavior = drop_behavior(node.behavior);
}

} // namespace

StatementNode grant(Transform& t, const ::GrantStmt& node, Cursor cursor) {
    Grant result = grant_parts(t, node, cursor);
    skip_target_words(node, cursor);
    result.objects = granted_objects(t, node, cursor);
    finish_grant(t, result, node, cursor);
    return result;
}

/// ALTER DEFAULT PRIVILEGES [FOR ROLE roles] [IN SCHEMA schemas] GRANT privileges ON TABLES TO roles.
StatementNode alter_default_privileges(Transform& t, const ::AlterDefaultPrivilegesStmt& node,
                                       Cursor cursor) {
    AlterDefaultPrivileges result;
    for (const auto* option : items<::DefElem>(node.options)) {
        const auto* list = list_of(option->arg);
        if (view(option->defname) == "roles") {
            result.for_roles = t.roles(list);
        } else if (view(option->defname) == "schemas") {
            Cursor names{t.tokens(), {t.tokens().at(option->location) + 2, cursor.last()}};
            result.in_schemas = column_names(t, list, names);
        }
    }
    if (!cursor.seek(node.action->is_grant ? "grant" : "revoke")) return result;
    result.action = grant_parts(t, *node.action, cursor);
    cursor.accept("large");
    cursor.step();
    finish_grant(t, result.action, *node.action, cursor);
    return result;
}

/// GRANT roles TO members [WITH options], REVOKE [option FOR] roles FROM members.
StatementNode grant_role(Transform& t, const ::GrantRoleStmt& node, Cursor cursor) {
    GrantRole result;
    result.grant = node.is_grant;
    cursor.step();
    if (t.tokens().is(cursor.here() + 1, "option") && t.tokens().is(cursor.here() + 2, "for")) {
        cursor.move_to(cursor.here() + 3);
    }
    for (const auto* role : items<::AccessPriv>(node.granted_roles)) {
        result.roles.push_back(t.name(role->priv_name, cursor.name()));
        cursor.accept(',');
    }
    result.members = t.roles(node.grantee_roles);
    for (const auto* option : items<::DefElem>(node.opt)) {
        const bool value = is(option->arg, T_Boolean) && as<::Boolean>(option->arg).boolval;
        if (view(option->defname) == "admin") result.admin = value;
        if (view(option->defname) == "inherit") result.inherit = value;
        if (view(option->defname) == "set") result.set = value;
    }
    result.granted_by = granted_by(t, node.grantor);
    result.behavior = drop_behavior(node.behavior);
    return result;
}

} // namespace rlslint::pg
