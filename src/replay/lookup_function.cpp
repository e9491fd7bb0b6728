#include <algorithm>

#include <fmt/format.h>

#include "rlslint/catalog/types.hpp"

#include "create.hpp"
#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

bool same_type(const TypeName& a, const TypeName& b) {
    const bool schemas_differ = !a.schema.empty() && !b.schema.empty() && a.schema != b.schema;
    return a.name == b.name && !schemas_differ && (a.array_dimensions > 0) == (b.array_dimensions > 0) &&
           a.percent_type == b.percent_type;
}

std::vector<TypeName> canonical_inputs(const Replayer& r, const std::vector<FunctionArg>& args) {
    std::vector<TypeName> types = input_types(args);
    for (TypeName& type : types)
        type = canonical(r, std::move(type));
    return types;
}

bool kind_fits(const Function& function, ObjectKind kind) {
    switch (kind) {
    case ObjectKind::procedure: return function.procedure;
    case ObjectKind::aggregate: return function.aggregate;
    case ObjectKind::function: return !function.procedure;
    default: return true;
    }
}

std::string_view word(ObjectKind kind) {
    if (kind == ObjectKind::procedure) return "procedure";
    return kind == ObjectKind::aggregate ? "aggregate" : "function";
}

std::vector<SchemaId> schemas_searched(const Replayer& r, Symbol schema) {
    if (schema.empty()) return search_path(r);
    const SchemaId found = r.catalog.find_schema(schema);
    if (found.valid()) require_usage(r, found);
    return found.valid() ? std::vector{found} : std::vector<SchemaId>{};
}

/// A reference without an argument list must fit one function only.
FunctionId find_by_name(const Replayer& r, const ObjectRef& ref) {
    for (const SchemaId schema : schemas_searched(r, ref.name.schema)) {
        FunctionId only;
        for (const FunctionId id : r.catalog.find_functions(schema, ref.name.name)) {
            if (!kind_fits(r.catalog[id], ref.kind)) continue;
            if (only.valid())
                throw Refused{sqlstate::ambiguous_function,
                              fmt::format("{} name \"{}\" is not unique", word(ref.kind), shown(ref.name))};
            only = id;
        }
        if (only.valid()) return only;
    }
    return {};
}

/// A name without schema does not mean the type of the history that is not on search_path.
void refuse_off_path(const Replayer& r, const TypeName& meant, const TypeName& written) {
    if (!written.schema.empty() || meant.schema.empty()) return;
    const SchemaId schema = r.catalog.find_schema(meant.schema);
    if (schema.valid() && r.catalog.find_type(schema, meant.name).valid())
        refuse(sqlstate::undefined_object, "type \"{}\" does not exist", written.name.text());
}

/// Where the function's schema is closed, what its arguments are called is still looked up before.
void refuse_types_off_path(const Replayer& r, const ObjectRef& ref) {
    const SchemaId schema = r.catalog.find_schema(ref.name.schema);
    if (!schema.valid() || has_usage(r, schema)) return;
    for (const FunctionArg& arg : *ref.args) {
        if (!arg.type.schema.empty() || canonical(r, arg.type).schema != arg.type.schema) continue;
        if (r.catalog.find_type(schema, arg.type.name).valid())
            refuse(sqlstate::undefined_object, "type \"{}\" does not exist", arg.type.name.text());
    }
}

FunctionId find_by_types(const Replayer& r, const ObjectRef& ref) {
    for (const FunctionArg& arg : *ref.args)
        (void)require_type_name(r, arg.type);
    refuse_types_off_path(r, ref);
    const std::vector<TypeName> wanted = canonical_inputs(r, *ref.args);
    for (const SchemaId schema : schemas_searched(r, ref.name.schema))
        for (const FunctionId id : r.catalog.find_functions(schema, ref.name.name)) {
            const std::vector<TypeName> types = input_types(r.catalog[id].args);
            if (!same_types(types, wanted)) continue;
            for (std::size_t i = 0; i < types.size(); ++i)
                refuse_off_path(r, types[i], wanted[i]);
            return id;
        }
    return {};
}

bool function_is_gone(const Replayer& r, const QualifiedName& name) {
    if (!name.schema.empty()) return r.functions.has(name.schema, name.name);
    const SearchPath path = search_path(r);
    return std::any_of(path.begin(), path.end(),
                       [&](SchemaId schema) { return r.functions.has(r.catalog[schema].name, name.name); });
}

[[noreturn]] void refuse_function(const Replayer& r, const ObjectRef& ref) {
    if (!ref.args)
        throw Refused{sqlstate::undefined_function,
                      fmt::format("could not find a {} named \"{}\"", word(ref.kind), shown(ref.name))};
    throw Refused{sqlstate::undefined_function, fmt::format("{} {} does not exist", word(ref.kind),
                                                            shown(ref.name, canonical_inputs(r, *ref.args)))};
}

FunctionId assume_function(Replayer& r, const ObjectRef& ref) {
    Function function;
    function.schema = creation_schema(r, ref.name);
    function.name = ref.name.name;
    function.procedure = ref.kind == ObjectKind::procedure;
    function.aggregate = ref.kind == ObjectKind::aggregate;
    function.name_span = ref.name.span;
    if (ref.args) function.args = *ref.args;
    for (FunctionArg& arg : function.args)
        arg.type = canonical(r, std::move(arg.type));
    function.origin = r.assumed();
    return create(r, std::move(function));
}

} // namespace

TypeName canonical(const Replayer& r, TypeName type) {
    return resolve_type(r.catalog, search_path(r), std::move(type));
}

TypeId find_type(const Replayer& r, const QualifiedName& name) {
    for (const SchemaId schema : schemas_searched(r, name.schema))
        if (const TypeId found = r.catalog.find_type(schema, name.name); found.valid()) return found;
    return {};
}

TypeId find_known_type(const Replayer& r, const QualifiedName& name) {
    const TypeId found = find_type(r, name);
    if (found.valid()) return found;
    refuse_gone_schema(r, name.schema);
    const std::vector<SchemaId> schemas = schemas_searched(r, name.schema);
    const bool gone = std::any_of(schemas.begin(), schemas.end(), [&](SchemaId schema) {
        return r.types.has(r.catalog[schema].name, name.name);
    });
    if (gone) refuse(sqlstate::undefined_object, "type \"{}\" does not exist", shown(name));
    return {};
}

TypeName require_type_name(const Replayer& r, TypeName type) {
    const QualifiedName name{type.schema, type.name, type.span};
    const bool own = !type.percent_type && !is_system_schema(type.schema) &&
                     (!type.schema.empty() || !is_builtin_type(type.name));
    if (own && !find_relation(r, name).valid()) (void)find_known_type(r, name);
    return canonical(r, std::move(type));
}

void require_domain(const Replayer& r, TypeId type, ObjectKind kind) {
    if (kind == ObjectKind::domain && r.catalog[type].kind != Type::Kind::domain)
        refuse(sqlstate::wrong_object_type, "\"{}\" is not a domain", r.catalog[type].name.text());
}

void depend_on_type(Replayer& r, const TypeName& type, const Object& dependent) {
    if (type.schema.empty() || is_system_schema(type.schema)) return;
    const SchemaId schema = r.catalog.find_schema(type.schema);
    if (!schema.valid()) return;
    if (const TypeId id = r.catalog.find_type(schema, type.name); id.valid()) r.dependents.add(id, dependent);
    if (const RelationId id = r.catalog.find_relation(schema, type.name); id.valid())
        r.dependents.add(id, dependent);
}

std::vector<TypeName> input_types(const std::vector<FunctionArg>& args) {
    std::vector<TypeName> types;
    for (const FunctionArg& arg : args)
        if (arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table)
            types.push_back(arg.type);
    return types;
}

bool same_types(const std::vector<TypeName>& a, const std::vector<TypeName>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_type);
}

FunctionId find_function(const Replayer& r, const ObjectRef& ref) {
    return ref.args ? find_by_types(r, ref) : find_by_name(r, ref);
}

void refuse_if_gone(const Replayer& r, const ObjectRef& ref) {
    refuse_gone_schema(r, ref.name.schema);
    if (function_is_gone(r, ref.name)) refuse_function(r, ref);
}

void require_routine_kind(const Replayer& r, FunctionId id, const ObjectRef& ref) {
    if (kind_fits(r.catalog[id], ref.kind)) return;
    throw Refused{sqlstate::wrong_object_type,
                  fmt::format("{} is not {}", shown(ref.name, input_types(r.catalog[id].args)),
                              ref.kind == ObjectKind::aggregate   ? "an aggregate function"
                              : ref.kind == ObjectKind::procedure ? "a procedure"
                                                                  : "a function")};
}

FunctionId require_function(Replayer& r, const ObjectRef& ref) {
    if (const FunctionId found = find_function(r, ref); found.valid()) {
        require_routine_kind(r, found, ref);
        return found;
    }
    refuse_if_gone(r, ref);
    return assume_function(r, ref);
}

std::string shown(const QualifiedName& name, const std::vector<TypeName>& types) {
    std::string text = shown(name) + "(";
    for (const TypeName& type : types) {
        if (text.back() != '(') text += ", ";
        text += format_type(type);
    }
    return text + ")";
}

} // namespace rlslint::replaying
