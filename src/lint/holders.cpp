#include <algorithm>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

/// One statement that gives privileges, and to whom.
struct Giver {
    const AclEntry* entry;
    std::vector<RoleId> grantees;
};

void add(std::vector<Giver>& givers, const AclEntry& entry) {
    auto giver = std::find_if(givers.begin(), givers.end(),
                              [&](const Giver& known) { return known.entry->span == entry.span; });
    if (giver == givers.end()) giver = givers.insert(giver, Giver{&entry, {}});
    auto& grantees = giver->grantees;
    if (std::find(grantees.begin(), grantees.end(), entry.grantee) == grantees.end())
        grantees.push_back(entry.grantee);
}

/// The entries that give the holders what they hold.
std::vector<const AclEntry*> sources(const Model& model, RelationId relation,
                                     std::span<const Holder> holders) {
    std::vector<const AclEntry*> entries;
    for (const Holder& holder : holders) {
        for (const Privilege privilege : all_privileges) {
            const AclEntry* entry = holder.privileges.has(privilege)
                                        ? model.reach.source(holder.role, relation, privilege)
                                        : nullptr;
            if (entry != nullptr) entries.push_back(entry);
        }
    }
    return entries;
}

void add_protected(const Catalog& catalog, RelationId view, std::vector<RelationId>& seen,
                   std::vector<RelationId>& found) {
    if (!catalog[view].query.present()) return;
    for (const auto& [from, relation] : catalog[view].query.bindings->relations) {
        if (!relation.valid() || std::find(seen.begin(), seen.end(), relation) != seen.end()) continue;
        seen.push_back(relation);
        if (catalog[relation].rls) found.push_back(relation);
        add_protected(catalog, relation, seen, found);
    }
}

} // namespace

std::vector<Holder> clients_reaching(const Model& model, RelationId relation, PrivilegeSet wanted) {
    std::vector<Holder> holders;
    for (const RoleId role : model.reach.api_roles()) {
        const PrivilegeSet reached = model.reach.reachable(role, relation) & wanted;
        if (!reached.empty()) holders.push_back({role, reached});
    }
    return holders;
}

std::vector<RoleId> served_roles(const Model& model) {
    const auto clients = model.reach.api_roles();
    std::vector<RoleId> roles(clients.begin(), clients.end());
    for (const Symbol name : model.platform.service_roles) {
        if (const RoleId role = model.catalog.find_role(name); role.valid()) roles.push_back(role);
    }
    return roles;
}

bool is_served(const Model& model, RelationId id) {
    const Relation& relation = model.catalog[id];
    const bool shown = (relation.is_table() || relation.is_view()) && !relation.partition;
    return shown && !model.platform.exposed_schemas.empty() && !model.reach.api_roles().empty() &&
           model.reach.exposed(id);
}

bool is_ungranted(const Model& model, RelationId relation) {
    const std::vector<RoleId> roles = served_roles(model);
    return std::all_of(roles.begin(), roles.end(),
                       [&](RoleId role) { return model.reach.privileges(role, relation).empty(); });
}

std::vector<RoleId> roles_of(std::span<const Holder> holders) {
    std::vector<RoleId> roles;
    for (const Holder& holder : holders)
        roles.push_back(holder.role);
    return roles;
}

bool is_client(const Model& model, RoleId grantee) {
    const auto clients = model.reach.api_roles();
    return grantee == public_role || std::any_of(clients.begin(), clients.end(), [&](RoleId client) {
               return model.reach.has_privileges_of(client, grantee);
           });
}

std::vector<const Acl*> acls_of(const Relation& relation) {
    std::vector<const Acl*> acls{&relation.acl};
    for (const Column& column : relation.columns) {
        if (!column.dropped && !column.acl.entries.empty()) acls.push_back(&column.acl);
    }
    return acls;
}

std::vector<RelationId> protected_beneath(const Model& model, RelationId view) {
    std::vector<RelationId> seen, found;
    add_protected(model.catalog, view, seen, found);
    return found;
}

std::vector<RoleId> grantees_behind(const Model& model, RelationId relation,
                                    std::span<const Holder> holders) {
    std::vector<RoleId> grantees;
    for (const AclEntry* entry : sources(model, relation, holders)) {
        if (std::find(grantees.begin(), grantees.end(), entry->grantee) == grantees.end())
            grantees.push_back(entry->grantee);
    }
    return grantees;
}

std::vector<Note> grants_to(const Model& model, RelationId relation, std::span<const Holder> holders) {
    std::vector<Giver> givers;
    for (const AclEntry* entry : sources(model, relation, holders)) {
        if (entry->span.valid()) add(givers, *entry);
    }
    std::vector<Note> notes;
    for (const Giver& giver : givers) {
        const bool by_default = giver.entry->source == GrantSource::default_privileges;
        const std::string whom = in_prose(model.catalog, giver.grantees);
        notes.push_back(
            {by_default ? "default privileges open new tables to " + whom : "granted to " + whom + " here",
             giver.entry->span});
    }
    return notes;
}

} // namespace rlslint
