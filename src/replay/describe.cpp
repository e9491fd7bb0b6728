#include "describe.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lookup.hpp"

namespace rlslint::replaying {

namespace {

using Kind = Object::Kind;

std::string with_schema(const Replayer& r, SchemaId schema, Symbol name, bool visible) {
    const std::string quoted = quote_ident(name.text());
    return visible ? quoted : fmt::format("{}.{}", quote_ident(r.catalog[schema].name.text()), quoted);
}

bool on_path(const Replayer& r, SchemaId schema) {
    const SearchPath path = search_path(r);
    return std::find(path.begin(), path.end(), schema) != path.end();
}

std::string name_of(const Replayer& r, RelationId id) {
    const Relation& relation = r.catalog[id];
    return with_schema(r, relation.schema, relation.name, find_relation(r, {{}, relation.name, {}}) == id);
}

std::string relation_of(const Replayer& r, RelationId id) {
    return fmt::format("{} {}", kind_word(r.catalog[id]), name_of(r, id));
}

std::string function_of(const Replayer& r, const Function& function) {
    const std::string name = with_schema(r, function.schema, function.name, on_path(r, function.schema));
    std::string types;
    for (const TypeName& type : input_types(function.args)) {
        if (!types.empty()) types += ',';
        types += format_type_name(type);
    }
    return fmt::format("{} {}({})", function.procedure ? "procedure" : "function", name, types);
}

std::string type_of(const Replayer& r, const Type& type) {
    return fmt::format("type {}", with_schema(r, type.schema, type.name, on_path(r, type.schema)));
}

std::string constraint_of(const Replayer& r, const Object& object) {
    const RelationId table{object.id};
    for (const Constraint& constraint : r.catalog[table].constraints)
        if (constraint.name.id() == object.part)
            return fmt::format("constraint {} on {}", constraint.name.text(), relation_of(r, table));
    return {};
}

std::string_view rule_name(const Replayer& r, const Object& object) {
    for (const RewriteRule& rule : r.catalog[RelationId{object.id}].rules)
        if (rule.name.id() == object.part) return rule.name.text();
    return {};
}

} // namespace

std::string_view kind_word(const Relation& relation) {
    switch (relation.kind) {
    case 'v': return "view";
    case 'm': return "materialized view";
    case 'f': return "foreign table";
    case 'S': return "sequence";
    case 'c': return "composite type";
    default: return "table";
    }
}

std::string description(const Replayer& r, const Object& object) {
    const Catalog& catalog = r.catalog;
    switch (object.kind) {
    case Kind::relation: return relation_of(r, {object.id});
    case Kind::column:
        return fmt::format("column {} of {}", catalog[RelationId{object.id}].columns[object.part].name.text(),
                           relation_of(r, {object.id}));
    case Kind::attribute: {
        const Type& type = catalog[TypeId{object.id}];
        return fmt::format("column {} of composite {}", type.columns[object.part].name.text(),
                           type_of(r, type));
    }
    case Kind::default_value:
        return fmt::format("default value for column {} of {}",
                           catalog[RelationId{object.id}].columns[object.part].name.text(),
                           relation_of(r, {object.id}));
    case Kind::constraint: return constraint_of(r, object);
    case Kind::rule: return fmt::format("rule {} on {}", rule_name(r, object), relation_of(r, {object.id}));
    case Kind::policy: {
        const Policy& policy = catalog[PolicyId{object.id}];
        return fmt::format("policy {} on {}", policy.name.text(), relation_of(r, policy.table));
    }
    case Kind::index: {
        const Index& index = catalog[IndexId{object.id}];
        const SchemaId schema = catalog[index.table].schema;
        return fmt::format("index {}", with_schema(r, schema, index.name, on_path(r, schema)));
    }
    case Kind::trigger: {
        const Trigger& trigger = catalog[TriggerId{object.id}];
        return fmt::format("trigger {} on {}", trigger.name.text(), relation_of(r, trigger.table));
    }
    case Kind::function: return function_of(r, catalog[FunctionId{object.id}]);
    case Kind::type: return type_of(r, catalog[TypeId{object.id}]);
    case Kind::schema: return fmt::format("schema {}", quote_ident(catalog[SchemaId{object.id}].name.text()));
    }
    return {};
}

} // namespace rlslint::replaying
