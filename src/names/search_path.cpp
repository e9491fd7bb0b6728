#include <algorithm>
#include <array>
#include <string_view>

#include "rlslint/catalog/types.hpp"
#include "rlslint/names/binder.hpp"

namespace rlslint {
namespace {

/// A column's type, for `table.column%TYPE`; the type as it is where the column is not known.
TypeName type_of_column(const Catalog& catalog, const SearchPath& path, TypeName type) {
    const RelationId relation = resolve_relation(catalog, path, {{}, type.schema, type.span});
    if (!relation.valid()) return type;
    const ColumnNumber column = catalog.find_column(relation, type.name);
    if (column == whole_row) return type;
    TypeName found = catalog[relation].columns[column].type;
    found.array_dimensions = std::max(found.array_dimensions, type.array_dimensions);
    found.setof = type.setof;
    found.span = type.span;
    return found;
}

bool has_type(const Catalog& catalog, SchemaId schema, Symbol name) {
    return catalog.find_type(schema, name).valid() || catalog.find_relation(schema, name).valid();
}

} // namespace

SearchPath path_inside(const Catalog& catalog, const Platform& platform, const Function& function) {
    static const Symbol search_path{"search_path"};
    const std::vector<std::string>* names = &platform.search_path;
    for (const SetVariable& setting : function.settings) {
        if (setting.name == search_path) names = &setting.values;
    }
    SearchPath path;
    for (const std::string& name : *names) {
        const SchemaId schema = catalog.find_schema(Symbol{name});
        if (schema.valid()) path.push_back(schema);
    }
    return path;
}

bool is_system_column(Symbol name) {
    constexpr std::array<std::string_view, 6> names{"ctid", "xmin", "cmin", "xmax", "cmax", "tableoid"};
    return std::find(names.begin(), names.end(), name.text()) != names.end();
}

RelationId resolve_relation(const Catalog& catalog, const SearchPath& path, const QualifiedName& name) {
    if (!name.schema.empty()) {
        const SchemaId schema = catalog.find_schema(name.schema);
        return schema.valid() ? catalog.find_relation(schema, name.name) : RelationId{};
    }
    for (const SchemaId schema : path) {
        const RelationId found = catalog.find_relation(schema, name.name);
        if (found.valid()) return found;
    }
    return {};
}

TypeName resolve_type(const Catalog& catalog, const SearchPath& path, TypeName type) {
    if (type.percent_type) return type_of_column(catalog, path, std::move(type));
    if (!type.schema.empty() || type.name.empty()) return type;
    if (is_builtin_type(type.name)) {
        type.schema = Symbol{"pg_catalog"};
        return type;
    }
    for (const SchemaId schema : path) {
        if (!has_type(catalog, schema, type.name)) continue;
        type.schema = catalog[schema].name;
        break;
    }
    return type;
}

} // namespace rlslint
