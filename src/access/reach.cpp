#include "rlslint/access/reach.hpp"

#include <algorithm>

namespace rlslint {
namespace {

constexpr PrivilegeSet table_privileges =
    row_privileges | Privilege::truncate | Privilege::references | Privilege::trigger | Privilege::maintain;
constexpr PrivilegeSet sequence_privileges = Privilege::select | Privilege::update | Privilege::usage;

PrivilegeSet all_on(const Relation& relation) {
    return relation.kind == 'S' ? sequence_privileges : table_privileges;
}

/// In a profile without API roles: who logs in and is subject to privileges, the owner of every
/// table apart, since that is the one that deploys them.
bool is_client(const Catalog& catalog, RoleId id, const Platform& platform) {
    const Role& role = catalog[id];
    return role.origin.live() && role.login && !role.superuser && !role.origin.profile &&
           role.name.text() != platform.migration_role;
}

bool owns_every_table(const Catalog& catalog, RoleId role) {
    bool any = false;
    for (const Relation& relation : catalog.relations()) {
        if (!relation.is_table() || !relation.origin.live() || relation.origin.profile) continue;
        if (relation.owner != role) return false;
        any = true;
    }
    return any;
}

std::vector<RoleId> existing(const Catalog& catalog, std::span<const Symbol> names) {
    std::vector<RoleId> roles;
    for (const Symbol name : names) {
        const RoleId role = catalog.find_role(name);
        if (role.valid()) roles.push_back(role);
    }
    return roles;
}

} // namespace

Reach::Reach(const Catalog& catalog, const Platform& platform)
    : catalog_(&catalog), platform_(&platform), grants_to_(catalog.roles().size()),
      acts_as_(catalog.roles().size()) {
    for (const Membership& membership : catalog.memberships()) {
        if (membership.inherit) grants_to_[membership.member.value].push_back(membership.role);
    }
    find_api_roles();
}

void Reach::find_api_roles() {
    anonymous_roles_ = existing(*catalog_, platform_->anonymous_roles);
    if (!platform_->api_roles.empty()) {
        api_roles_ = existing(*catalog_, platform_->api_roles);
        return;
    }
    for (std::uint32_t i = 0; i < catalog_->roles().size(); ++i) {
        const RoleId role{i};
        if (is_client(*catalog_, role, *platform_) && !owns_every_table(*catalog_, role))
            api_roles_.push_back(role);
    }
}

std::span<const RoleId> Reach::acts_as(RoleId role) const {
    std::optional<std::vector<RoleId>>& known = acts_as_[role.value];
    if (known) return *known;
    std::vector<RoleId> found = {role};
    std::vector<bool> seen(grants_to_.size());
    seen[role.value] = true;
    for (std::size_t next = 0; next < found.size(); ++next) {
        for (const RoleId granted : grants_to_[found[next].value]) {
            if (seen[granted.value]) continue;
            seen[granted.value] = true;
            found.push_back(granted);
        }
    }
    std::sort(found.begin(), found.end());
    known = std::move(found);
    return *known;
}

bool Reach::has_privileges_of(RoleId role, RoleId of) const {
    if (role == of) return true;
    if (!role.valid() || !of.valid() || role == public_role || of == public_role) return false;
    if ((*catalog_)[role].superuser) return true;
    const std::span<const RoleId> roles = acts_as(role);
    return std::binary_search(roles.begin(), roles.end(), of);
}

bool Reach::receives(RoleId role, const AclEntry& entry) const {
    return entry.grantee == public_role || has_privileges_of(role, entry.grantee);
}

PrivilegeSet Reach::held(RoleId role, const Acl& acl) const {
    PrivilegeSet held;
    for (const AclEntry& entry : acl.entries) {
        if (receives(role, entry)) held |= entry.privileges;
    }
    return held;
}

PrivilegeSet Reach::privileges(RoleId role, RelationId id) const {
    const Relation& relation = (*catalog_)[id];
    if ((*catalog_)[role].superuser) return all_on(relation);
    PrivilegeSet found = held(role, relation.acl);
    if (has_privileges_of(role, relation.owner)) found |= all_on(relation) - relation.acl.owner_revoked;
    for (const Column& column : relation.columns) {
        if (!column.dropped && !column.acl.entries.empty()) found |= held(role, column.acl);
    }
    return found;
}

const AclEntry* Reach::source(RoleId role, RelationId id, Privilege privilege) const {
    const Relation& relation = (*catalog_)[id];
    const auto latest = [&](const Acl& acl) -> const AclEntry* {
        const auto gives = [&](const AclEntry& entry) {
            return entry.privileges.has(privilege) && receives(role, entry);
        };
        const auto found = std::find_if(acl.entries.rbegin(), acl.entries.rend(), gives);
        return found == acl.entries.rend() ? nullptr : &*found;
    };
    if (const AclEntry* entry = latest(relation.acl)) return entry;
    for (const Column& column : relation.columns) {
        const AclEntry* entry = column.dropped ? nullptr : latest(column.acl);
        if (entry != nullptr) return entry;
    }
    return nullptr;
}

bool Reach::has_usage(RoleId role, SchemaId id) const {
    const Schema& schema = (*catalog_)[id];
    if ((*catalog_)[role].superuser) return true;
    if (has_privileges_of(role, schema.owner) && !schema.acl.owner_revoked.has(Privilege::usage)) return true;
    return held(role, schema.acl).has(Privilege::usage);
}

PrivilegeSet Reach::reachable(RoleId role, RelationId relation) const {
    return has_usage(role, (*catalog_)[relation].schema) ? privileges(role, relation) : PrivilegeSet{};
}

std::vector<RoleId> Reach::api_roles_reaching(RelationId relation, PrivilegeSet wanted) const {
    std::vector<RoleId> roles;
    for (const RoleId role : api_roles_) {
        if (reachable(role, relation).has_any(wanted)) roles.push_back(role);
    }
    return roles;
}

bool Reach::exposed(RelationId relation) const {
    return platform_->is_exposed((*catalog_)[(*catalog_)[relation].schema].name);
}

bool Reach::exempt(RoleId role, RelationId id) const {
    const Role& asking = (*catalog_)[role];
    if (asking.superuser || asking.bypass_rls) return true;
    const Relation& relation = (*catalog_)[id];
    return !relation.force && has_privileges_of(role, relation.owner);
}

bool Reach::applies_to(const Policy& policy, RoleId role) const {
    return std::any_of(policy.roles.begin(), policy.roles.end(),
                       [&](RoleId named) { return named == public_role || has_privileges_of(role, named); });
}

bool covers(PolicyCommand policy, PolicyCommand command) {
    return policy == PolicyCommand::all || policy == command;
}

} // namespace rlslint
