#include "rlslint/access/reach.hpp"

#include <algorithm>
#include <utility>

namespace rlslint {
namespace {

constexpr PrivilegeSet all_on_tables =
    row_privileges | Privilege::truncate | Privilege::references | Privilege::trigger | Privilege::maintain;
constexpr PrivilegeSet all_on_sequences =
    PrivilegeSet{Privilege::select} | Privilege::update | Privilege::usage;
constexpr PrivilegeSet all_on_schemas = PrivilegeSet{Privilege::usage} | Privilege::create;
constexpr PrivilegeSet all_on_columns =
    PrivilegeSet{Privilege::select} | Privilege::insert | Privilege::update | Privilege::references;

/// A table that the history has made.
bool is_users_table(const Relation& relation) {
    return relation.is_table() && relation.origin.live() && !relation.origin.profile &&
           !relation.origin.assumed;
}

bool bypasses_row_security(const Role& role) { return role.superuser || role.bypass_rls; }

bool owns_everything(const Catalog& catalog, RoleId role) {
    bool owns_any = false;
    for (const Relation& relation : catalog.relations()) {
        if (!is_users_table(relation)) continue;
        if (relation.owner != role) return false;
        owns_any = true;
    }
    return owns_any;
}

} // namespace

Reach::Reach(const Catalog& catalog, const Platform& platform)
    : catalog_(&catalog), platform_(&platform), read_all_data_(catalog.find_role(Symbol{"pg_read_all_data"})),
      write_all_data_(catalog.find_role(Symbol{"pg_write_all_data"})) {
    collect_memberships();
    api_roles_ = platform.api_roles.empty() ? login_roles() : named_roles(platform.api_roles);
    add_roles_granted_to(catalog.find_role(platform.authenticator));
    anonymous_roles_ = named_roles(platform.anonymous_roles);
}

std::vector<RoleId> Reach::named_roles(std::span<const Symbol> names) const {
    std::vector<RoleId> result;
    for (const Symbol name : names) {
        const RoleId role = catalog_->find_role(name);
        if (role.valid()) result.push_back(role);
    }
    return result;
}

void Reach::add_roles_granted_to(RoleId authenticator) {
    if (!authenticator.valid()) return;
    const std::vector<RoleId> trusted = named_roles(platform_->service_roles);
    const auto among = [](const std::vector<RoleId>& roles, RoleId role) {
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    for (const Membership& membership : catalog_->memberships()) {
        const RoleId role = membership.role;
        const bool bound = !bypasses_row_security((*catalog_)[role]); // who is not is a trusted back end
        if (membership.member == authenticator && bound && !among(api_roles_, role) && !among(trusted, role))
            api_roles_.push_back(role);
    }
}

std::vector<RoleId> Reach::login_roles() const {
    std::vector<RoleId> result;
    const auto roles = catalog_->roles();
    for (std::uint32_t i = 0; i < roles.size(); ++i) {
        const Role& role = roles[i];
        const bool client =
            role.login && !bypasses_row_security(role) && role.origin.live() && !role.origin.profile;
        if (client && !owns_everything(*catalog_, {i})) result.push_back({i});
    }
    return result;
}

// ---- memberships ----------------------------------------------------------------------------------

void Reach::collect_memberships() {
    granted_roles_.resize(catalog_->roles().size());
    inherited_.resize(catalog_->roles().size());
    for (const Membership& membership : catalog_->memberships()) {
        if (membership.inherit) granted_roles_[membership.member.value].push_back(membership.role);
    }
    // The database's owner is a member of pg_database_owner without having been made one.
    const RoleId owner = catalog_->find_role(Symbol{platform_->migration_role});
    const RoleId stands_for = catalog_->find_role(Symbol{"pg_database_owner"});
    if (owner.valid() && stands_for.valid()) granted_roles_[owner.value].push_back(stands_for);
}

const Reach::RoleSet& Reach::inherited_by(RoleId role) const {
    RoleSet& reached = inherited_[role.value];
    if (!reached.empty()) return reached;
    reached.resize(inherited_.size());
    reached[role.value] = true;
    std::vector<RoleId> pending{role};
    while (!pending.empty()) {
        const RoleId member = pending.back();
        pending.pop_back();
        for (const RoleId next : granted_roles_[member.value]) {
            if (reached[next.value]) continue;
            reached[next.value] = true;
            pending.push_back(next);
        }
    }
    return reached;
}

bool Reach::has_privileges_of(RoleId role, RoleId of) const {
    if (!role.valid() || !of.valid() || role == public_role) return false;
    return (*catalog_)[role].superuser || (of != public_role && inherited_by(role)[of.value]);
}

bool Reach::holds_for(RoleId role, RoleId grantee) const {
    return grantee == public_role || has_privileges_of(role, grantee);
}

// ---- privileges -----------------------------------------------------------------------------------

PrivilegeSet Reach::granted(RoleId role, const Acl& acl) const {
    PrivilegeSet result;
    for (const AclEntry& entry : acl.entries) {
        if (holds_for(role, entry.grantee)) result |= entry.privileges;
    }
    return result;
}

PrivilegeSet Reach::owned(RoleId role, RoleId owner, const Acl& acl, PrivilegeSet all) const {
    if (role.valid() && role != public_role && (*catalog_)[role].superuser) return all;
    return has_privileges_of(role, owner) ? all - acl.owner_revoked : PrivilegeSet{};
}

/// What pg_read_all_data and pg_write_all_data give on every relation.
PrivilegeSet Reach::predefined(RoleId role) const {
    PrivilegeSet result;
    if (has_privileges_of(role, read_all_data_)) result |= Privilege::select;
    if (has_privileges_of(role, write_all_data_)) result |= row_privileges - Privilege::select;
    return result;
}

PrivilegeSet Reach::on_the_whole(RoleId role, RelationId relation) const {
    const Relation& table = (*catalog_)[relation];
    const PrivilegeSet all = table.kind == 'S' ? all_on_sequences : all_on_tables;
    return owned(role, table.owner, table.acl, all) | granted(role, table.acl) | predefined(role);
}

PrivilegeSet Reach::privileges(RoleId role, RelationId relation) const {
    const Relation& table = (*catalog_)[relation];
    PrivilegeSet result = on_the_whole(role, relation);
    for (const Column& column : table.columns) {
        if (!column.dropped) result |= granted(role, column.acl) & all_on_columns;
    }
    return result;
}

std::vector<ColumnNumber> Reach::columns_granted(RoleId role, RelationId relation,
                                                 Privilege privilege) const {
    std::vector<ColumnNumber> result;
    if (on_the_whole(role, relation).has(privilege)) return result;
    const auto& columns = (*catalog_)[relation].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool held = !columns[i].dropped && granted(role, columns[i].acl).has(privilege);
        if (held) result.push_back(static_cast<ColumnNumber>(i));
    }
    return result;
}

bool Reach::holds_on_column(RoleId role, RelationId relation, ColumnNumber column,
                            Privilege privilege) const {
    return on_the_whole(role, relation).has(privilege) ||
           granted(role, (*catalog_)[relation].columns[column].acl).has(privilege);
}

bool Reach::can_execute(RoleId role, FunctionId function) const {
    const Function& called = (*catalog_)[function];
    const PrivilegeSet held =
        owned(role, called.owner, called.acl, Privilege::execute) | granted(role, called.acl);
    return held.has(Privilege::execute);
}

/// What names the role comes before what names PUBLIC, that before what comes by membership.
const AclEntry* Reach::source_in(const Acl& acl, RoleId role, Privilege privilege) const {
    for (const RoleId grantee : {role, public_role}) {
        if (const AclEntry* entry = acl.giving(grantee, privilege)) return entry;
    }
    const auto found = std::find_if(acl.entries.rbegin(), acl.entries.rend(), [&](const AclEntry& entry) {
        return entry.privileges.has(privilege) && holds_for(role, entry.grantee);
    });
    return found == acl.entries.rend() ? nullptr : &*found;
}

/// The table's own come before its columns'.
const AclEntry* Reach::source(RoleId role, RelationId relation, Privilege privilege) const {
    const Relation& table = (*catalog_)[relation];
    if (const AclEntry* entry = source_in(table.acl, role, privilege)) return entry;
    for (const Column& column : table.columns) {
        const AclEntry* entry = column.dropped ? nullptr : source_in(column.acl, role, privilege);
        if (entry != nullptr) return entry;
    }
    return nullptr;
}

const AclEntry* Reach::source(RoleId role, FunctionId function) const {
    return source_in((*catalog_)[function].acl, role, Privilege::execute);
}

const AclEntry* Reach::source(RoleId role, SchemaId schema, Privilege privilege) const {
    return source_in((*catalog_)[schema].acl, role, privilege);
}

PrivilegeSet Reach::held_on(RoleId role, SchemaId schema) const {
    const Schema& in = (*catalog_)[schema];
    return owned(role, in.owner, in.acl, all_on_schemas) | granted(role, in.acl);
}

bool Reach::has_usage(RoleId role, SchemaId schema) const {
    return held_on(role, schema).has(Privilege::usage) || !predefined(role).empty();
}

bool Reach::has_create(RoleId role, SchemaId schema) const {
    return held_on(role, schema).has(Privilege::create);
}

std::vector<RoleId> Reach::api_roles_calling(FunctionId function) const {
    const SchemaId schema = (*catalog_)[function].schema;
    std::vector<RoleId> result;
    if (!platform_->is_exposed((*catalog_)[schema].name)) return result;
    for (const RoleId role : api_roles_) {
        if (can_execute(role, function) && has_usage(role, schema)) result.push_back(role);
    }
    return result;
}

PrivilegeSet Reach::reachable(RoleId role, RelationId relation) const {
    return has_usage(role, (*catalog_)[relation].schema) ? privileges(role, relation) : PrivilegeSet{};
}

std::vector<RoleId> Reach::api_roles_reaching(RelationId relation, PrivilegeSet wanted) const {
    std::vector<RoleId> result;
    for (const RoleId role : api_roles_) {
        if (reachable(role, relation).has_any(wanted)) result.push_back(role);
    }
    return result;
}

bool Reach::exposed(RelationId relation) const {
    return platform_->is_exposed((*catalog_)[(*catalog_)[relation].schema].name);
}

// ---- row security ---------------------------------------------------------------------------------

/// check_enable_rls in src/backend/utils/misc/rls.c.
bool Reach::exempt(RoleId role, RelationId relation) const {
    if (role == public_role) return false;
    const Role& asking = (*catalog_)[role];
    const Relation& table = (*catalog_)[relation];
    return asking.superuser || asking.bypass_rls || (!table.force && has_privileges_of(role, table.owner));
}

/// check_role_for_policy in src/backend/rewrite/rowsecurity.c.
bool Reach::applies_to(const Policy& policy, RoleId role) const {
    return std::any_of(policy.roles.begin(), policy.roles.end(),
                       [&](RoleId named) { return holds_for(role, named); });
}

bool covers(PolicyCommand policy, PolicyCommand command) {
    return policy == PolicyCommand::all || policy == command;
}

} // namespace rlslint
