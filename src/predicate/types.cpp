#include "types.hpp"

#include <string_view>
#include <unordered_map>

#include "rlslint/catalog/types.hpp"
#include "rlslint/sql/builtin.hpp"

namespace rlslint::predicates {
namespace {

enum Trait : std::uint8_t { plain = 1, boolean = 2, text = 4, integer = 8, no_scalar = 16 };

struct Known {
    std::string_view name;
    int traits;
};

/// The types of pg_catalog of which more is known than that they are there.
constexpr Known known_types[] = {
    {"any", no_scalar},        {"anyelement", no_scalar}, {"bit", plain},         {"bool", plain | boolean},
    {"bpchar", plain},         {"bytea", plain},          {"cidr", plain},        {"date", plain},
    {"float4", plain},         {"float8", plain},         {"inet", plain},        {"int2", plain | integer},
    {"int4", plain | integer}, {"int8", plain | integer}, {"interval", plain},    {"macaddr", plain},
    {"money", plain},          {"name", plain},           {"numeric", plain},     {"oid", plain},
    {"record", no_scalar},     {"text", plain | text},    {"time", plain},        {"timestamp", plain},
    {"timestamptz", plain},    {"timetz", plain},         {"unknown", no_scalar}, {"uuid", plain},
    {"varbit", plain},         {"varchar", plain | text},
};

int traits_of(const TypeName& type) {
    static const std::unordered_map<Symbol, int> by_symbol = [] {
        std::unordered_map<Symbol, int> all;
        for (const Known& known : known_types)
            all.emplace(Symbol{known.name}, known.traits);
        return all;
    }();
    static const Symbol pg_catalog{"pg_catalog"};
    if (type.array_dimensions > 0 || !(type.schema.empty() || type.schema == pg_catalog)) return 0;
    const auto found = by_symbol.find(type.name);
    return found == by_symbol.end() ? 0 : found->second;
}

bool has(const TypeName& type, Trait trait) { return (traits_of(type) & trait) != 0; }

bool is_enum(const Catalog& catalog, const TypeName& type) {
    const SchemaId schema = catalog.find_schema(type.schema);
    const TypeId id = schema.valid() ? catalog.find_type(schema, type.name) : TypeId{};
    return id.valid() && type.array_dimensions == 0 && catalog[id].kind == Type::Kind::enum_;
}

} // namespace

bool is_scalar(const Catalog& catalog, const TypeName& type) {
    const int traits = traits_of(type);
    if ((traits & plain) != 0 || type.array_dimensions > 0) return true;
    const bool builtin = is_system(type.schema) && is_builtin_type(type.name);
    return builtin ? (traits & no_scalar) == 0 : is_enum(catalog, type);
}

bool is_plain(const Catalog& catalog, const TypeName& type) {
    return has(type, plain) || is_enum(catalog, type);
}

bool is_boolean(const TypeName& type) { return has(type, boolean); }

bool is_text(const TypeName& type) { return type.modifiers.empty() && has(type, text); }

bool is_integer(const TypeName& type) { return has(type, integer); }

} // namespace rlslint::predicates
