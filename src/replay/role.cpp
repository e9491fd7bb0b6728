#include <fmt/format.h>

#include "apply.hpp"
#include "create.hpp"
#include "lookup.hpp"
#include "membership.hpp"
#include "role_permission.hpp"
#include "session.hpp"

namespace rlslint::replaying {

namespace {

void set_attributes(Role& role, const RoleAttributes& given, Span at) {
    role.superuser = given.superuser.value_or(role.superuser);
    role.inherit = given.inherit.value_or(role.inherit);
    role.create_role = given.create_role.value_or(role.create_role);
    role.create_db = given.create_db.value_or(role.create_db);
    role.login = given.login.value_or(role.login);
    role.replication = given.replication.value_or(role.replication);
    role.bypass_rls = given.bypass_rls.value_or(role.bypass_rls);
    if (given.superuser.value_or(false) || given.bypass_rls.value_or(false)) role.exempted_by = at;
}

void require_allowed_name(Symbol name) {
    const std::string_view text = name.text();
    if (text == "public" || text == "none")
        throw Refused{sqlstate::reserved_name, fmt::format("role name \"{}\" is reserved", text)};
    if (text.starts_with("pg_"))
        throw Refused{sqlstate::reserved_name, fmt::format("role name \"{}\" is reserved", text)};
}

/// A role that was only named so far turns out to be the history's own.
RoleId create_or_adopt(Replayer& r, const Name& name) {
    const RoleId found = r.catalog.find_role(name.text);
    if (!found.valid()) {
        Role role;
        role.name = name.text;
        role.name_span = name.span;
        role.origin = r.created();
        return create(r, std::move(role));
    }
    if (!r.catalog[found].origin.assumed)
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("role \"{}\" already exists", name.text.text())};
    Role& role = r.catalog.edit(found);
    role.name_span = name.span;
    role.origin = r.created();
    return found;
}

/// Since 16 whoever creates a role without being a superuser administers it (CreateRole in user.c).
void give_to_creator(Replayer& r, RoleId role) {
    const RoleId creator = r.session.current_user;
    if (r.version() < 16 || r.catalog[creator].superuser) return;
    Membership membership;
    membership.role = role;
    membership.member = creator;
    membership.grantor = r.catalog.find_role(Symbol{"bootstrap_superuser"});
    membership.admin = true;
    membership.inherit = membership.set = false;
    membership.span = r.statement->span;
    r.catalog.add(membership);
}

} // namespace

Effect apply(Replayer& r, const CreateRole& statement) {
    require_create_role(r, statement.attributes);
    require_allowed_name(statement.name.text);
    const RoleId id = create_or_adopt(r, statement.name);
    set_attributes(r.catalog.edit(id), statement.attributes, r.statement->span);
    for (const RoleSpec& group : statement.in_roles)
        add_member(r, require_role(r, group), id, {});
    for (const RoleSpec& member : statement.members)
        add_member(r, id, require_role(r, member), {});
    for (const RoleSpec& admin : statement.admins)
        add_member(r, id, require_role(r, admin), {true, {}, {}, {}});
    give_to_creator(r, id);
    return {};
}

Effect apply(Replayer& r, const AlterRole& statement) {
    const RoleId id = require_role(r, statement.role);
    if (id == public_role) refuse(sqlstate::undefined_object, "role \"public\" does not exist");
    require_alter_role(r, id, statement.attributes);
    Role& role = r.catalog.edit(id);
    set_attributes(role, statement.attributes, r.statement->span);
    r.touch(role.origin);
    r.record(Event::Kind::altered, id);
    for (const RoleSpec& spec : statement.members) {
        const RoleId member = require_role(r, spec);
        if (statement.add_members)
            add_member(r, id, member, {});
        else
            remove_member(r, id, member, {});
    }
    return {};
}

/// There is but one database. The settings count for sessions to come.
Effect apply(Replayer& r, const AlterSetting& statement) {
    const bool of_role = statement.role && statement.role->kind != RoleSpec::Kind::public_;
    if (!of_role) {
        const bool of_database = !statement.database.empty();
        change_setting(of_database ? r.defaults.of_database : r.defaults.of_all_roles, statement.setting);
        return {};
    }
    const RoleId id = require_role(r, *statement.role);
    require_alter_role(r, id, {});
    Role& role = r.catalog.edit(id);
    change_setting(role.settings, statement.setting);
    r.touch(role.origin);
    return {};
}

} // namespace rlslint::replaying
