#include <algorithm>

#include <fmt/format.h>

#include "acl.hpp"
#include "apply.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// ALTER DEFAULT PRIVILEGES (ExecAlterDefaultPrivilegesStmt in src/backend/catalog/aclchk.c).
namespace rlslint::replaying {

namespace {

/// The kinds that defaults are kept for: views are tables, procedures functions, domains types.
ObjectKind kind_of_defaults(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::procedure:
    case ObjectKind::routine: return ObjectKind::function;
    case ObjectKind::domain: return ObjectKind::type;
    default: return kind;
    }
}

DefaultPrivileges& entry_for(std::vector<DefaultPrivileges>& all, RoleId role, SchemaId schema,
                             ObjectKind kind) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const DefaultPrivileges& d) {
        return d.role == role && d.schema == schema && d.kind == kind;
    });
    if (found != all.end()) return *found;
    DefaultPrivileges fresh;
    fresh.role = role;
    fresh.schema = schema;
    fresh.kind = kind;
    return all.emplace_back(std::move(fresh));
}

/// What a new object has by itself is part of the global defaults only: an entry IN SCHEMA starts
/// from nothing, so that revoking PUBLIC's EXECUTE there has no effect.
void change_built_in(DefaultPrivileges& defaults, const Grant& action, RoleId grantee,
                     PrivilegeSet privileges, Span span) {
    if (defaults.schema.valid()) return;
    const PrivilegeSet built_in = built_in_acl(defaults.kind, defaults.role).held_by(grantee) & privileges;
    if (action.grant)
        defaults.revoked.revoke(grantee, built_in, false);
    else if (!action.grant_option && !built_in.empty())
        defaults.revoked.grant({grantee, defaults.role, built_in, {}, GrantSource::explicit_, span});
}

/// What a global entry gives to PUBLIC again that new objects give by themselves is no change.
PrivilegeSet without_built_in(const DefaultPrivileges& defaults, RoleId grantee, PrivilegeSet privileges) {
    if (defaults.schema.valid()) return privileges;
    return privileges - built_in_acl(defaults.kind, defaults.role).held_by(grantee);
}

/// An entry IN SCHEMA starts from nothing, so it holds also what it gives to the owner.
void change_own(DefaultPrivileges& defaults, const Grant& action, const AclEntry& entry) {
    if (action.grant)
        defaults.acl.grant(entry);
    else
        defaults.acl.revoke(entry.grantee, entry.privileges, action.grant_option);
}

/// The global entry starts from what the owner has without grant options.
void change_own_options(DefaultPrivileges& defaults, const Grant& action, PrivilegeSet privileges) {
    if (!action.grant)
        defaults.own_options -= privileges;
    else if (action.grant_option)
        defaults.own_options |= privileges;
}

void change(const Replayer& r, DefaultPrivileges& defaults, const Grant& action, RoleId grantee,
            PrivilegeSet privileges) {
    const Span span = r.statement->span;
    change_built_in(defaults, action, grantee, privileges, span);
    if (action.grant) privileges = without_built_in(defaults, grantee, privileges);
    if (grantee == defaults.role && !defaults.schema.valid())
        change_own_options(defaults, action, privileges);
    const PrivilegeSet options = action.grant_option ? privileges : PrivilegeSet{};
    const AclEntry entry{grantee, defaults.role, privileges, options, GrantSource::explicit_, span};
    const Owned on{defaults.acl, defaults.role, privileges};
    if (grantee == defaults.role && defaults.schema.valid())
        change_own(defaults, action, entry);
    else if (action.grant)
        grant(on, entry);
    else
        revoke(r, on, {grantee, defaults.role, privileges, action.grant_option, action.behavior});
}

void require_valid(const PrivilegeItem& item, PrivilegeSet all, ObjectKind kind) {
    const PrivilegeSet wrong = item.all ? PrivilegeSet{} : item.privileges - all;
    for (const Privilege privilege : all_privileges)
        if (wrong.has(privilege))
            throw Refused{sqlstate::invalid_grant_operation,
                          fmt::format("invalid privilege type {} for {}", to_string(privilege),
                                      kind == ObjectKind::table ? "relation" : to_string(kind))};
}

void require_default_privileges_of(const Replayer& r, RoleId role) {
    if (r.version() < 16) return require_member(r, role);
    if (is_owner(r, role) || r.catalog[role].origin.assumed) return;
    throw Refused{sqlstate::insufficient_privilege, "permission denied to change default privileges"};
}

void record(Replayer& r, const AlterDefaultPrivileges& statement, ObjectKind kind,
            const std::vector<RoleId>& roles, const std::vector<SchemaId>& schemas,
            const std::vector<RoleId>& grantees) {
    PrivilegeSet named;
    for (const PrivilegeItem& item : statement.action.privileges)
        named |= item.all ? privileges_of(r, kind) : item.privileges;
    for (const RoleId role : roles) {
        for (const SchemaId schema : schemas)
            r.record(Event::Kind::defaults_revoked, role, {kind, grantees, named, false, false, schema});
    }
}

} // namespace

Effect apply(Replayer& r, const AlterDefaultPrivileges& statement) {
    const Grant& action = statement.action;
    const ObjectKind kind = kind_of_defaults(action.kind);
    const std::vector<RoleId> grantees = require_roles(r, action.grantees);
    for (const PrivilegeItem& item : action.privileges) {
        require_valid(item, privileges_of(r, kind), kind);
        if (!item.columns.empty())
            refuse(sqlstate::invalid_grant_operation, "default privileges cannot be set for columns");
    }
    std::vector<RoleId> roles = require_roles(r, statement.for_roles);
    if (statement.for_roles.empty()) roles.push_back(r.session.current_user);
    for (const RoleId role : roles)
        require_default_privileges_of(r, role);
    std::vector<SchemaId> schemas;
    for (const Name& name : statement.in_schemas)
        schemas.push_back(require_schema(r, name.text));
    if (kind == ObjectKind::schema && !schemas.empty())
        throw Refused{sqlstate::invalid_grant_operation,
                      "cannot use IN SCHEMA clause when using GRANT/REVOKE ON SCHEMAS"};
    if (schemas.empty()) schemas.emplace_back();

    std::vector<DefaultPrivileges>& all = r.catalog.edit_default_privileges();
    const PrivilegeSet of_kind = privileges_of(r, kind);
    for (const RoleId role : roles)
        for (const SchemaId schema : schemas)
            for (const RoleId grantee : grantees)
                for (const PrivilegeItem& item : action.privileges)
                    change(r, entry_for(all, role, schema, kind), action, grantee,
                           item.all ? of_kind : item.privileges & of_kind);
    std::erase_if(all, [](const DefaultPrivileges& d) { return d.changes_nothing(); });
    if (!action.grant && !action.grant_option) record(r, statement, kind, roles, schemas, grantees);
    return {};
}

} // namespace rlslint::replaying
