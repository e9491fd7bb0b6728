#include "rlslint/names/coercion.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "rlslint/catalog/types.hpp"

namespace rlslint {
namespace {

struct Category {
    std::string_view type;
    char category;
};

/// Of the types that columns usually have; in the order of the names.
constexpr auto categories = std::to_array<Category>({
    {"bit", 'V'},       {"bool", 'B'},     {"box", 'G'},       {"bpchar", 'S'},      {"bytea", 'U'},
    {"char", 'Z'},      {"cidr", 'I'},     {"circle", 'G'},    {"date", 'D'},        {"daterange", 'R'},
    {"float4", 'N'},    {"float8", 'N'},   {"inet", 'I'},      {"int2", 'N'},        {"int4", 'N'},
    {"int4range", 'R'}, {"int8", 'N'},     {"int8range", 'R'}, {"interval", 'T'},    {"json", 'U'},
    {"jsonb", 'U'},     {"jsonpath", 'U'}, {"macaddr", 'U'},   {"money", 'N'},       {"name", 'S'},
    {"numeric", 'N'},   {"numrange", 'R'}, {"oid", 'N'},       {"point", 'G'},       {"regclass", 'N'},
    {"text", 'S'},      {"time", 'D'},     {"timestamp", 'D'}, {"timestamptz", 'D'}, {"timetz", 'D'},
    {"tsquery", 'U'},   {"tsrange", 'R'},  {"tstzrange", 'R'}, {"tsvector", 'U'},    {"uuid", 'U'},
    {"varbit", 'V'},    {"varchar", 'S'},  {"xml", 'U'},
});
static_assert(std::is_sorted(categories.begin(), categories.end(),
                             [](const Category& a, const Category& b) { return a.type < b.type; }));

char builtin_category(std::string_view name) {
    const auto found = std::lower_bound(categories.begin(), categories.end(), name,
                                        [](const Category& c, std::string_view n) { return c.type < n; });
    return found != categories.end() && found->type == name ? found->category : '\0';
}

struct Cast {
    std::string_view from;
    std::string_view to; ///< several, by spaces
};

/// Rows of pg_cast for the types above.
constexpr auto implicit_casts = std::to_array<Cast>({
    {"bit", "varbit"},
    {"bpchar", "text varchar name"},
    {"char", "text"},
    {"cidr", "inet"},
    {"date", "timestamp timestamptz"},
    {"float4", "float8"},
    {"int2", "int4 int8 float4 float8 numeric oid regclass"},
    {"int4", "int8 float4 float8 numeric oid regclass"},
    {"int8", "float4 float8 numeric oid regclass"},
    {"name", "text"},
    {"numeric", "float4 float8"},
    {"oid", "regclass"},
    {"regclass", "oid"},
    {"text", "bpchar varchar name regclass"},
    {"time", "interval timetz"},
    {"timestamp", "timestamptz"},
    {"varbit", "bit"},
    {"varchar", "text bpchar name regclass"},
});
constexpr auto assignment_casts = std::to_array<Cast>({
    {"float4", "int2 int4 int8 numeric"},
    {"float8", "int2 int4 int8 float4 numeric"},
    {"inet", "cidr"},
    {"int4", "int2 money"},
    {"int8", "int2 int4 money"},
    {"interval", "time"},
    {"json", "jsonb"},
    {"jsonb", "json"},
    {"money", "numeric"},
    {"name", "bpchar varchar"},
    {"numeric", "int2 int4 int8 money"},
    {"oid", "int4 int8"},
    {"regclass", "int4 int8"},
    {"text", "char"},
    {"timestamp", "date time"},
    {"timestamptz", "date time timestamp timetz"},
    {"timetz", "time"},
    {"bpchar", "char"},
    {"varchar", "char"},
});

template <std::size_t n>
bool has_cast(const std::array<Cast, n>& casts, std::string_view from, std::string_view to) {
    const auto cast = std::find_if(casts.begin(), casts.end(), [&](const Cast& c) { return c.from == from; });
    if (cast == casts.end()) return false;
    std::string_view rest = cast->to;
    while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, space) == to) return true;
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return false;
}

const Type* own_type(const Catalog& catalog, const TypeName& type) {
    const SchemaId schema = catalog.find_schema(type.schema);
    const TypeId id = schema.valid() ? catalog.find_type(schema, type.name) : TypeId{};
    return id.valid() ? &catalog[id] : nullptr;
}

bool is_row_type(const Catalog& catalog, const TypeName& type) {
    const SchemaId schema = catalog.find_schema(type.schema);
    return schema.valid() && catalog.find_relation(schema, type.name).valid();
}

bool is_system(const TypeName& type) {
    return (type.schema.empty() || type.schema.text() == "pg_catalog") && is_builtin_type(type.name);
}

/// Everything has a text form, which may be stored in columns of strings.
bool is_string(std::string_view type) {
    return type == "text" || type == "varchar" || type == "bpchar" || type == "name";
}

} // namespace

TypeName base_type(const Catalog& catalog, TypeName type) {
    for (int depth = 0; depth < 32 && type.array_dimensions == 0 && !is_system(type); ++depth) {
        const Type* own = own_type(catalog, type);
        if (own == nullptr || own->kind != Type::Kind::domain) break;
        type = TypeName{own->base};
    }
    return type;
}

char type_category(const Catalog& catalog, const TypeName& type) {
    if (type.array_dimensions > 0) return 'A';
    if (is_system(type)) return builtin_category(type.name.text());
    const TypeName base = base_type(catalog, type);
    if (base.array_dimensions > 0) return 'A';
    if (is_system(base)) return builtin_category(base.name.text());
    const Type* own = own_type(catalog, base);
    if (own == nullptr) return is_row_type(catalog, base) ? 'C' : '\0';
    switch (own->kind) {
    case Type::Kind::enum_: return 'E';
    case Type::Kind::composite: return 'C';
    case Type::Kind::range: return 'R';
    default: return '\0';
    }
}

std::optional<bool> can_coerce(const Catalog& catalog, const TypeName& from, const TypeName& to,
                               CastContext context) {
    const TypeName source = base_type(catalog, from);
    const TypeName target = base_type(catalog, to);
    const bool same = source.name == target.name && source.schema == target.schema;
    if (same && (source.array_dimensions > 0) == (target.array_dimensions > 0)) return true;
    if (type_category(catalog, source) == 0 || type_category(catalog, target) == 0) return std::nullopt;
    const bool stored = context == CastContext::assignment;
    if (target.array_dimensions == 0 && is_system(target) && stored && is_string(target.name.text()))
        return true;
    if (source.array_dimensions > 0 && target.array_dimensions > 0) {
        TypeName of_source = source;
        TypeName of_target = target;
        of_source.array_dimensions = of_target.array_dimensions = 0;
        return can_coerce(catalog, of_source, of_target, context);
    }
    if (source.array_dimensions > 0 || target.array_dimensions > 0) return false;
    if (!is_system(source) || !is_system(target)) return false;
    const std::string_view a = source.name.text();
    const std::string_view b = target.name.text();
    return has_cast(implicit_casts, a, b) || (stored && has_cast(assignment_casts, a, b));
}

} // namespace rlslint
