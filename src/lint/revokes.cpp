#include "rlslint/lint/revokes.hpp"

#include <algorithm>
#include <variant>

#include "rlslint/lint/kit.hpp"

namespace rlslint {
namespace {

using Subject = Event::Subject;

// ---- the object -------------------------------------------------------------------------------------

/// A trigger's function is run by its trigger: who may execute it has no bearing.
bool is_trigger_function(const Function& function) {
    return function.returns && function.returns->name.text().ends_with("trigger");
}

/// Its privileges are known and count for something.
bool is_asked(const Catalog& catalog, const Subject& subject) {
    const auto known = [](const Origin& origin) { return origin.live() && !origin.assumed; };
    if (const auto* id = std::get_if<RelationId>(&subject)) return known(catalog[*id].origin);
    if (const auto* id = std::get_if<SchemaId>(&subject)) return known(catalog[*id].origin);
    const auto* id = std::get_if<FunctionId>(&subject);
    return id != nullptr && known(catalog[*id].origin) && !is_trigger_function(catalog[*id]);
}

RoleId owner_of(const Catalog& catalog, const Subject& subject) {
    if (const auto* id = std::get_if<RelationId>(&subject)) return catalog[*id].owner;
    if (const auto* id = std::get_if<SchemaId>(&subject)) return catalog[*id].owner;
    return catalog[std::get<FunctionId>(subject)].owner;
}

const AclEntry* source(const Model& model, const Subject& subject, RoleId role, Privilege privilege) {
    if (const auto* id = std::get_if<RelationId>(&subject)) return model.reach.source(role, *id, privilege);
    if (const auto* id = std::get_if<SchemaId>(&subject)) return model.reach.source(role, *id, privilege);
    return model.reach.source(role, std::get<FunctionId>(subject));
}

// ---- the order of GRANTs and REVOKEs ----------------------------------------------------------------

bool names(const Event& event, RoleId grantee) {
    const auto& grantees = event.change.grantees;
    return std::find(grantees.begin(), grantees.end(), grantee) != grantees.end();
}

/// A GRANT on the object says that the role shall have it: before or, as long as `since`, after.
bool is_granted(const Model& model, const Subject& subject, RoleId grantee, PrivilegeSet privileges,
                std::uint32_t since) {
    const auto events = model.catalog.events();
    return std::any_of(events.begin(), events.end(), [&](const Event& event) {
        return event.kind == Event::Kind::granted && event.subject == subject && event.statement >= since &&
               names(event, grantee) && event.change.privileges.has_any(privileges);
    });
}

// ---- gaps -------------------------------------------------------------------------------------------

RevokeGap gap_by(const Event& revoked, RoleId role, Privilege privilege, const AclEntry& entry) {
    using Why = RevokeGap::Why;
    Why why = Why::by_membership;
    if (entry.grantee == public_role)
        why = Why::by_public;
    else if (entry.grantee == role)
        why = revoked.change.columns ? Why::whole_table : Why::other_grantor;
    const RoleId by = why == Why::other_grantor ? entry.grantor : entry.grantee;
    return {role, privilege, why, why == Why::by_membership || why == Why::other_grantor ? by : RoleId{},
            entry.span};
}

bool is_on_the_whole(const Model& model, const Subject& subject, RoleId role, Privilege privilege) {
    return model.reach.columns_granted(role, std::get<RelationId>(subject), privilege).empty();
}

/// Privileges of a role that was named.
void add_for_role(const Model& model, const Event& revoked, RoleId role, std::vector<RevokeGap>& gaps) {
    const Role& named = model.catalog[role];
    if (named.superuser || named.origin.dropped || named.origin.assumed ||
        model.reach.has_privileges_of(role, owner_of(model.catalog, revoked.subject)))
        return;
    // USAGE on a schema, which PUBLIC has as a rule, matters where clients are to be kept out.
    if (std::holds_alternative<SchemaId>(revoked.subject) && !is_client(model, role)) return;
    for (const Privilege privilege : all_privileges) {
        if (!revoked.change.privileges.has(privilege)) continue;
        const AclEntry* entry = source(model, revoked.subject, role, privilege);
        if (entry == nullptr ||
            (revoked.change.columns && !is_on_the_whole(model, revoked.subject, role, privilege)) ||
            is_granted(model, revoked.subject, entry->grantee, privilege, revoked.statement + 1))
            continue;
        gaps.push_back(gap_by(revoked, role, privilege, *entry));
    }
}

/// A REVOKE on the object names a client: whoever wrote it knows who is granted it by name.
bool is_taken_by_name(const Model& model, const Subject& subject) {
    const auto events = model.catalog.events();
    const auto clients = model.reach.api_roles();
    return std::any_of(events.begin(), events.end(), [&](const Event& event) {
        return event.kind == Event::Kind::revoked && event.subject == subject &&
               std::any_of(clients.begin(), clients.end(),
                           [&](RoleId client) { return names(event, client); });
    });
}

/// What default privileges gave clients by name, beside PUBLIC, and no GRANT confirms. What PUBLIC was
/// granted and loses again is another matter.
void add_for_public(const Model& model, const Event& revoked, std::vector<RevokeGap>& gaps) {
    const bool held = std::holds_alternative<RelationId>(revoked.subject) &&
                      is_granted(model, revoked.subject, public_role, revoked.change.privileges, 0);
    if (held || is_taken_by_name(model, revoked.subject)) return;
    for (const RoleId client : model.reach.api_roles()) {
        for (const Privilege privilege : all_privileges) {
            if (!revoked.change.privileges.has(privilege)) continue;
            const AclEntry* entry = source(model, revoked.subject, client, privilege);
            const bool by_default = entry != nullptr && entry->grantee == client &&
                                    entry->source == GrantSource::default_privileges;
            if (by_default && !is_granted(model, revoked.subject, client, privilege, 0))
                gaps.push_back({client, privilege, RevokeGap::Why::by_name, {}, entry->span});
        }
    }
}

std::vector<RevokeGap> gaps_of(const Model& model, const Event& revoked) {
    std::vector<RevokeGap> gaps;
    if (!is_asked(model.catalog, revoked.subject)) return gaps;
    for (const RoleId grantee : revoked.change.grantees) {
        if (grantee == public_role)
            add_for_public(model, revoked, gaps);
        else
            add_for_role(model, revoked, grantee, gaps);
    }
    return gaps;
}

std::string name_of_subject(const Catalog& catalog, const Subject& subject) {
    if (const auto* id = std::get_if<SchemaId>(&subject))
        return "schema " + std::string{catalog[*id].name.text()};
    if (const auto* id = std::get_if<FunctionId>(&subject)) return catalog.name_of(*id);
    if (const auto* id = std::get_if<RelationId>(&subject)) return catalog.name_of(*id);
    return "";
}

Span doubt_about_privileges(const Model& model, const Subject& subject) {
    if (const auto* id = std::get_if<RelationId>(&subject)) return model.doubt(*id, Aspect::privileges);
    return std::holds_alternative<FunctionId>(subject) ? model.doubt_about_functions() : Span{};
}

} // namespace

// ---- default privileges -----------------------------------------------------------------------------

namespace {

/// New functions of the role may be executed by PUBLIC: no global default takes that.
bool is_public_built_in(const Catalog& catalog, RoleId creator) {
    const auto all = catalog.default_privileges();
    return std::none_of(all.begin(), all.end(), [&](const DefaultPrivileges& defaults) {
        return defaults.role == creator && !defaults.schema.valid() &&
               defaults.kind == ObjectKind::function &&
               defaults.revoked.held_by(public_role).has(Privilege::execute);
    });
}

/// The schema whose own defaults, made before, give it all the same; none for none.
SchemaId given_in_schema(const Model& model, const Event& revoked, RoleId creator) {
    const auto before = [](Span a, Span b) {
        return a.source.value < b.source.value || (a.source == b.source && a.begin < b.begin);
    };
    for (const DefaultPrivileges& defaults : model.catalog.default_privileges()) {
        if (defaults.role != creator || !defaults.schema.valid() || defaults.kind != revoked.change.kind)
            continue;
        for (const AclEntry& entry : defaults.acl.entries) {
            if (names(revoked, entry.grantee) && entry.privileges.has_any(revoked.change.privileges) &&
                before(entry.span, revoked.span))
                return defaults.schema;
        }
    }
    return {};
}

bool owns_anything(const Catalog& catalog, RoleId role) {
    const auto owns = [&](const auto& objects) {
        return std::any_of(objects.begin(), objects.end(),
                           [&](const auto& object) { return object.origin.live() && object.owner == role; });
    };
    return owns(catalog.relations()) || owns(catalog.functions()) || owns(catalog.schemas());
}

} // namespace

std::string why_idle(const Model& model, const Event& defaults_revoked) {
    const RoleId creator = std::get<RoleId>(defaults_revoked.subject);
    const PrivilegeChange& change = defaults_revoked.change;
    const Role& role = model.catalog[creator];
    const std::string name = model.catalog.name_of(creator);
    if (change.kind == ObjectKind::function && change.privileges.has(Privilege::execute) &&
        is_public_built_in(model.catalog, creator)) {
        if (!names(defaults_revoked, public_role)) return "PUBLIC may execute each new function of " + name;
        if (change.schema.valid())
            return "PUBLIC may execute each new function of " + name +
                   ", and only the form without IN SCHEMA takes that";
    }
    const SchemaId schema =
        change.schema.valid() ? SchemaId{} : given_in_schema(model, defaults_revoked, creator);
    if (schema.valid())
        return "default privileges IN SCHEMA " + std::string{model.catalog[schema].name.text()} +
               " grant it still";
    const bool known = !role.origin.profile && !role.origin.assumed && role.origin.live();
    return known && !owns_anything(model.catalog, creator) ? name + " creates nothing" : "";
}

// ---- by statement -----------------------------------------------------------------------------------

namespace {

template <class Item> void add_new(std::vector<Item>& items, Item item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(std::move(item));
}

LeftByRevoke& at(std::vector<LeftByRevoke>& all, Span span, const RevokeGap& gap) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const LeftByRevoke& left) {
        return left.span == span && left.gap.why == gap.why && left.gap.by == gap.by;
    });
    return known == all.end() ? all.emplace_back(LeftByRevoke{span, {}, {}, {}, gap, {}}) : *known;
}

/// Of several REVOKEs that leave the same, the last one tells it.
void forget(std::vector<LeftByRevoke>& all, Span last, const std::string& object, const RevokeGap& gap) {
    for (LeftByRevoke& left : all) {
        const bool same = left.span != last && left.gap.why == gap.why &&
                          std::find(left.roles.begin(), left.roles.end(), gap.role) != left.roles.end();
        if (same) std::erase(left.objects, object);
    }
}

} // namespace

std::vector<LeftByRevoke> left_by_revokes(const Model& model) {
    std::vector<LeftByRevoke> all;
    for (const Event& event : model.catalog.events()) {
        if (event.kind != Event::Kind::revoked) continue;
        for (const RevokeGap& gap : gaps_of(model, event)) {
            std::string object = name_of_subject(model.catalog, event.subject);
            forget(all, event.span, object, gap);
            LeftByRevoke& left = at(all, event.span, gap);
            add_new(left.objects, std::move(object));
            add_new(left.roles, gap.role);
            left.privileges |= gap.privileges;
            if (!left.doubt.valid()) left.doubt = doubt_about_privileges(model, event.subject);
        }
    }
    std::erase_if(all, [](const LeftByRevoke& left) { return left.objects.empty(); });
    return all;
}

} // namespace rlslint
