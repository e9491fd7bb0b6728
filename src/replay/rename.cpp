#include <algorithm>

#include <fmt/format.h>

#include "alter_table.hpp"
#include "apply.hpp"
#include "column.hpp"
#include "composite.hpp"
#include "constraint.hpp"
#include "contents.hpp"
#include "create.hpp"
#include "event_trigger.hpp"
#include "inheritance.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "role_permission.hpp"
#include "trigger.hpp"
#include "type_use.hpp"

/// ALTER … RENAME (src/backend/commands/alter.c). What refers to an object does so by id and
/// follows.
namespace rlslint::replaying {

namespace {

bool is_relation(ObjectKind kind) {
    return kind == ObjectKind::table || kind == ObjectKind::view || kind == ObjectKind::materialized_view ||
           kind == ObjectKind::foreign_table || kind == ObjectKind::sequence;
}

/// The same with IF EXISTS: none where it is missing.
RelationId relation_of(Replayer& r, const QualifiedName& name, bool if_exists) {
    const RelationId found = find_relation(r, name);
    return found.valid() || if_exists ? found : require_relation(r, name);
}

void require_index_owner(const Replayer& r, const Index& index) {
    const Relation& table = r.catalog[index.table];
    if (!is_owner(r, table.owner) && fully_known(table))
        refuse(sqlstate::insufficient_privilege, "must be owner of index {}", index.name.text());
    require_create(r, table.schema);
}

/// Under its new name it depends on the same objects.
void rename_constraint(Replayer& r, RelationId table, Symbol from, Symbol to) {
    for (Constraint& constraint : r.catalog.edit(table).constraints) {
        if (constraint.name != from) continue;
        constraint.name = to;
        note_dependencies(r, table, constraint);
    }
}

void require_free_constraint_name(const Relation& table, Symbol name) {
    if (find_constraint(table, name) != nullptr)
        refuse(sqlstate::duplicate_object, "constraint \"{}\" for relation \"{}\" already exists",
               name.text(), table.name.text());
}

/// A check is renamed in the tables below too, which cannot do it on their own
/// (rename_constraint_internal).
void rename_with_inherited(Replayer& r, RelationId id, Symbol from, Symbol to, bool only) {
    const Constraint original = *find_constraint(r.catalog[id], from);
    const std::vector<RelationId> tables = with_descendants(r, id, !is_inheritable(original));
    if (only && tables.size() > 1)
        refuse(sqlstate::invalid_table_definition,
               "inherited constraint \"{}\" must be renamed in child tables too", from.text());
    for (const RelationId table : tables) {
        const Constraint* own = find_constraint(r.catalog[table], from);
        if (own == nullptr) continue;
        const std::size_t expected = table == id ? 0 : parents_among(r.catalog[table], tables);
        if (is_inheritable(*own) && own->inherited > expected)
            refuse(sqlstate::invalid_table_definition, "cannot rename inherited constraint \"{}\"",
                   from.text());
        require_free_constraint_name(r.catalog[table], to);
        rename_constraint(r, table, from, to);
    }
}

/// An index and the constraint that stands on it share a name.
void rename_index(Replayer& r, IndexId id, Symbol name) {
    const RelationId table = r.catalog[id].table;
    const Symbol old = r.catalog[id].name;
    require_free_class_name(r, r.catalog[table].schema, name);
    rename(r, id, name);
    rename_constraint(r, table, old, name);
}

Effect rename_relation(Replayer& r, const Rename& statement) {
    const QualifiedName& name = statement.object.name;
    const Symbol to = statement.new_name.text;
    if (!find_relation(r, name).valid()) {
        if (const IndexId index = find_index(r, name); index.valid()) {
            require_index_owner(r, r.catalog[index]);
            return rename_index(r, index, to), Effect{};
        }
        refuse_composite(r, name);
        if (statement.object.kind == ObjectKind::index && (statement.if_exists || !relation_is_gone(r, name)))
            return {};
    }
    const RelationId id = relation_of(r, name, statement.if_exists);
    if (!id.valid()) return {};
    require_owner(r, id);
    require_kind_named(r.catalog[id], statement.object.kind);
    require_create(r, r.catalog[id].schema);
    require_free_class_name(r, r.catalog[id].schema, to);
    if (r.catalog[id].kind != 'S') require_free_row_type(r, r.catalog[id].schema, to);
    const TypeUse row_type{r, id};
    rename(r, id, to);
    row_type.update(r);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::renamed, id);
    return {};
}

/// In the tables below too, which cannot do it on their own (renameatt_internal).
Effect rename_column(Replayer& r, const Rename& statement) {
    const RelationId id = relation_of(r, statement.object.name, statement.if_exists);
    if (!id.valid()) return {};
    require_owner(r, id);
    const Symbol from = statement.object.part.text;
    const Symbol to = statement.new_name.text;
    if (r.catalog[id].of_type.valid())
        refuse(sqlstate::wrong_object_type, "cannot rename column of typed table");
    const ColumnNumber number = require_column(r, id, from);
    const std::vector<RelationId> tables = with_descendants(r, id);
    if (statement.only && tables.size() > 1)
        refuse(sqlstate::invalid_table_definition,
               "inherited column \"{}\" must be renamed in child tables too", from.text());
    if (r.catalog[id].columns[number].inherited > 0)
        refuse(sqlstate::invalid_table_definition, "cannot rename inherited column \"{}\"", from.text());
    for (const RelationId table : tables) {
        const ColumnNumber at = r.catalog.find_column(table, from);
        if (at == whole_row) continue;
        if (table != id && r.catalog[table].columns[at].inherited > parents_among(r.catalog[table], tables))
            refuse(sqlstate::invalid_table_definition, "cannot rename inherited column \"{}\"", from.text());
        if (r.catalog[table].is_table()) refuse_system_column(to);
        if (r.catalog.find_column(table, to) != whole_row)
            throw Refused{sqlstate::duplicate_column,
                          fmt::format("column \"{}\" of relation \"{}\" already exists", to.text(),
                                      r.catalog[table].name.text())};
        r.catalog.edit(table).columns[at].name = to;
    }
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::altered, id);
    return {};
}

/// The domain whose constraint it is, where no relation has that name.
TypeId domain_of(const Replayer& r, const QualifiedName& name) {
    if (find_relation(r, name).valid()) return {};
    const TypeId type = find_type(r, name);
    return type.valid() && r.catalog[type].kind == Type::Kind::domain ? type : TypeId{};
}

Effect rename_domain_constraint(Replayer& r, const Rename& statement, TypeId id) {
    require_owner(r, id);
    Type& domain = r.catalog.edit(id);
    const auto named = [&](Symbol name) {
        return std::find_if(domain.constraints.begin(), domain.constraints.end(),
                            [&](const Constraint& c) { return c.name == name; });
    };
    const auto found = named(statement.object.part.text);
    if (found == domain.constraints.end())
        refuse(sqlstate::undefined_object, "constraint \"{}\" for domain {} does not exist",
               statement.object.part.text.text(), domain.name.text());
    if (named(statement.new_name.text) != domain.constraints.end())
        refuse(sqlstate::duplicate_object, "constraint \"{}\" for domain {} already exists",
               statement.new_name.text.text(), domain.name.text());
    found->name = statement.new_name.text;
    return {};
}

Effect rename_constraint(Replayer& r, const Rename& statement) {
    if (const TypeId domain = domain_of(r, statement.object.name); domain.valid())
        return rename_domain_constraint(r, statement, domain);
    const RelationId id = relation_of(r, statement.object.name, statement.if_exists);
    if (!id.valid()) return {};
    require_owner(r, id);
    if (r.catalog[id].of_type.valid())
        refuse(sqlstate::wrong_object_type, "cannot rename column of typed table");
    const Symbol from = statement.object.part.text;
    if (find_constraint(r.catalog[id], from) == nullptr) {
        if (!fully_known(r.catalog[id])) return {};
        throw Refused{sqlstate::undefined_object,
                      fmt::format("constraint \"{}\" for table \"{}\" does not exist", from.text(),
                                  r.catalog[id].name.text())};
    }
    const Symbol to = statement.new_name.text;
    const IndexId index = r.catalog.find_index(r.catalog[id].schema, from);
    if (index.valid() && r.catalog[index].table == id) return rename_index(r, index, to), Effect{};
    rename_with_inherited(r, id, from, to, statement.only);
    return {};
}

Effect rename_policy(Replayer& r, const Rename& statement) {
    const RelationId table = relation_of(r, statement.object.name, statement.if_exists);
    if (!table.valid()) return {};
    require_owner(r, table);
    const Relation& relation = r.catalog[table];
    const PolicyId id = r.catalog.find_policy(table, statement.object.part.text);
    if (!id.valid()) {
        if (!fully_known(relation)) return {};
        throw Refused{sqlstate::undefined_object,
                      fmt::format("policy \"{}\" for table \"{}\" does not exist",
                                  statement.object.part.text.text(), relation.name.text())};
    }
    if (r.catalog.find_policy(table, statement.new_name.text).valid())
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("policy \"{}\" for table \"{}\" already exists",
                                  statement.new_name.text.text(), relation.name.text())};
    r.catalog.rename(id, statement.new_name.text);
    Policy& policy = r.catalog.edit(id);
    policy.name_span = statement.new_name.span;
    r.touch(policy.origin);
    r.record(Event::Kind::renamed, id);
    return {};
}

Effect rename_trigger(Replayer& r, const Rename& statement) {
    const RelationId table = relation_of(r, statement.object.name, statement.if_exists);
    if (!table.valid()) return {};
    require_owner(r, table);
    const TriggerId id = r.catalog.find_trigger(table, statement.object.part.text);
    if (!id.valid()) {
        if (!fully_known(r.catalog[table])) return {};
        throw Refused{sqlstate::undefined_object,
                      fmt::format("trigger \"{}\" for table \"{}\" does not exist",
                                  statement.object.part.text.text(), r.catalog[table].name.text())};
    }
    if (r.catalog[id].parent.valid())
        refuse(sqlstate::internal_error, "cannot rename trigger \"{}\" on table \"{}\"",
               r.catalog[id].name.text(), r.catalog[table].name.text());
    const Symbol to = statement.new_name.text;
    for (const TriggerId each : with_clones(r, id)) {
        if (r.catalog[each].name == to) continue;
        if (r.catalog.find_trigger(r.catalog[each].table, to).valid())
            refuse(sqlstate::duplicate_object, "trigger \"{}\" for relation \"{}\" already exists", to.text(),
                   r.catalog[r.catalog[each].table].name.text());
        r.catalog.rename(each, to);
    }
    return {};
}

RewriteRule* find_rule(Relation& table, Symbol name) {
    for (RewriteRule& rule : table.rules)
        if (rule.name == name) return &rule;
    return nullptr;
}

Effect rename_rule(Replayer& r, const Rename& statement) {
    const RelationId id = relation_of(r, statement.object.name, statement.if_exists);
    if (!id.valid()) return {};
    require_owner(r, id);
    const Symbol from = statement.object.part.text;
    const Symbol to = statement.new_name.text;
    Relation& table = r.catalog.edit(id);
    RewriteRule* rule = find_rule(table, from);
    if (table.is_view() && from.text() == "_RETURN")
        refuse(sqlstate::invalid_object_definition, "renaming an ON SELECT rule is not allowed");
    if (rule == nullptr && !fully_known(table)) return {};
    if (rule == nullptr)
        refuse(sqlstate::undefined_object, "rule \"{}\" for relation \"{}\" does not exist", from.text(),
               table.name.text());
    if (find_rule(table, to) != nullptr)
        refuse(sqlstate::duplicate_object, "rule \"{}\" for relation \"{}\" already exists", to.text(),
               table.name.text());
    rule->name = to;
    for (const BoundQuery& action : rule->actions)
        if (action.present()) r.dependents.add(*action.bindings, Object::rule(id, to));
    if (rule->where.present()) r.dependents.add(*rule->where.bindings, Object::rule(id, to));
    return {};
}

Effect rename_function(Replayer& r, const Rename& statement) {
    const FunctionId id = require_function(r, statement.object);
    require_owner(r, id);
    const Function& function = r.catalog[id];
    require_create(r, function.schema);
    const std::vector<TypeName> types = input_types(function.args);
    for (const FunctionId other : r.catalog.find_functions(function.schema, statement.new_name.text))
        if (same_types(input_types(r.catalog[other].args), types))
            throw Refused{sqlstate::duplicate_function,
                          fmt::format("function {} already exists in schema \"{}\"",
                                      shown({{}, statement.new_name.text, {}}, types),
                                      r.catalog[function.schema].name.text())};
    r.catalog.rename(id, statement.new_name.text);
    r.functions.add(r.catalog[id].schema, r.catalog[r.catalog[id].schema].name, statement.new_name.text, id);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::renamed, id);
    return {};
}

/// What a schema holds has a new name when the schema has.
void note_names_in(Replayer& r, SchemaId id) {
    const Symbol schema = r.catalog[id].name;
    for (const TypeId type : types_in(r, id))
        r.types.add(id, schema, r.catalog[type].name, type);
    for (const FunctionId function : functions_in(r, id))
        r.functions.add(id, schema, r.catalog[function].name, function);
    for (const RelationId relation : relations_in(r, id)) {
        r.relations.add(id, schema, r.catalog[relation].name, relation);
        for (const IndexId index : r.catalog[relation].indexes)
            r.indexes.add(id, schema, r.catalog[index].name, index);
    }
}

Effect rename_schema(Replayer& r, const Rename& statement) {
    const SchemaId id = require_schema(r, statement.object.name.name);
    require_owner(r, id);
    const Symbol to = statement.new_name.text;
    if (r.catalog.find_schema(to).valid())
        throw Refused{sqlstate::duplicate_schema, fmt::format("schema \"{}\" already exists", to.text())};
    std::vector<TypeUse> uses;
    for (const TypeId type : types_in(r, id))
        uses.emplace_back(r, type);
    for (const RelationId relation : relations_in(r, id))
        uses.emplace_back(r, relation);
    r.catalog.rename(id, to);
    for (const TypeUse& use : uses)
        use.update(r);
    note_names_in(r, id);
    r.schemas.add(to);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::renamed, id);
    return {};
}

Effect rename_role(Replayer& r, const Rename& statement) {
    const RoleId id = require_role(r, statement.object.name.name);
    const Symbol to = statement.new_name.text;
    if (id == r.session.session_user)
        refuse(sqlstate::feature_not_supported, "session user cannot be renamed");
    if (id == r.session.current_user)
        refuse(sqlstate::feature_not_supported, "current user cannot be renamed");
    if (r.catalog.find_role(to).valid())
        throw Refused{sqlstate::duplicate_object, fmt::format("role \"{}\" already exists", to.text())};
    require_rename_role(r, id);
    r.catalog.rename(id, to);
    r.roles.add(to);
    r.touch(r.catalog.edit(id).origin);
    r.record(Event::Kind::renamed, id);
    return {};
}

Effect rename_type(Replayer& r, const Rename& statement) {
    const TypeId id = find_known_type(r, statement.object.name);
    if (!id.valid() && find_relation(r, statement.object.name).valid())
        refuse(sqlstate::wrong_object_type, "{} is a table's row type", shown(statement.object.name));
    if (!id.valid()) return {}; // made elsewhere
    require_owner(r, id);
    require_domain(r, id, statement.object.kind);
    const SchemaId schema = r.catalog[id].schema;
    if (r.catalog[id].kind == Type::Kind::composite)
        require_free_class_name(r, schema, statement.new_name.text);
    require_free_type_name(r, schema, statement.new_name.text);
    const TypeUse use{r, id};
    r.catalog.rename(id, statement.new_name.text);
    use.update(r);
    r.types.add(schema, r.catalog[schema].name, statement.new_name.text, id);
    r.touch(r.catalog.edit(id).origin);
    return {};
}

Effect rename_publication(Replayer& r, const Rename& statement) {
    const PublicationId id = r.catalog.find_publication(statement.object.name.name);
    if (!id.valid()) return {};
    r.catalog.rename(id, statement.new_name.text);
    r.publications.add(statement.new_name.text);
    return {};
}

} // namespace

Effect apply(Replayer& r, const Rename& statement) {
    const ObjectKind kind = statement.object.kind;
    if (is_relation(kind) || kind == ObjectKind::index) return rename_relation(r, statement);
    switch (kind) {
    case ObjectKind::column:
        return statement.relation_kind == ObjectKind::type ? rename_attribute(r, statement)
                                                           : rename_column(r, statement);
    case ObjectKind::constraint: return rename_constraint(r, statement);
    case ObjectKind::policy: return rename_policy(r, statement);
    case ObjectKind::trigger: return rename_trigger(r, statement);
    case ObjectKind::rule: return rename_rule(r, statement);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine:
    case ObjectKind::aggregate: return rename_function(r, statement);
    case ObjectKind::schema: return rename_schema(r, statement);
    case ObjectKind::role: return rename_role(r, statement);
    case ObjectKind::type:
    case ObjectKind::domain: return rename_type(r, statement);
    case ObjectKind::publication: return rename_publication(r, statement);
    case ObjectKind::event_trigger:
        return rename_event_trigger(r, statement.object.name.name, statement.new_name);
    case ObjectKind::other: return unmodelled(r.statement->tag + " … RENAME");
    default: return inert(); // databases, languages, servers
    }
}

} // namespace rlslint::replaying
