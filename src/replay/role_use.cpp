#include "role_use.hpp"

#include <algorithm>

#include "acl.hpp"
#include "alter_table.hpp"
#include "grant.hpp"

namespace rlslint::replaying {

namespace {

bool names(const Acl& acl, RoleId role) {
    return std::any_of(acl.entries.begin(), acl.entries.end(),
                       [&](const AclEntry& e) { return e.grantee == role || e.grantor == role; });
}

template <class Object> bool names(const Object& object, RoleId role) { return names(object.acl, role); }

bool names(const Relation& relation, RoleId role) {
    return names(relation.acl, role) || std::any_of(relation.columns.begin(), relation.columns.end(),
                                                    [&](const Column& c) { return names(c.acl, role); });
}

bool names(const Policy& policy, RoleId role) {
    return std::find(policy.roles.begin(), policy.roles.end(), role) != policy.roles.end();
}

/// Calls `visit(id, object)` for the live objects of a kind.
template <class IdType, class Objects, class Visit>
void for_live(const Objects& objects, const Visit& visit) {
    for (std::uint32_t i = 0; i < objects.size(); ++i)
        if (objects[i].origin.live()) visit(IdType{i}, objects[i]);
}

template <class Visit> void for_owned_kinds(const Replayer& r, const Visit& visit) {
    for_live<SchemaId>(r.catalog.schemas(), visit);
    for_live<RelationId>(r.catalog.relations(), visit);
    for_live<FunctionId>(r.catalog.functions(), visit);
    for_live<TypeId>(r.catalog.types(), visit);
}

template <class IdType, class Object> bool owns(const Replayer&, RoleId role, IdType, const Object& object) {
    return object.owner == role;
}

/// The schema of temporary objects is the server's, whoever made it necessary.
bool owns(const Replayer& r, RoleId role, SchemaId id, const Schema& schema) {
    return schema.owner == role && id != r.catalog.find_schema(Symbol{"pg_temp"});
}

void remove(Acl& acl, RoleId role) {
    std::erase_if(acl.entries, [&](const AclEntry& e) { return e.grantee == role || e.grantor == role; });
}

void remove_from_policy(Replayer& r, PolicyId id, RoleId role) {
    std::vector<RoleId> roles = r.catalog[id].roles;
    std::erase(roles, role);
    if (roles.empty()) {
        r.catalog.drop(id, r.statement->span);
        r.record(Event::Kind::dropped, id);
        return;
    }
    Policy& policy = r.catalog.edit(id);
    policy.roles = std::move(roles);
    r.touch(policy.origin);
}

} // namespace

std::vector<Object> owned_by(const Replayer& r, RoleId role) {
    std::vector<Object> owned;
    for_owned_kinds(r, [&](auto id, const auto& object) {
        if (owns(r, role, id, object)) owned.emplace_back(id);
    });
    return owned;
}

bool is_used(const Replayer& r, RoleId role) {
    bool used = false;
    for_owned_kinds(r, [&](auto id, const auto& object) {
        used = used || owns(r, role, id, object) || names(object, role);
    });
    for_live<PolicyId>(r.catalog.policies(),
                       [&](PolicyId, const Policy& p) { used = used || names(p, role); });
    used = used || names(r.database_acl, role);
    for (const LanguagePrivileges& language : r.languages)
        used = used || names(language.acl, role);
    for (const DefaultPrivileges& defaults : r.catalog.default_privileges())
        used = used || defaults.role == role || names(defaults.acl, role);
    return used;
}

void remove_from_grants(Replayer& r, RoleId role) {
    std::vector<Object> holders;
    for_owned_kinds(r, [&](auto id, const auto& object) {
        if (object.owner != role && names(object, role)) holders.emplace_back(id);
    });
    for (const Object& holder : holders)
        revoke_everything(r, holder, role);
    std::vector<PolicyId> policies;
    for_live<PolicyId>(r.catalog.policies(), [&](PolicyId id, const Policy& p) {
        if (names(p, role)) policies.push_back(id);
    });
    for (const PolicyId id : policies)
        remove_from_policy(r, id, role);
    remove(r.database_acl, role);
    for (LanguagePrivileges& language : r.languages)
        remove(language.acl, role);
    auto& defaults = r.catalog.edit_default_privileges();
    for (DefaultPrivileges& entry : defaults)
        remove(entry.acl, role);
    std::erase_if(defaults,
                  [&](const DefaultPrivileges& d) { return d.role == role || d.changes_nothing(); });
}

void give_to(Replayer& r, const Object& object, RoleId owner) {
    const auto change = [&](auto id) {
        auto& changed = r.catalog.edit(id);
        change_owner(changed.acl, changed.owner, owner);
        changed.owner = owner;
        r.touch(changed.origin);
    };
    switch (object.kind) {
    case Object::Kind::relation: return give_relation(r, {object.id}, owner);
    case Object::Kind::schema: return change(SchemaId{object.id});
    case Object::Kind::function: return change(FunctionId{object.id});
    default: return change(TypeId{object.id});
    }
}

} // namespace rlslint::replaying
