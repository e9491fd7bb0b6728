#include "rlslint/catalog/dump.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

bool is_users(const Origin& origin) { return origin.live() && !origin.profile && !origin.assumed; }

bool is_temporary(const Relation& relation) { return relation.persistence == Persistence::temporary; }

bool is_users(const Relation& relation) { return is_users(relation.origin) && !is_temporary(relation); }

Json text(std::string_view value) { return Json(std::string{value}); }

/// role/member/grantor: the key of what has no name of its own.
std::string joined(std::initializer_list<std::string_view> parts) {
    return fmt::format("{}", fmt::join(parts, "/"));
}

/// Objects by name, as the output has them.
class Section {
public:
    void add(std::string key, Json object) { objects_.emplace_back(std::move(key), std::move(object)); }

    [[nodiscard]] Json json() && {
        std::sort(objects_.begin(), objects_.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
        Json list = Json::array();
        for (auto& [key, object] : objects_)
            list.push_back(std::move(object));
        return list;
    }

private:
    std::vector<std::pair<std::string, Json>> objects_;
};

class Dump {
public:
    explicit Dump(const Catalog& catalog) : catalog_(catalog) {}

    [[nodiscard]] Json all() const {
        Json result;
        result["tables"] = tables();
        result["policies"] = policies();
        result["functions"] = functions();
        result["columns"] = columns();
        result["roles"] = roles();
        result["memberships"] = memberships();
        result["schemas"] = schemas();
        result["sequences"] = sequences();
        result["default_acl"] = default_acl();
        return result;
    }

private:
    // ---- relations

    template <class Visit> void for_each_relation(std::string_view kinds, const Visit& visit) const {
        const auto relations = catalog_.relations();
        for (std::uint32_t i = 0; i < relations.size(); ++i) {
            const bool wanted = kinds.find(relations[i].kind) != std::string_view::npos;
            if (wanted && is_users(relations[i])) visit(catalog_.name_of(RelationId{i}), relations[i]);
        }
    }

    [[nodiscard]] Json tables() const {
        Section section;
        for_each_relation("rpvmf", [&](const std::string& name, const Relation& relation) {
            section.add(name, {{"name", name},
                               {"kind", std::string(1, relation.kind)},
                               {"rls", relation.rls.on},
                               {"force", relation.force.on},
                               {"owner", name_of(relation.owner)},
                               {"acl", acl(relation.acl, relation.owner)},
                               {"options", options(relation)}});
        });
        return std::move(section).json();
    }

    [[nodiscard]] Json columns() const {
        Section section;
        for_each_relation("rpvmf", [&](const std::string& table, const Relation& relation) {
            for (const Column& column : relation.columns) {
                if (column.dropped) continue;
                section.add(table + "." + std::string{column.name.text()},
                            {{"table", table},
                             {"name", text(column.name.text())},
                             {"type", format_type(column.type)},
                             {"not_null", column.not_null},
                             {"identity", column.identity == 0 ? "" : std::string(1, column.identity)},
                             {"generated", column.generated},
                             {"default", has_default(column)},
                             {"acl", acl(column.acl, relation.owner)}});
            }
        });
        return std::move(section).json();
    }

    /// Of its own, or the numbers of the sequence that it was defined with.
    [[nodiscard]] static bool has_default(const Column& column) {
        return column.default_value.present() || column.shadowed_default ||
               (column.sequence.valid() && column.identity == 0);
    }

    [[nodiscard]] Json sequences() const {
        Section section;
        for_each_relation("S", [&](const std::string& name, const Relation& sequence) {
            section.add(name, {{"name", name},
                               {"owner", name_of(sequence.owner)},
                               {"acl", acl(sequence.acl, sequence.owner)},
                               {"owned_by", owned_by(sequence)}});
        });
        return std::move(section).json();
    }

    [[nodiscard]] Json owned_by(const Relation& sequence) const {
        if (!sequence.owned_by.valid() || sequence.owned_by_column == whole_row) return nullptr;
        const Column& column = catalog_[sequence.owned_by].columns[sequence.owned_by_column];
        return catalog_.name_of(sequence.owned_by) + "." + std::string{column.name.text()};
    }

    [[nodiscard]] static Json options(const Relation& relation) {
        std::set<std::string> sorted;
        for (const Option& option : relation.options) {
            sorted.insert(std::string{option.name.text()} + "=" +
                          (option.value.empty() ? "true" : option.value));
        }
        return sorted.empty() ? Json(nullptr) : Json(sorted);
    }

    // ---- policies and functions

    [[nodiscard]] Json policies() const {
        Section section;
        const auto all = catalog_.policies();
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            const Policy& policy = all[i];
            if (!is_users(policy.origin) || is_temporary(catalog_[policy.table])) continue;
            section.add(catalog_.name_of(PolicyId{i}), {{"table", catalog_.name_of(policy.table)},
                                                        {"name", text(policy.name.text())},
                                                        {"cmd", text(to_string(policy.command))},
                                                        {"permissive", policy.permissive},
                                                        {"roles", roles_of(policy)},
                                                        {"using", policy.using_clause.present()},
                                                        {"check", policy.check_clause.present()}});
        }
        return std::move(section).json();
    }

    [[nodiscard]] Json roles_of(const Policy& policy) const {
        std::set<std::string> names;
        for (const RoleId role : policy.roles)
            names.insert(role == public_role ? "public" : catalog_.name_of(role));
        return names;
    }

    [[nodiscard]] Json functions() const {
        Section section;
        for (const Function& function : catalog_.functions()) {
            if (!is_users(function.origin)) continue;
            const std::string name = signature(function);
            section.add(name, {{"name", name},
                               {"secdef", function.security_definer},
                               {"volatile", std::string(1, static_cast<char>(function.volatility))},
                               {"search_path", sets_search_path(function)},
                               {"anon", may_execute("anon", function)},
                               {"authenticated", may_execute("authenticated", function)}});
        }
        return std::move(section).json();
    }

    [[nodiscard]] std::string signature(const Function& function) const {
        return std::string{catalog_[function.schema].name.text()} + "." + std::string{function.name.text()} +
               "(" + identity_arguments(function) + ")";
    }

    [[nodiscard]] static bool sets_search_path(const Function& function) {
        return std::any_of(function.settings.begin(), function.settings.end(),
                           [](const SetVariable& setting) { return setting.name.text() == "search_path"; });
    }

    [[nodiscard]] Json may_execute(std::string_view role_name, const Function& function) const {
        const RoleId role = catalog_.find_role(Symbol{role_name});
        if (!role.valid()) return nullptr;
        const std::set<RoleId> held = roles_held_by(role);
        const auto gives = [&](const AclEntry& entry) {
            return entry.privileges.has(Privilege::execute) &&
                   (entry.grantee == public_role || held.contains(entry.grantee));
        };
        const bool owns =
            held.contains(function.owner) && !function.acl.owner_revoked.has(Privilege::execute);
        return catalog_[role].superuser || owns ||
               std::any_of(function.acl.entries.begin(), function.acl.entries.end(), gives);
    }

    [[nodiscard]] std::set<RoleId> roles_held_by(RoleId role) const {
        std::set<RoleId> held{role};
        for (bool grown = true; grown;) {
            grown = false;
            for (const Membership& membership : catalog_.memberships()) {
                if (membership.inherit && held.contains(membership.member)) {
                    grown = held.insert(membership.role).second || grown;
                }
            }
        }
        return held;
    }

    // ---- roles, schemas, defaults

    [[nodiscard]] Json roles() const {
        Section section;
        for (const Role& role : catalog_.roles()) {
            if (!is_users(role.origin)) continue;
            section.add(std::string{role.name.text()}, {{"name", text(role.name.text())},
                                                        {"superuser", role.superuser},
                                                        {"inherit", role.inherit},
                                                        {"create_role", role.create_role},
                                                        {"create_db", role.create_db},
                                                        {"login", role.login},
                                                        {"replication", role.replication},
                                                        {"bypass_rls", role.bypass_rls}});
        }
        return std::move(section).json();
    }

    [[nodiscard]] Json memberships() const {
        Section section;
        for (const Membership& membership : catalog_.memberships()) {
            const std::string role = catalog_.name_of(membership.role);
            const std::string member = catalog_.name_of(membership.member);
            const std::string grantor = membership.grantor.valid() ? name_of(membership.grantor) : "";
            section.add(joined({role, member, grantor}), {{"role", role},
                                                          {"member", member},
                                                          {"grantor", grantor},
                                                          {"admin", membership.admin},
                                                          {"inherit", membership.inherit},
                                                          {"set", membership.set}});
        }
        return std::move(section).json();
    }

    [[nodiscard]] Json schemas() const {
        Section section;
        for (const Schema& schema : catalog_.schemas()) {
            if (!is_users(schema.origin)) continue;
            section.add(std::string{schema.name.text()}, {{"name", text(schema.name.text())},
                                                          {"owner", name_of(schema.owner)},
                                                          {"acl", acl(schema.acl, schema.owner)}});
        }
        return std::move(section).json();
    }

    [[nodiscard]] Json default_acl() const {
        Section section;
        for (const DefaultPrivileges& defaults : catalog_.default_privileges()) {
            const std::string role = catalog_.name_of(defaults.role);
            const std::string schema =
                defaults.schema.valid() ? std::string{catalog_[defaults.schema].name.text()} : std::string{};
            const std::string kind(1, kind_of(defaults.kind));
            section.add(joined({role, schema, kind}),
                        {{"role", role},
                         {"schema", defaults.schema.valid() ? Json(schema) : Json(nullptr)},
                         {"kind", kind},
                         {"acl", acl(with_built_in(defaults), defaults.role)}});
        }
        return std::move(section).json();
    }

    /// pg_default_acl.defaclobjtype.
    [[nodiscard]] static char kind_of(ObjectKind kind) {
        switch (kind) {
        case ObjectKind::sequence: return 'S';
        case ObjectKind::function: return 'f';
        case ObjectKind::type: return 'T';
        case ObjectKind::schema: return 'n';
        default: return 'r';
        }
    }

    /// A global entry holds what PUBLIC has of a new object by itself, unless that was revoked.
    [[nodiscard]] static Acl with_built_in(const DefaultPrivileges& defaults) {
        Acl acl = defaults.acl;
        PrivilegeSet built_in;
        if (defaults.kind == ObjectKind::function) built_in = Privilege::execute;
        if (defaults.kind == ObjectKind::type) built_in = Privilege::usage;
        built_in -= defaults.revoked.held_by(public_role);
        if (!defaults.schema.valid())
            acl.grant({public_role, defaults.role, built_in, {}, GrantSource::built_in, {}});
        return acl;
    }

    [[nodiscard]] std::string name_of(RoleId role) const {
        return role.valid() ? catalog_.name_of(role) : "";
    }

    [[nodiscard]] Json acl(const Acl& acl, RoleId owner) const {
        std::set<std::string> entries;
        for (const AclEntry& entry : acl.entries) {
            if (entry.grantee == owner) continue;
            const std::string grantee =
                entry.grantee == public_role ? "PUBLIC" : quote_ident(name_of(entry.grantee));
            for (const Privilege privilege : all_privileges) {
                if (entry.privileges.has(privilege))
                    entries.insert(grantee + "=" + std::string{to_string(privilege)});
            }
        }
        return entries;
    }

    const Catalog& catalog_;
};

} // namespace

std::string dump_catalog(const Catalog& catalog) {
    return Dump{catalog}.all().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace rlslint
