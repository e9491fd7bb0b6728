#include "dynamic_catalog_functions.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rlslint/sql/privilege.hpp"
#include "rlslint/text/ascii.hpp"

#include "acl.hpp"
#include "dynamic_catalog_rows.hpp"
#include "dynamic_oid.hpp"
#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying::dynamic {

namespace {

using eval::Value;

// ---- names to objects ---------------------------------------------------------------------------------

/// A relation's or index's number; none where there is none.
std::optional<std::int64_t> class_oid(const Replayer& r, const QualifiedName& name) {
    if (const RelationId id = find_relation(r, name); id.valid()) return oid(id);
    if (const IndexId id = find_index(r, name); id.valid()) return oid(id);
    return std::nullopt;
}

std::optional<std::int64_t> function_oid(const Replayer& r, const QualifiedName& name) {
    ObjectRef ref;
    ref.kind = ObjectKind::routine;
    ref.name = name;
    const FunctionId id = find_function(r, ref);
    return id.valid() ? std::optional{oid(id)} : std::nullopt;
}

constexpr auto system_catalogs =
    std::to_array<std::pair<std::string_view, std::int64_t>>({{"pg_class", pg_class_oid},
                                                              {"pg_namespace", pg_namespace_oid},
                                                              {"pg_policy", pg_policy_oid},
                                                              {"pg_proc", pg_proc_oid},
                                                              {"pg_trigger", pg_trigger_oid},
                                                              {"pg_type", pg_type_oid}});

std::optional<std::int64_t> system_catalog_oid(const QualifiedName& name) {
    if (!name.schema.empty() && name.schema.text() != "pg_catalog") return std::nullopt;
    for (const auto& [catalog, number] : system_catalogs)
        if (name.name.text() == catalog) return number;
    return std::nullopt;
}

/// What the name stands for; none where there is no such object.
std::optional<std::int64_t> object_oid(const Replayer& r, std::string_view type, std::string_view text) {
    const QualifiedName name = parse_name(text);
    if (type == "regclass") {
        const auto number = system_catalog_oid(name);
        return number ? number : class_oid(r, name);
    }
    if (type == "regrole") {
        const RoleId id = r.catalog.find_role(name.name);
        return id.valid() ? std::optional{oid(id)} : std::nullopt;
    }
    if (type == "regnamespace") {
        const SchemaId id = r.catalog.find_schema(name.name);
        return id.valid() ? std::optional{oid(id)} : std::nullopt;
    }
    if (type == "regtype") {
        const TypeId id = find_type(r, name);
        return id.valid() ? std::optional{oid(id)} : std::nullopt;
    }
    if (type == "regproc") return function_oid(r, name);
    return std::nullopt;
}

bool is_object_type(std::string_view type) {
    return type == "regclass" || type == "regrole" || type == "regnamespace" || type == "regtype" ||
           type == "regproc";
}

bool is_oid_type(std::string_view type) {
    return type == "oid" || type == "regprocedure" || is_object_type(type);
}

/// Of the system's own, and of types and functions that are not in the catalog, nothing is known.
bool may_exist_unseen(std::string_view type, std::string_view text) {
    const QualifiedName name = parse_name(text);
    const std::string_view schema = name.schema.text();
    if (type == "regclass")
        return schema == "pg_catalog" || schema == "information_schema" ||
               name.name.text().starts_with("pg_");
    return type == "regtype" || type == "regproc";
}

Value missing(const Replayer& r, std::string_view type, std::string_view text) {
    const QualifiedName name = parse_name(text);
    if (type == "regclass" && !name.schema.empty() && !r.catalog.find_schema(name.schema).valid())
        return Value::error(sqlstate::undefined_table, fmt::format("relation \"{}\" does not exist", text));
    if (type == "regclass")
        return Value::error(sqlstate::undefined_table, fmt::format("relation \"{}\" does not exist", text));
    if (type == "regnamespace")
        return Value::error(sqlstate::invalid_schema_name, fmt::format("schema \"{}\" does not exist", text));
    return Value::error(sqlstate::undefined_object, fmt::format("role \"{}\" does not exist", text));
}

/// Numbers and casts of signatures: f(integer).
Value unreadable(std::string_view type) { return Value::unknown(fmt::format("a cast to {}", type)); }

/// Identifiers with dots between them (SplitIdentifierString): those without quotes end at a space.
bool is_name(std::string_view text) {
    const auto skip_space = [&](std::size_t at) {
        return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    };
    for (std::size_t at = skip_space(0); at < text.size();) {
        const std::size_t begin = at;
        if (text[at] == '"') {
            at = text.find('"', at + 1);
            while (at != text.npos && text.substr(at + 1, 1) == "\"") // doubled: one of the name's
                at = text.find('"', at + 2);
            if (at == text.npos || at == begin + 1) return false;
            ++at;
        } else {
            at = std::min(text.find_first_of(". \t\r\n", at), text.size());
            if (at == begin) return false;
        }
        at = skip_space(at);
        if (at == text.size()) return true;
        if (text[at] != '.') return false;
        at = skip_space(at + 1);
    }
    return false;
}

Value to_object(const Replayer& r, std::string_view type, const std::string& text, bool or_null) {
    if (type == "regclass" && !is_name(text)) return Value::error("42602", "invalid name syntax");
    if (!is_object_type(type) || eval::parse_integer(text) || text.find('(') != std::string::npos)
        return unreadable(type);
    if (const auto number = object_oid(r, type, text)) return Value::object(*number, type);
    if (may_exist_unseen(type, text)) return unreadable(type);
    return or_null ? Value{} : missing(r, type, text);
}

// ---- objects to names ---------------------------------------------------------------------------------

/// With its schema unless the path finds it without.
Value shown_class(const Replayer& r, SchemaId schema, Symbol name, std::int64_t number) {
    const auto visible = class_oid(r, {{}, name, {}});
    std::string text = quote_ident(name.text());
    if (!visible || *visible != number) text = quote_ident(r.catalog[schema].name.text()) + "." + text;
    return Value::of(std::move(text));
}

// ---- privileges -----------------------------------------------------------------------------------------

std::optional<RoleId> role_of(const Replayer& r, const Value& value) {
    if (value.kind == Value::Kind::text) {
        if (value.text == "public") return public_role;
        const RoleId id = r.catalog.find_role(Symbol{value.text});
        return id.valid() ? std::optional{id} : std::nullopt;
    }
    if (value.kind != Value::Kind::object) return std::nullopt;
    const auto id = id_of(Class::role, value.integer);
    return id ? std::optional{RoleId{*id}} : std::nullopt;
}

std::optional<Privilege> privilege_of(std::string_view text) {
    for (const Privilege privilege : all_privileges)
        if (equal_ignoring_case(to_string(privilege), text)) return privilege;
    return std::nullopt;
}

bool holds(const Replayer& r, RoleId role, RoleId owner, const Acl& acl, Privilege privilege) {
    if (role == public_role) return acl.held_by(public_role).has(privilege);
    if (r.catalog[role].superuser || holds_privilege(r, role, acl, privilege)) return true;
    if (acl.owner_revoked.has(privilege)) return false;
    const std::vector<RoleId> roles = inherited_roles(r, role);
    return std::find(roles.begin(), roles.end(), owner) != roles.end();
}

/// 'SELECT, INSERT' asks for any of them.
template <class Object>
Value has_privilege(const Replayer& r, RoleId role, const Object& object, std::string_view text) {
    const Value untold = Value::unknown("whether a privilege is held");
    if (object.origin.assumed) return untold;
    bool any = false;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const std::string_view item = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        const auto first = item.find_first_not_of(' ');
        const auto privilege = first == item.npos
                                   ? std::nullopt
                                   : privilege_of(item.substr(first, item.find_last_not_of(' ') - first + 1));
        if (!privilege) return untold;
        any = any || holds(r, role, object.owner, object.acl, *privilege);
    }
    return Value::of(any);
}

/// A privilege on a table is one on each of its columns.
Value has_column_privilege(const Replayer& r, RoleId role, const Relation& table, const Value& column,
                           const std::string& text) {
    const Value whole = has_privilege(r, role, table, text);
    if (!whole.is_false()) return whole;
    const auto privilege = privilege_of(text);
    const Value untold = Value::unknown("whether a privilege is held");
    if (!privilege || column.kind != Value::Kind::text || !table.columns_known()) return untold;
    for (const Column& one : table.columns)
        if (!one.dropped && one.name.text() == column.text)
            return Value::of(holds_privilege(r, role, one.acl, *privilege));
    return Value::error("42703", fmt::format("column \"{}\" of relation \"{}\" does not exist", column.text,
                                             table.name.text()));
}

/// The type that what a privilege is asked on is named as; empty for what is not known here.
std::string_view type_asked(std::string_view name) {
    if (name == "has_schema_privilege") return "regnamespace";
    if (name == "has_function_privilege") return "regprocedure";
    if (name == "has_table_privilege" || name == "has_sequence_privilege" || name == "has_column_privilege")
        return "regclass";
    return {};
}

/// has_table_privilege([role,] object, [column,] privilege) and its kin.
Value privilege_question(const Replayer& r, std::string_view name, std::vector<Value> args) {
    const std::size_t count = name == "has_column_privilege" ? 4 : 3;
    if (args.size() + 1 == count) args.insert(args.begin(), oid_value(r.session.current_user));
    const Value untold = Value::unknown(fmt::format("{}()", name));
    const std::string_view type = type_asked(name);
    if (args.size() != count || type.empty()) return untold;
    const auto role = role_of(r, args[0]);
    if (!role && args[0].kind == Value::Kind::text)
        return Value::error(sqlstate::undefined_object,
                            fmt::format("role \"{}\" does not exist", args[0].text));
    if (!role || args.back().kind != Value::Kind::text) return untold;
    if (args[1].kind == Value::Kind::text) args[1] = to_object(r, type, args[1].text, false);
    if (args[1].failed() || args[1].is_null()) return args[1];
    const std::string& privileges = args.back().text;
    if (type == "regnamespace") {
        const auto id = id_of(Class::schema, args[1].integer);
        return id ? has_privilege(r, *role, r.catalog[SchemaId{*id}], privileges) : untold;
    }
    if (type == "regprocedure") {
        const auto id = id_of(Class::function, args[1].integer);
        return id ? has_privilege(r, *role, r.catalog[FunctionId{*id}], privileges) : untold;
    }
    const auto id = id_of(Class::relation, args[1].integer);
    if (!id) return untold;
    const Relation& relation = r.catalog[RelationId{*id}];
    return count == 4 ? has_column_privilege(r, *role, relation, args[2], privileges)
                      : has_privilege(r, *role, relation, privileges);
}

Value has_role(const Replayer& r, std::vector<Value> args) {
    if (args.size() == 2) args.insert(args.begin(), oid_value(r.session.current_user));
    if (args.size() != 3 || args[2].kind != Value::Kind::text) return Value::unknown("pg_has_role()");
    const auto member = role_of(r, args[0]), role = role_of(r, args[1]);
    const bool usage = args[2].text == "USAGE" || args[2].text == "usage";
    if (!member || !role || !usage || *member == public_role || *role == public_role)
        return Value::unknown("pg_has_role()");
    return Value::of(r.catalog[*member].superuser || has_privileges_of(r, *member, *role));
}

// ---- the session ----------------------------------------------------------------------------------------

Value current_schema(const Replayer& r) {
    for (const SchemaId schema : search_path(r))
        if (!is_system_schema(r.catalog[schema].name)) return Value::of(r.catalog[schema].name);
    return {};
}

Value role_by_number(const Replayer& r, const Value& value) {
    const auto id = id_of(Class::role, value.integer);
    return id ? Value::of(r.catalog[RoleId{*id}].name) : Value::unknown("a role");
}

Value to_reg(const Replayer& r, std::string_view name, const std::vector<Value>& args) {
    if (args.size() != 1 || args[0].kind != Value::Kind::text)
        return args.size() == 1 && args[0].is_null() ? Value{} : Value::unknown(fmt::format("{}()", name));
    return to_object(r, name.substr(3), args[0].text, true);
}

Value identity_arguments_of(const Replayer& r, const Value& value) {
    const auto id = id_of(Class::function, value.integer);
    return id ? Value::of(identity_arguments(r.catalog[FunctionId{*id}])) : Value::unknown("a function");
}

Value clause_of_policy(const Replayer& r, const Value& value) {
    const auto number = id_of(Class::clause, value.integer);
    if (!number) return Value::unknown("the text of an expression");
    const Policy& policy = r.catalog[PolicyId{*number / 2}];
    return clause_text(r, policy, *number % 2 == 1 ? policy.check_clause : policy.using_clause);
}

} // namespace

std::optional<Value> call_catalog_function(const Replayer& r, std::string_view name,
                                           const std::vector<Value>& args) {
    for (const Value& arg : args)
        if (arg.failed()) return std::nullopt;
    if (name == "to_regclass" || name == "to_regrole" || name == "to_regnamespace" || name == "to_regtype" ||
        name == "to_regproc")
        return to_reg(r, name, args);
    if (name.starts_with("has_") && name.ends_with("_privilege")) return privilege_question(r, name, args);
    if (name == "pg_has_role") return has_role(r, args);
    if (name == "current_schema") return current_schema(r);
    const bool one_object = args.size() == 1 && args[0].kind == Value::Kind::object;
    if (name == "pg_get_userbyid" && one_object) return role_by_number(r, args[0]);
    if (name == "pg_get_function_identity_arguments" && one_object) return identity_arguments_of(r, args[0]);
    if (name == "pg_get_expr" && args.size() >= 2 && args[0].is_null()) return Value{};
    if (name == "pg_get_expr" && args.size() >= 2 && args[0].kind == Value::Kind::object)
        return clause_of_policy(r, args[0]);
    if (name == "pg_table_is_visible" && one_object) {
        const auto id = id_of(Class::relation, args[0].integer);
        if (!id) return Value::unknown("a relation");
        const auto seen = class_oid(r, {{}, r.catalog[RelationId{*id}].name, {}});
        return Value::of(seen && *seen == args[0].integer);
    }
    return std::nullopt;
}

Value cast_to_object(const Replayer& r, const Value& value, const TypeName& type) {
    const std::string_view name = type.name.text();
    if (!is_oid_type(name)) return Value::unknown(fmt::format("a value of type {}", name));
    if (value.kind == Value::Kind::object) return Value::object(value.integer, name);
    if (value.kind != Value::Kind::text) return unreadable(name);
    return to_object(r, name, value.text, false);
}

Value shown_object(const Replayer& r, const Value& object) {
    const std::string_view type = object.type.text();
    const std::int64_t number = object.integer;
    if (type == "regclass") {
        for (const auto& [catalog, its_number] : system_catalogs)
            if (number == its_number) return Value::of(catalog);
        if (const auto id = id_of(Class::relation, number)) {
            const Relation& relation = r.catalog[RelationId{*id}];
            return shown_class(r, relation.schema, relation.name, number);
        }
        if (const auto id = id_of(Class::index, number)) {
            const Index& index = r.catalog[IndexId{*id}];
            return shown_class(r, r.catalog[index.table].schema, index.name, number);
        }
    }
    if (type == "regrole")
        if (const auto id = id_of(Class::role, number))
            return Value::of(quote_ident(r.catalog[RoleId{*id}].name.text()));
    if (type == "regnamespace")
        if (const auto id = id_of(Class::schema, number))
            return Value::of(quote_ident(r.catalog[SchemaId{*id}].name.text()));
    if (type == "regprocedure")
        if (const auto id = id_of(Class::function, number)) {
            // By name alone it would be found as well; with its schema it always is.
            const Function& function = r.catalog[FunctionId{*id}];
            std::string text = quote_ident(r.catalog[function.schema].name.text());
            text.append(".").append(quote_ident(function.name.text())).append("(");
            for (const TypeName& argument : input_types(function.args)) {
                if (text.back() != '(') text += ',';
                text += format_type_name(argument);
            }
            return Value::of(text + ")");
        }
    return Value::unknown("an object's number as text");
}

} // namespace rlslint::replaying::dynamic
