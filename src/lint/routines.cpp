#include <algorithm>

#include "rlslint/lint/kit_routines.hpp"

namespace rlslint {
namespace {

std::vector<RoleId> chosen(const Model& model, std::span<const RoleId> roles, bool anonymous) {
    const auto all = model.reach.anonymous_roles();
    std::vector<RoleId> result;
    for (const RoleId role : roles) {
        if ((std::find(all.begin(), all.end(), role) != all.end()) == anonymous) result.push_back(role);
    }
    return result;
}

bool returns(const Function& function, std::initializer_list<std::string_view> types) {
    return function.returns &&
           std::find(types.begin(), types.end(), function.returns->name.text()) != types.end();
}

} // namespace

std::vector<RoleId> anonymous_among(const Model& model, std::span<const RoleId> roles) {
    return chosen(model, roles, true);
}

std::vector<RoleId> signed_in_among(const Model& model, std::span<const RoleId> roles) {
    return chosen(model, roles, false);
}

bool clients_connect_directly(const Model& model) {
    const auto roles = model.reach.api_roles();
    return std::any_of(roles.begin(), roles.end(), [&](RoleId role) { return model.catalog[role].login; });
}

std::vector<Note> execute_granted_by(const Model& model, FunctionId function, std::span<const RoleId> roles) {
    std::vector<Note> notes;
    for (const AclEntry& entry : model.catalog[function].acl.entries) {
        const bool concerned = entry.grantee == public_role ||
                               std::find(roles.begin(), roles.end(), entry.grantee) != roles.end();
        if (!concerned || !entry.privileges.has(Privilege::execute)) continue;
        if (entry.source == GrantSource::built_in)
            notes.push_back({"PUBLIC may execute every new function", {}});
        else if (entry.source == GrantSource::explicit_)
            notes.push_back(
                {"EXECUTE is granted to " + model.catalog.name_of(entry.grantee) + " here", entry.span});
    }
    return notes;
}

bool only_fires(const Function& function) { return returns(function, {"trigger", "event_trigger"}); }

std::string argument_name(const Function& function, ArgumentNumber number) {
    const Symbol name = function.args[number].name.text;
    return name.empty() ? "$" + std::to_string(number + 1) : std::string{name.text()};
}

bool gives_no_rows(const Function& function) {
    const bool outputs = std::any_of(function.args.begin(), function.args.end(), [](const FunctionArg& arg) {
        return arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::in_out ||
               arg.mode == FunctionArg::Mode::table;
    });
    return only_fires(function) ||
           (!outputs && (!function.returns || returns(function, {"void", "bool", "boolean"})));
}

const SetVariable* setting_of(const Function& function, std::string_view name) {
    const auto found = std::find_if(function.settings.begin(), function.settings.end(),
                                    [&](const SetVariable& set) { return set.name.text() == name; });
    return found == function.settings.end() ? nullptr : &*found;
}

bool passes_policies_by(const Model& model, const Function& function, const TableUse& use) {
    const Relation& table = model.catalog[use.relation];
    const RoleId as = use.as.valid() ? use.as : function.owner;
    return table.is_table() && table.rls && !table.origin.assumed && as.valid() &&
           model.reach.exempt(as, use.relation) &&
           model.reach.privileges(as, use.relation).has(use.privilege);
}

bool callable_by_default(const Function& function) {
    return std::any_of(function.acl.entries.begin(), function.acl.entries.end(), [](const AclEntry& entry) {
        return entry.grantee == public_role && entry.privileges.has(Privilege::execute);
    });
}

std::string_view verb_of(Privilege privilege) {
    switch (privilege) {
    case Privilege::insert: return "inserts into";
    case Privilege::update: return "updates";
    case Privilege::delete_: return "deletes from";
    default: return "reads";
    }
}

std::string sql_name(const Catalog& catalog, FunctionId function) {
    const Function& named = catalog[function];
    std::string types;
    for (const FunctionArg& arg : named.args) {
        if (arg.mode == FunctionArg::Mode::out || arg.mode == FunctionArg::Mode::table) continue;
        if (!types.empty()) types += ", ";
        types += format_type_name(arg.type);
    }
    return quote_ident(catalog[named.schema].name.text()) + "." + quote_ident(named.name.text()) + "(" +
           types + ")";
}

std::string alter_function(const Model& model, FunctionId function, std::string_view action) {
    const std::string kind = model.catalog[function].procedure ? "procedure " : "function ";
    return "alter " + kind + sql_name(model.catalog, function) + " " + std::string{action} + ";";
}

std::string revoke_execute(const Model& model, FunctionId function, std::span<const RoleId> from) {
    const Function& called = model.catalog[function];
    std::string roles = callable_by_default(called) ? "public" : "";
    for (const RoleId role : from)
        roles += (roles.empty() ? "" : ", ") + sql_name(model.catalog, role);
    return std::string{"revoke execute on "} + (called.procedure ? "procedure " : "function ") +
           sql_name(model.catalog, function) + " from " + roles + ";";
}

std::string make_invoker(const Model& model, RelationId view) {
    return "alter view " + sql_name(model.catalog, view) + " set (security_invoker = true);";
}

} // namespace rlslint
