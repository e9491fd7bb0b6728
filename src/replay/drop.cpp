#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "apply.hpp"
#include "constraint.hpp"
#include "deletion.hpp"
#include "describe.hpp"
#include "event_trigger.hpp"
#include "language.hpp"
#include "lookup.hpp"
#include "permission.hpp"
#include "whole.hpp"

/// DROP of everything but roles (RemoveObjects in src/backend/commands/dropcmds.c). What the history
/// never created is taken to have been there; what it dropped, or would have had to create, is not.
namespace rlslint::replaying {

namespace {

// ---- relations --------------------------------------------------------------------------------------

bool fits(const Relation& relation, ObjectKind kind) {
    if (relation.origin.assumed) return true;
    switch (kind) {
    case ObjectKind::table: return relation.is_table();
    case ObjectKind::view: return relation.kind == 'v';
    case ObjectKind::materialized_view: return relation.kind == 'm';
    case ObjectKind::foreign_table: return relation.kind == 'f';
    default: return relation.kind == 'S';
    }
}

/// "a table", "an index".
std::string with_article(std::string_view noun) {
    const bool vowel = std::string_view{"aeiou"}.find(noun.front()) != std::string_view::npos;
    return fmt::format("{} {}", vowel ? "an" : "a", noun);
}

std::optional<Object> relation_to_drop(const Replayer& r, const ObjectRef& ref, ObjectKind kind) {
    const RelationId id = find_relation(r, ref.name);
    if (!id.valid()) {
        refuse_gone_schema(r, ref.name.schema);
        if (find_index(r, ref.name).valid())
            refuse(sqlstate::wrong_object_type, "\"{}\" is not {}", ref.name.name.text(),
                   with_article(to_string(kind)));
        if (relation_is_gone(r, ref.name))
            throw Refused{kind == ObjectKind::foreign_table ? sqlstate::undefined_object
                                                            : sqlstate::undefined_table,
                          fmt::format("{} \"{}\" does not exist", to_string(kind), shown(ref.name))};
        return std::nullopt;
    }
    if (!fits(r.catalog[id], kind))
        throw Refused{sqlstate::wrong_object_type, fmt::format("\"{}\" is not {}", r.catalog[id].name.text(),
                                                               with_article(to_string(kind)))};
    return Object{id};
}

// ---- parts of relations -----------------------------------------------------------------------------

/// The relation that a policy or trigger is on; none where it is not known.
RelationId table_of(const Replayer& r, const ObjectRef& ref) {
    const RelationId table = find_relation(r, ref.name);
    if (!table.valid()) refuse_gone_schema(r, ref.name.schema);
    if (!table.valid() && relation_is_gone(r, ref.name))
        throw Refused{sqlstate::undefined_table,
                      fmt::format("relation \"{}\" does not exist", shown(ref.name))};
    return table;
}

template <class IdType>
std::optional<Object> part_to_drop(const Replayer& r, RelationId table, IdType id, const ObjectRef& ref,
                                   ObjectKind kind) {
    if (id.valid()) return Object{id};
    if (!table.valid() || !fully_known(r.catalog[table])) return std::nullopt;
    throw Refused{sqlstate::undefined_object,
                  fmt::format("{} \"{}\" for table \"{}\" does not exist", to_string(kind),
                              ref.part.text.text(), shown(ref.name))};
}

std::optional<Object> policy_to_drop(const Replayer& r, const ObjectRef& ref) {
    const RelationId table = table_of(r, ref);
    const PolicyId id = table.valid() ? r.catalog.find_policy(table, ref.part.text) : PolicyId{};
    return part_to_drop(r, table, id, ref, ObjectKind::policy);
}

std::optional<Object> trigger_to_drop(const Replayer& r, const ObjectRef& ref) {
    const RelationId table = table_of(r, ref);
    const TriggerId id = table.valid() ? r.catalog.find_trigger(table, ref.part.text) : TriggerId{};
    return part_to_drop(r, table, id, ref, ObjectKind::trigger);
}

std::optional<Object> rule_to_drop(const Replayer& r, const ObjectRef& ref) {
    const RelationId table = table_of(r, ref);
    if (!table.valid()) return std::nullopt;
    for (const RewriteRule& rule : r.catalog[table].rules)
        if (rule.name == ref.part.text) return Object::rule(table, rule.name);
    if (!fully_known(r.catalog[table])) return std::nullopt;
    if (r.catalog[table].is_view() && ref.part.text.text() == "_RETURN")
        refuse(sqlstate::dependent_objects_still_exist,
               "cannot drop rule _RETURN on {0} because {0} requires it", description(r, table));
    throw Refused{sqlstate::undefined_object, fmt::format("rule \"{}\" for relation \"{}\" does not exist",
                                                          ref.part.text.text(), shown(ref.name))};
}

// ---- the rest ---------------------------------------------------------------------------------------

std::optional<Object> index_to_drop(const Replayer& r, const ObjectRef& ref) {
    const IndexId id = find_index(r, ref.name);
    if (id.valid()) return Object{id};
    if (find_relation(r, ref.name).valid())
        refuse(sqlstate::wrong_object_type, "\"{}\" is not an index", ref.name.name.text());
    refuse_gone_schema(r, ref.name.schema);
    if (relation_is_gone(r, ref.name))
        refuse(sqlstate::undefined_object, "index \"{}\" does not exist", shown(ref.name));
    return std::nullopt;
}

std::optional<Object> function_to_drop(const Replayer& r, const ObjectRef& ref, ObjectKind kind) {
    ObjectRef function = ref;
    function.kind = kind;
    const FunctionId id = find_function(r, function);
    if (!id.valid()) {
        refuse_if_gone(r, function);
        return std::nullopt;
    }
    require_routine_kind(r, id, function);
    if (kind == ObjectKind::function && r.catalog[id].aggregate)
        refuse(sqlstate::wrong_object_type, "\"{}\" is an aggregate function", shown(ref.name));
    return Object{id};
}

/// The type of a relation's rows goes with the relation only.
void require_no_row_type(const Replayer& r, const QualifiedName& name) {
    const RelationId relation = find_relation(r, name);
    if (!relation.valid() || r.catalog[relation].kind == 'S') return;
    refuse(sqlstate::dependent_objects_still_exist, "cannot drop type {} because {} requires it",
           name.name.text(), description(r, relation));
}

std::optional<Object> type_to_drop(const Replayer& r, const ObjectRef& ref, ObjectKind kind) {
    const TypeId id = find_known_type(r, ref.name);
    if (!id.valid()) {
        require_no_row_type(r, ref.name);
        return std::nullopt;
    }
    require_domain(r, id, kind);
    return Object{id};
}

std::optional<Object> schema_to_drop(const Replayer& r, const ObjectRef& ref) {
    const SchemaId id = r.catalog.find_schema(ref.name.name);
    if (id.valid()) return Object{id};
    if (r.schemas.has(ref.name.name))
        throw Refused{sqlstate::invalid_schema_name,
                      fmt::format("schema \"{}\" does not exist", ref.name.name.text())};
    return std::nullopt;
}

std::optional<Object> object_to_drop(const Replayer& r, const ObjectRef& ref, ObjectKind kind) {
    switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::foreign_table:
    case ObjectKind::sequence: return relation_to_drop(r, ref, kind);
    case ObjectKind::policy: return policy_to_drop(r, ref);
    case ObjectKind::trigger: return trigger_to_drop(r, ref);
    case ObjectKind::rule: return rule_to_drop(r, ref);
    case ObjectKind::index: return index_to_drop(r, ref);
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::routine:
    case ObjectKind::aggregate: return function_to_drop(r, ref, kind);
    case ObjectKind::type:
    case ObjectKind::domain: return type_to_drop(r, ref, kind);
    case ObjectKind::schema: return schema_to_drop(r, ref);
    default: return std::nullopt;
    }
}

/// IF EXISTS forgives what is missing, but not what is of another kind.
std::optional<Object> find_to_drop(const Replayer& r, const ObjectRef& ref, const Drop& drop) {
    try {
        return object_to_drop(r, ref, drop.kind);
    } catch (const Refused& refused) {
        const bool missing = refused.sqlstate == sqlstate::undefined_table ||
                             refused.sqlstate == sqlstate::undefined_object ||
                             refused.sqlstate == sqlstate::undefined_function ||
                             refused.sqlstate == sqlstate::invalid_schema_name;
        if (drop.if_exists && missing) return std::nullopt;
        throw;
    }
}

Effect drop_publications(Replayer& r, const Drop& drop) {
    for (const ObjectRef& ref : drop.objects) {
        const PublicationId id = r.catalog.find_publication(ref.name.name);
        if (id.valid()) {
            r.catalog.drop(id, r.statement->span);
        } else if (!drop.if_exists && r.publications.has(ref.name.name)) {
            throw Refused{sqlstate::undefined_object,
                          fmt::format("publication \"{}\" does not exist", ref.name.name.text())};
        }
    }
    return {};
}

/// What an extension brought is not known, so neither is what goes with it.
Effect drop_extensions(Replayer& r, const Drop& drop) {
    std::vector<Extension>& extensions = r.catalog.edit_extensions();
    for (const ObjectRef& ref : drop.objects)
        std::erase_if(extensions,
                      [&](const Extension& extension) { return extension.name == ref.name.name; });
    return {};
}

/// A foreign server is known by its tables only.
Effect drop_servers(Replayer& r, const Drop& drop) {
    for (const ObjectRef& ref : drop.objects) {
        std::vector<Object> tables;
        for (std::uint32_t i = 0; i < r.catalog.relations().size(); ++i)
            if (const Relation& table = r.catalog[RelationId{i}];
                table.origin.live() && table.server == ref.name.name)
                tables.emplace_back(RelationId{i});
        if (!tables.empty() && drop.behavior == DropBehavior::restrict)
            throw Refused{sqlstate::dependent_objects_still_exist,
                          fmt::format("cannot drop server {} because other objects depend on it",
                                      ref.name.name.text())};
        drop_objects(r, tables, DropBehavior::cascade);
    }
    return {};
}

} // namespace

Effect apply(Replayer& r, const Drop& drop) {
    switch (drop.kind) {
    case ObjectKind::publication: return drop_publications(r, drop);
    case ObjectKind::other: return unmodelled(r.statement->tag);
    case ObjectKind::extension: return drop_extensions(r, drop);
    case ObjectKind::database: return inert();
    case ObjectKind::language: return drop_languages(r, drop);
    case ObjectKind::event_trigger: return drop_event_triggers(r, drop);
    case ObjectKind::server: return drop_servers(r, drop);
    default: break;
    }
    std::vector<Object> targets;
    for (const ObjectRef& ref : drop.objects)
        if (const auto object = find_to_drop(r, ref, drop)) {
            require_owner_to_drop(r, *object);
            targets.push_back(*object);
        }
    require_wholes(r, targets);
    drop_objects(r, targets, drop.behavior);
    return {};
}

} // namespace rlslint::replaying
