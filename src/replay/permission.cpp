#include "permission.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "acl.hpp"
#include "describe.hpp"

namespace rlslint::replaying {

namespace {

bool is_superuser(const Replayer& r, RoleId role) { return r.catalog[role].superuser; }

/// What pg_read_all_data and pg_write_all_data give besides what the ACL says.
bool reaches_all_data(const Schema&, const Role& role, Privilege privilege) {
    const std::string_view name = role.name.text();
    return privilege == Privilege::usage && (name == "pg_read_all_data" || name == "pg_write_all_data");
}

template <class Object> bool reaches_all_data(const Object&, const Role&, Privilege) { return false; }

/// A schema, type, function, or relation.
template <class Object> bool may(const Replayer& r, RoleId role, const Object& object, Privilege privilege) {
    if (object.origin.assumed || is_superuser(r, role)) return true;
    // The usual cases first, for which memberships need not be looked at.
    if (object.acl.held_by(public_role).has(privilege) || object.acl.held_by(role).has(privilege))
        return true;
    const std::vector<RoleId> roles = inherited_roles(r, role);
    return std::any_of(roles.begin(), roles.end(), [&](RoleId held) {
        if (held == object.owner) return !object.acl.owner_revoked.has(privilege);
        return object.acl.held_by(held).has(privilege) ||
               reaches_all_data(object, r.catalog[held], privilege);
    });
}

[[noreturn]] void deny_schema(const Schema& schema) {
    throw Refused{sqlstate::insufficient_privilege,
                  fmt::format("permission denied for schema {}", schema.name.text())};
}

[[noreturn]] void deny_relation(const Relation& relation) {
    refuse(sqlstate::insufficient_privilege, "permission denied for {} {}", kind_word(relation),
           relation.name.text());
}

bool may_on(const Replayer& r, const Relation& relation, Privilege privilege) {
    return !shows_all_grants(relation) || may(r, r.session.current_user, relation, privilege);
}

[[noreturn]] void refuse_not_owner(std::string_view kind, Symbol name) {
    throw Refused{sqlstate::insufficient_privilege, fmt::format("must be owner of {} {}", kind, name.text())};
}

template <class Object> bool may_own(const Replayer& r, const Object& object) {
    return object.origin.assumed || is_owner(r, object.owner);
}

/// Whether `member` may become `role` by SET ROLE: since 16 some grants of roles do not allow it.
bool can_set_role(const Replayer& r, RoleId member, RoleId role) {
    if (member == role || is_superuser(r, member)) return true;
    const auto may_become =
        roles_reached(r, member, [&](const Membership& m) { return m.set || r.version() < 16; });
    return std::find(may_become.begin(), may_become.end(), role) != may_become.end();
}

bool unknown_memberships(const Replayer& r, RoleId role) { return r.catalog[role].origin.assumed; }

} // namespace

bool shows_all_grants(const Relation& relation) {
    return !relation.origin.assumed && !relation.origin.profile;
}

bool holds_privilege(const Replayer& r, RoleId role, const Acl& acl, Privilege privilege) {
    if (acl.held_by(public_role).has(privilege)) return true;
    const std::vector<RoleId> roles = inherited_roles(r, role);
    return std::any_of(roles.begin(), roles.end(),
                       [&](RoleId held) { return acl.held_by(held).has(privilege); });
}

bool has_usage(const Replayer& r, SchemaId schema) {
    return may(r, r.session.current_user, r.catalog[schema], Privilege::usage);
}

void require_usage(const Replayer& r, SchemaId schema) {
    if (!has_usage(r, schema)) deny_schema(r.catalog[schema]);
}

void require_type_usage(const Replayer& r, const TypeName& type) {
    if (type.schema.empty() || type.name.empty()) return;
    const SchemaId schema = r.catalog.find_schema(type.schema);
    const TypeId id = schema.valid() ? r.catalog.find_type(schema, type.name) : TypeId{};
    if (id.valid()) require_type_usage(r, id);
}

void require_type_usage(const Replayer& r, TypeId type) {
    if (may(r, r.session.current_user, r.catalog[type], Privilege::usage)) return;
    throw Refused{sqlstate::insufficient_privilege,
                  fmt::format("permission denied for type {}", r.catalog[type].name.text())};
}

void require_create(const Replayer& r, SchemaId schema) {
    if (!may(r, r.session.current_user, r.catalog[schema], Privilege::create)) deny_schema(r.catalog[schema]);
}

void require_select(const Replayer& r, RelationId id) {
    const Relation& relation = r.catalog[id];
    if (may_on(r, relation, Privilege::select)) return;
    if (!inherits(r, r.session.current_user, "pg_read_all_data")) deny_relation(relation);
}

void require_execute(const Replayer& r, FunctionId function) {
    if (may(r, r.session.current_user, r.catalog[function], Privilege::execute)) return;
    refuse(sqlstate::insufficient_privilege, "permission denied for function {}",
           r.catalog[function].name.text());
}

void require_trigger_privilege(const Replayer& r, RelationId table) {
    if (!may_on(r, r.catalog[table], Privilege::trigger)) deny_relation(r.catalog[table]);
}

void require_references(const Replayer& r, RelationId table, const std::vector<ColumnNumber>& columns) {
    const Relation& relation = r.catalog[table];
    if (may_on(r, relation, Privilege::references)) return;
    const auto of_column = [&](ColumnNumber number) {
        return number != whole_row && holds_privilege(r, r.session.current_user, relation.columns[number].acl,
                                                      Privilege::references);
    };
    if (!std::all_of(columns.begin(), columns.end(), of_column)) deny_relation(relation);
}

void require_create_in_database(const Replayer& r) {
    const std::vector<RoleId> roles = inherited_roles(r, r.session.current_user);
    const auto may_create = [&](RoleId role) {
        return r.catalog[role].name == r.database_owner ||
               r.database_acl.held_by(role).has(Privilege::create);
    };
    if (r.database_acl.held_by(public_role).has(Privilege::create) || is_superuser(r, roles.front()) ||
        std::any_of(roles.begin(), roles.end(), may_create))
        return;
    throw Refused{sqlstate::insufficient_privilege, "permission denied for database postgres"};
}

bool is_owner(const Replayer& r, RoleId owner) { return has_privileges_of(r, r.session.current_user, owner); }

void require_owner(const Replayer& r, RelationId relation) {
    const Relation& object = r.catalog[relation];
    if (!may_own(r, object)) refuse_not_owner(kind_word(object), object.name);
}

void require_owner(const Replayer& r, FunctionId function) {
    const Function& object = r.catalog[function];
    if (!may_own(r, object)) refuse_not_owner(object.procedure ? "procedure" : "function", object.name);
}

void require_owner(const Replayer& r, TypeId type) {
    const Type& object = r.catalog[type];
    if (!may_own(r, object)) refuse_not_owner("type", object.name);
}

void require_owner(const Replayer& r, SchemaId schema) {
    const Schema& object = r.catalog[schema];
    if (!may_own(r, object)) refuse_not_owner("schema", object.name);
}

void require_owner_to_drop(const Replayer& r, const Object& object) {
    const auto of_schema = [&](SchemaId schema) { return may_own(r, r.catalog[schema]); };
    switch (object.kind) {
    case Object::Kind::relation:
        if (!of_schema(r.catalog[RelationId{object.id}].schema)) require_owner(r, RelationId{object.id});
        return;
    case Object::Kind::function:
        if (!of_schema(r.catalog[FunctionId{object.id}].schema)) require_owner(r, FunctionId{object.id});
        return;
    case Object::Kind::type:
        if (!of_schema(r.catalog[TypeId{object.id}].schema)) require_owner(r, TypeId{object.id});
        return;
    case Object::Kind::schema: return require_owner(r, SchemaId{object.id});
    case Object::Kind::policy: return require_owner(r, r.catalog[PolicyId{object.id}].table);
    case Object::Kind::trigger: return require_owner(r, r.catalog[TriggerId{object.id}].table);
    case Object::Kind::rule: return require_owner(r, RelationId{object.id});
    case Object::Kind::index: {
        const Index& index = r.catalog[IndexId{object.id}];
        const Relation& table = r.catalog[index.table];
        if (!of_schema(table.schema) && !may_own(r, table)) refuse_not_owner("index", index.name);
        return;
    }
    default: return;
    }
}

void require_new_owner(const Replayer& r, RoleId owner, SchemaId schema) {
    if (is_superuser(r, r.session.current_user)) return;
    require_member(r, owner);
    if (schema.valid() && !may(r, owner, r.catalog[schema], Privilege::create))
        deny_schema(r.catalog[schema]);
}

void require_member(const Replayer& r, RoleId role) {
    const RoleId user = r.session.current_user;
    if (can_set_role(r, user, role) || unknown_memberships(r, role)) return;
    const std::string_view form =
        r.version() >= 16 ? "must be able to SET ROLE \"{}\"" : "must be member of role \"{}\"";
    throw Refused{sqlstate::insufficient_privilege, fmt::format(fmt::runtime(form), r.catalog.name_of(role))};
}

void require_set_role(const Replayer& r, RoleId role) {
    if (can_set_role(r, r.session.session_user, role) || unknown_memberships(r, role)) return;
    throw Refused{sqlstate::insufficient_privilege,
                  fmt::format("permission denied to set role \"{}\"", r.catalog.name_of(role))};
}

} // namespace rlslint::replaying
