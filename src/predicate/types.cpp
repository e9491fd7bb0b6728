#include "types.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "rlslint/catalog/types.hpp"

namespace rlslint::predicates {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool in_pg_catalog(const TypeName& type) {
    const bool by_schema = type.schema.empty() || type.schema.text() == "pg_catalog";
    return by_schema && is_builtin_type(type.name.text());
}

bool is_enum(const Catalog& catalog, const TypeName& type) {
    const SchemaId schema = catalog.find_schema(type.schema);
    const TypeId id = schema.valid() ? catalog.find_type(schema, type.name) : TypeId{};
    return id.valid() && catalog[id].kind == Type::Kind::enum_;
}

} // namespace

bool is_scalar(const Catalog& catalog, const TypeName& type) {
    if (type.array_dimensions > 0) return true;
    if (in_pg_catalog(type)) return !is_one_of(type.name.text(), {"record", "anyelement", "any", "unknown"});
    return is_enum(catalog, type);
}

bool is_plain(const Catalog& catalog, const TypeName& type) {
    if (type.array_dimensions > 0) return false;
    if (!in_pg_catalog(type)) return is_enum(catalog, type);
    return is_one_of(type.name.text(),
                     {"bool",   "int2",      "int4",        "int8",     "numeric", "float4", "float8",
                      "text",   "varchar",   "bpchar",      "name",     "uuid",    "date",   "time",
                      "timetz", "timestamp", "timestamptz", "interval", "bytea",   "oid",    "inet",
                      "cidr",   "macaddr",   "bit",         "varbit",   "money"});
}

bool is_boolean(const TypeName& type) {
    return type.array_dimensions == 0 && in_pg_catalog(type) && type.name.text() == "bool";
}

bool is_text(const TypeName& type) {
    return type.array_dimensions == 0 && in_pg_catalog(type) && type.modifiers.empty() &&
           is_one_of(type.name.text(), {"text", "varchar"});
}

bool is_integer(const TypeName& type) {
    return type.array_dimensions == 0 && in_pg_catalog(type) &&
           is_one_of(type.name.text(), {"int2", "int4", "int8"});
}

} // namespace rlslint::predicates
