#include <utility>

#include "object_kind.hpp"
#include "pg.hpp"
#include "statements.hpp"

namespace rlslint::pg {
namespace {

std::optional<bool>* attribute(RoleAttributes& attributes, std::string_view option) {
    if (option == "superuser") return &attributes.superuser;
    if (option == "inherit") return &attributes.inherit;
    if (option == "createrole") return &attributes.create_role;
    if (option == "createdb") return &attributes.create_db;
    if (option == "canlogin") return &attributes.login;
    if (option == "isreplication") return &attributes.replication;
    if (option == "bypassrls") return &attributes.bypass_rls;
    return nullptr;
}

RoleAttributes role_attributes(const ::List* options) {
    RoleAttributes result;
    for (const auto* option : items<::DefElem>(options)) {
        if (auto* found = attribute(result, view(option->defname));
            found != nullptr && is(option->arg, T_Boolean)) {
            *found = as<::Boolean>(option->arg).boolval;
        }
    }
    return result;
}

std::vector<rlslint::RoleSpec> roles_option(const Transform& t, const ::List* options,
                                            std::string_view name) {
    for (const auto* option : items<::DefElem>(options)) {
        if (view(option->defname) == name) return t.roles(list_of(option->arg));
    }
    return {};
}

} // namespace

StatementNode create_role(Transform& t, const ::CreateRoleStmt& node, Cursor cursor) {
    CreateRole result;
    cursor.move_to(cursor.here() + 2);
    result.name = t.name(node.role, cursor.name());
    result.attributes = role_attributes(node.options);
    if (node.stmt_type == ROLESTMT_USER && !result.attributes.login) result.attributes.login = true;
    result.in_roles = roles_option(t, node.options, "addroleto");
    result.members = roles_option(t, node.options, "rolemembers");
    result.admins = roles_option(t, node.options, "adminmembers");
    return result;
}

/// ALTER GROUP … ADD USER and DROP USER differ in `action` alone.
StatementNode alter_role(Transform& t, const ::AlterRoleStmt& node) {
    AlterRole result;
    result.role = t.role(node.role);
    result.attributes = role_attributes(node.options);
    result.members = roles_option(t, node.options, "rolemembers");
    result.add_members = !result.members.empty() && node.action > 0;
    return result;
}

StatementNode drop_role(Transform& t, const ::DropRoleStmt& node) {
    return DropRole{t.roles(node.roles), node.missing_ok};
}

StatementNode drop_owned(Transform& t, const ::DropOwnedStmt& node) {
    return DropOwned{t.roles(node.roles), drop_behavior(node.behavior)};
}

StatementNode reassign_owned(Transform& t, const ::ReassignOwnedStmt& node) {
    return ReassignOwned{t.roles(node.roles), t.role(node.newrole)};
}

} // namespace rlslint::pg
