#include "overloads.hpp"

#include <algorithm>

namespace rlslint::names {
namespace {

/// What matters of a function's parameters for the number of arguments that it takes.
struct Parameters {
    std::size_t inputs = 0;
    std::size_t required = 0;
    bool variadic = false;
};

Parameters parameters_of(const Function& function) {
    Parameters result;
    for (const FunctionArg& arg : function.args) {
        if (!is_input(arg)) continue;
        ++result.inputs;
        if (!arg.default_value.valid()) ++result.required;
        if (arg.mode == FunctionArg::Mode::variadic) result.variadic = true;
    }
    return result;
}

bool accepts_count(const Function& function, const Call& call) {
    const Parameters parameters = parameters_of(function);
    if (call.arg_count < parameters.required) return false;
    if (call.variadic && !parameters.variadic) return false;
    return call.arg_count <= parameters.inputs || (parameters.variadic && !call.variadic);
}

bool accepts_names(const Function& function, const Tree& tree, const Call& call) {
    const auto names = tree.names(call.arg_names);
    return std::all_of(names.begin(), names.end(), [&](Symbol name) {
        return name.empty() ||
               std::any_of(function.args.begin(), function.args.end(),
                           [&](const FunctionArg& arg) { return is_input(arg) && arg.name.text == name; });
    });
}

/// Of functions with the same parameters, the one that comes first in the path hides the others.
bool same_inputs(const Function& a, const Function& b) {
    const auto next_input = [](const Function& f, std::size_t& at) {
        while (at < f.args.size() && !is_input(f.args[at]))
            ++at;
        return at < f.args.size() ? &f.args[at++].type : nullptr;
    };
    std::size_t at_a = 0;
    std::size_t at_b = 0;
    while (true) {
        const TypeName* type_a = next_input(a, at_a);
        const TypeName* type_b = next_input(b, at_b);
        if (type_a == nullptr || type_b == nullptr) return type_a == type_b;
        if (format_type_name(*type_a) != format_type_name(*type_b)) return false;
    }
}

/// Whether a call means both as well: their first arguments are alike, and one leaves the rest to defaults
/// (FuncnameGetCandidates in src/backend/catalog/namespace.c).
bool same_call(const Function& a, const Function& b, const Call& call) {
    const auto called = [&](const Function& f) {
        std::vector<std::string> types;
        for (const FunctionArg& arg : f.args)
            if (is_input(arg) && types.size() < call.arg_count) types.push_back(format_type_name(arg.type));
        return types;
    };
    return call.arg_names.count == 0 && called(a) == called(b);
}

} // namespace

Alike alike(const Catalog& catalog, std::span<const FunctionId> candidates, const Call& call) {
    const FunctionId first = candidates.front();
    std::size_t beside = 0;
    for (const FunctionId other : candidates.subspan(1)) {
        if (!same_call(catalog[other], catalog[first], call)) return Alike::no;
        if (catalog[other].schema == catalog[first].schema) ++beside;
    }
    return beside > 0 ? Alike::ambiguous : Alike::first_of_path;
}

void find_candidates(const BindContext& context, const Tree& tree, const Call& call,
                     std::vector<FunctionId>& out) {
    const auto add_from = [&](SchemaId schema) {
        for (const FunctionId id : context.catalog.find_functions(schema, call.name)) {
            const Function& function = context.catalog[id];
            if (!accepts_count(function, call) || !accepts_names(function, tree, call)) continue;
            const bool hidden = std::any_of(out.begin(), out.end(), [&](FunctionId earlier) {
                return same_inputs(context.catalog[earlier], function);
            });
            if (!hidden) out.push_back(id);
        }
    };
    if (!call.schema.empty()) {
        const SchemaId schema = context.catalog.find_schema(call.schema);
        if (schema.valid()) add_from(schema);
        return;
    }
    for (const SchemaId schema : context.path)
        add_from(schema);
}

} // namespace rlslint::names
