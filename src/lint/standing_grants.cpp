#include <algorithm>
#include <string_view>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

template <class Item> void add_new(std::vector<Item>& items, Item item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

StandingGrant& at(std::vector<StandingGrant>& grants, Span span) {
    const auto known =
        std::find_if(grants.begin(), grants.end(), [&](const StandingGrant& g) { return g.span == span; });
    if (known != grants.end()) return *known;
    return grants.emplace_back(StandingGrant{span, {}, {}, {}});
}

bool holds_by_name(const Relation& relation, RoleId role, PrivilegeSet privileges) {
    return role.valid() && (privileges - relation.acl.held_by(role)).empty();
}

void add(const Model& model, RelationId id, const CountPrivileges& counted,
         std::vector<StandingGrant>& grants) {
    for (const Acl* acl : acls_of(model.catalog[id])) {
        for (const AclEntry& entry : acl->entries) {
            const bool asked = entry.source == GrantSource::explicit_;
            const PrivilegeSet privileges = asked ? counted(id, entry) : PrivilegeSet{};
            if (privileges.empty()) continue;
            StandingGrant& grant = at(grants, entry.span);
            add_new(grant.relations, id);
            add_new(grant.grantees, entry.grantee);
            grant.privileges |= privileges;
        }
    }
}

} // namespace

std::vector<StandingGrant> standing_grants(const Model& model, const CountPrivileges& counted) {
    std::vector<StandingGrant> grants;
    const auto relations = model.catalog.relations();
    for (std::uint32_t i = 0; i < relations.size(); ++i) {
        const bool there = relations[i].origin.live() && relations[i].persistence != Persistence::temporary;
        if (there) add(model, RelationId{i}, counted, grants);
    }
    return grants;
}

std::vector<StandingGrant> standing_grants(const Model& model, RelationId relation,
                                           const CountPrivileges& counted) {
    std::vector<StandingGrant> grants;
    add(model, relation, counted, grants);
    return grants;
}

bool repeats_era_default(const Model& model, RelationId relation) {
    constexpr PrivilegeSet everything =
        row_privileges | Privilege::truncate | Privilege::references | Privilege::trigger;
    const Relation& granted = model.catalog[relation];
    if (model.platform.era.empty() || model.catalog[granted.schema].name.text() != "public") return false;
    for (const auto* roles : {&model.platform.api_roles, &model.platform.service_roles}) {
        for (const Symbol role : *roles) {
            if (!holds_by_name(granted, model.catalog.find_role(role), everything)) return false;
        }
    }
    return true;
}

std::string name_of_all(const Catalog& catalog, std::span<const RelationId> relations) {
    const std::string first = catalog.name_of(relations.front());
    if (relations.size() == 1) return first;
    return first + " and " + std::to_string(relations.size() - 1) + " more";
}

} // namespace rlslint
