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

} // namespace

std::vector<Holder> clients_reaching(const Model& model, RelationId relation, PrivilegeSet wanted) {
    std::vector<Holder> holders;
    for (const RoleId role : model.reach.api_roles()) {
        const PrivilegeSet reached = model.reach.reachable(role, relation) & wanted;
        if (!reached.empty()) holders.push_back({role, reached});
    }
    return holders;
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

std::vector<Note> grants_to(const Model& model, RelationId relation, std::span<const Holder> holders) {
    std::vector<Giver> givers;
    for (const Holder& holder : holders) {
        for (const Privilege privilege : all_privileges) {
            if (!holder.privileges.has(privilege)) continue;
            const AclEntry* entry = model.reach.source(holder.role, relation, privilege);
            if (entry != nullptr && entry->span.valid()) add(givers, *entry);
        }
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
