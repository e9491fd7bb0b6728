#include "rlslint/catalog/catalog.hpp"

namespace rlslint {
namespace {

bool is_input(FunctionArg::Mode mode) {
    return mode != FunctionArg::Mode::out && mode != FunctionArg::Mode::table;
}

std::string argument_types(const Function& function) {
    std::string types;
    for (const FunctionArg& arg : function.args) {
        if (!is_input(arg.mode)) continue;
        if (!types.empty()) types += ", ";
        types += format_type_name(arg.type);
    }
    return types;
}

std::string_view mode_word(const Function& function, FunctionArg::Mode mode) {
    switch (mode) {
    case FunctionArg::Mode::in: return function.procedure ? "IN " : "";
    case FunctionArg::Mode::out: return "OUT ";
    case FunctionArg::Mode::in_out: return "INOUT ";
    case FunctionArg::Mode::variadic: return "VARIADIC ";
    case FunctionArg::Mode::table: return "";
    }
    return "";
}

std::string qualified(Symbol schema, Symbol name) {
    std::string text{schema.text()};
    text += '.';
    return text += name.text();
}

} // namespace

/// print_function_arguments in src/backend/utils/adt/ruleutils.c: the columns of TABLE are left out.
std::string identity_arguments(const Function& function) {
    std::string text;
    for (const FunctionArg& arg : function.args) {
        if (arg.mode == FunctionArg::Mode::table) continue;
        if (!text.empty()) text += ", ";
        text += mode_word(function, arg.mode);
        if (!arg.name.empty()) text += quote_ident(arg.name.text.text()) + " ";
        text += format_type_name(arg.type);
    }
    return text;
}

std::string Catalog::name_of(RelationId id) const {
    const Relation& relation = relations_[id.value];
    return qualified(schemas_[relation.schema.value].name, relation.name);
}

std::string Catalog::name_of(PolicyId id) const {
    const Policy& policy = policies_[id.value];
    return name_of(policy.table) + "/" + std::string{policy.name.text()};
}

std::string Catalog::name_of(FunctionId id) const {
    const Function& function = functions_[id.value];
    return qualified(schemas_[function.schema.value].name, function.name) + "(" + argument_types(function) +
           ")";
}

std::string Catalog::name_of(RoleId id) const {
    if (id == public_role) return "PUBLIC";
    return std::string{roles_[id.value].name.text()};
}

} // namespace rlslint
