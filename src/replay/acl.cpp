#include "acl.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace rlslint::replaying {

namespace {

PrivilegeSet grantable_by(const Owned& on, RoleId role) {
    PrivilegeSet options;
    if (role == on.owner) return on.all;
    for (const AclEntry& entry : on.acl.entries)
        if (entry.grantee == role) options |= entry.grantable;
    return options;
}

/// The grant options that a role has, by itself or as a member (aclmask).
PrivilegeSet options_of(const Replayer& r, const Owned& on, RoleId role) {
    if (has_privileges_of(r, role, on.owner)) return on.all;
    PrivilegeSet options;
    for (const AclEntry& entry : on.acl.entries)
        if (!entry.grantable.empty() && has_privileges_of(r, role, entry.grantee)) options |= entry.grantable;
    return options;
}

/// The grant options that one role has given another.
PrivilegeSet options_from(const Acl& acl, RoleId grantor, RoleId grantee) {
    PrivilegeSet options;
    for (const AclEntry& entry : acl.entries)
        if (entry.grantor == grantor && entry.grantee == grantee) options |= entry.grantable;
    return options;
}

/// Who has lost the options for privileges that it may have passed on.
struct Loss {
    RoleId role;
    PrivilegeSet options;
};

/// What `role` passed on falls with its options, and what was passed on from there (recursive_revoke).
void drop_passed_on(const Replayer& r, const Owned& on, Loss first, DropBehavior behavior) {
    std::vector<Loss> losses{first};
    while (!losses.empty()) {
        const Loss loss = losses.back();
        losses.pop_back();
        if (loss.role == on.owner || loss.options.empty()) continue;
        const PrivilegeSet lost = loss.options - options_of(r, on, loss.role);
        const std::vector<AclEntry> before = on.acl.entries;
        for (const AclEntry& entry : before) {
            if (entry.grantor != loss.role || (entry.privileges & lost).empty()) continue;
            if (behavior == DropBehavior::restrict)
                throw Refused{sqlstate::dependent_objects_still_exist, "dependent privileges exist"};
            on.acl.revoke(entry.grantee, lost, false, loss.role);
            losses.push_back({entry.grantee, entry.grantable & lost});
        }
    }
}

} // namespace

std::vector<RoleId> roles_reached(const Replayer& r, RoleId from,
                                  const std::function<bool(const Membership&)>& counts) {
    static const Symbol database_owner{"pg_database_owner"};
    const auto all = r.catalog.memberships();
    const RoleId implicit = r.catalog.find_role(database_owner);
    std::vector<RoleId> reached{from};
    std::vector<bool> met(r.catalog.roles().size());
    met[from.value] = true;
    const auto reach = [&](const Membership& by) {
        if (met[by.role.value] || !counts(by)) return;
        met[by.role.value] = true;
        reached.push_back(by.role);
    };
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const RoleId member = reached[i];
        const auto known = static_cast<std::ptrdiff_t>(reached.size());
        for (const std::uint32_t place : r.catalog.memberships_of(member))
            reach(all[place]);
        std::sort(reached.begin() + known, reached.end());
        if (implicit.valid() && r.catalog[member].name == r.database_owner)
            reach({implicit, member, {}, false, true, true, {}});
    }
    return reached;
}

std::vector<RoleId> inherited_roles(const Replayer& r, RoleId role) {
    return roles_reached(r, role, [&](const Membership& m) {
        return r.version() >= 16 ? m.inherit : r.catalog[m.member].inherit;
    });
}

bool inherits(const Replayer& r, RoleId role, std::string_view predefined) {
    const std::vector<RoleId> roles = inherited_roles(r, role);
    return std::any_of(roles.begin(), roles.end(),
                       [&](RoleId held) { return r.catalog[held].name.text() == predefined; });
}

PrivilegeSet privileges_of(const Replayer& r, ObjectKind kind) {
    using enum Privilege;
    switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table: {
        const PrivilegeSet common = row_privileges | truncate | references | trigger;
        return r.version() >= 17 ? common | maintain : common;
    }
    case ObjectKind::column: return PrivilegeSet{insert} | select | update | references;
    case ObjectKind::sequence: return PrivilegeSet{usage} | select | update;
    case ObjectKind::schema: return PrivilegeSet{usage} | create;
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine: return execute;
    case ObjectKind::type:
    case ObjectKind::domain: return usage;
    default: return {};
    }
}

Acl built_in_acl(ObjectKind kind, RoleId owner) {
    PrivilegeSet to_public;
    if (kind == ObjectKind::function) to_public = Privilege::execute;
    if (kind == ObjectKind::type) to_public = Privilege::usage;
    Acl acl;
    if (!to_public.empty())
        acl.entries.push_back({public_role, owner, to_public, {}, GrantSource::built_in, {}});
    return acl;
}

namespace {

/// What one ALTER DEFAULT PRIVILEGES adds to a new object's ACL, or takes of the built-in part.
void apply_defaults(Acl& acl, const DefaultPrivileges& defaults, RoleId owner) {
    for (const AclEntry& taken : defaults.revoked.entries)
        acl.revoke(taken.grantee, taken.privileges, false);
    acl.owner_revoked |= defaults.acl.owner_revoked;
    for (AclEntry entry : defaults.acl.entries) {
        if (entry.grantee == owner) {
            acl.owner_revoked -= entry.privileges;
            continue;
        }
        entry.grantor = owner;
        entry.source = GrantSource::default_privileges;
        acl.grant(entry);
    }
}

} // namespace

Acl default_acl(const Replayer& r, ObjectKind kind, RoleId owner, SchemaId schema) {
    Acl acl = built_in_acl(kind, owner);
    const auto apply = [&](SchemaId scope) {
        for (const DefaultPrivileges& defaults : r.catalog.default_privileges())
            if (defaults.role == owner && defaults.schema == scope && defaults.kind == kind)
                apply_defaults(acl, defaults, owner);
    };
    apply({});
    if (schema.valid()) apply(schema);
    // Defaults that leave nothing at all count as none (aclmerge).
    const bool nothing = acl.entries.empty() && (privileges_of(r, kind) - acl.owner_revoked).empty();
    return nothing ? built_in_acl(kind, owner) : acl;
}

bool has_privileges_of(const Replayer& r, RoleId role, RoleId of) {
    if (role == of || r.catalog[role].superuser) return true;
    const std::vector<RoleId> reached = inherited_roles(r, role);
    return std::find(reached.begin(), reached.end(), of) != reached.end();
}

void change_owner(Acl& acl, RoleId from, RoleId to) {
    // What the new owner held by name is now part of what it holds as the owner.
    acl.owner_revoked -= acl.held_by(to);
    std::vector<AclEntry> before = std::exchange(acl.entries, {});
    for (AclEntry& entry : before) {
        if (entry.grantee == to) continue;
        if (entry.grantor == from) entry.grantor = to;
        acl.grant(entry);
    }
}

Grantor best_grantor(const Replayer& r, const Owned& on, PrivilegeSet wanted) {
    const RoleId user = r.session.current_user;
    if (user == on.owner || r.catalog[user].superuser) return {on.owner, on.all};
    Grantor best{user, {}};
    for (const RoleId role : inherited_roles(r, user)) {
        const PrivilegeSet options = grantable_by(on, role) & wanted;
        if (options == wanted) return {role, options};
        if (std::popcount(options.bits()) > std::popcount(best.options.bits())) best = {role, options};
    }
    return best;
}

bool holds_any(const Replayer& r, RoleId role, const Owned& on) {
    const std::vector<RoleId> reached = inherited_roles(r, role);
    return std::any_of(on.acl.entries.begin(), on.acl.entries.end(), [&](const AclEntry& entry) {
        return !(entry.privileges & on.all).empty() &&
               (entry.grantee == public_role ||
                std::find(reached.begin(), reached.end(), entry.grantee) != reached.end());
    });
}

void require_no_circle(const Replayer& r, const Owned& on, const AclEntry& entry) {
    if (entry.grantor == on.owner) return;
    Acl acl = on.acl;
    const Owned without{acl, on.owner, on.all};
    if (entry.grantee != on.owner) {
        const PrivilegeSet options = grantable_by(without, entry.grantee);
        acl.revoke(entry.grantee, options, true);
        drop_passed_on(r, without, {entry.grantee, options}, DropBehavior::cascade);
    }
    if (!(entry.grantable - options_of(r, without, entry.grantor)).empty())
        refuse(sqlstate::invalid_grant_operation, "grant options cannot be granted back to your own grantor");
}

void grant(const Owned& on, const AclEntry& entry) {
    if (entry.grantee == on.owner)
        on.acl.owner_revoked -= entry.privileges;
    else
        on.acl.grant(entry);
}

PrivilegeSet revoke(const Replayer& r, const Owned& on, const Revocation& revocation) {
    const auto [grantee, grantor, privileges, option_only, behavior] = revocation;
    if (grantee == on.owner) {
        if (option_only) return {};
        const PrivilegeSet taken = (privileges & on.all) - on.acl.owner_revoked;
        on.acl.owner_revoked |= taken;
        return taken;
    }
    const PrivilegeSet options = options_from(on.acl, grantor, grantee) & privileges;
    const PrivilegeSet taken = on.acl.revoke(grantee, privileges, option_only, grantor);
    drop_passed_on(r, on, {grantee, options}, behavior);
    return taken;
}

} // namespace rlslint::replaying
