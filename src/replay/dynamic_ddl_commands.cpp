#include "dynamic_ddl_commands.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include "rlslint/text/ascii.hpp"

#include "dynamic_catalog_rows.hpp"
#include "dynamic_oid.hpp"
#include "lookup.hpp"

/// What a statement made, changed and dropped, as event triggers are told
/// (src/backend/commands/event_trigger.c).
namespace rlslint::replaying::dynamic {

namespace {

using eval::Rows;
using eval::Value;

/// An object as getObjectIdentity and its kin describe it.
struct Described {
    std::int64_t catalog = 0; ///< classid
    Value oid;
    std::string type;
    Value schema; ///< null for what is in none
    Value name;
    Value identity;
};

std::string quoted(Symbol name) { return quote_ident(name.text()); }

std::string schema_of(const Replayer& r, SchemaId id) {
    const std::string_view name = r.catalog[id].name.text();
    return name.starts_with("pg_temp") ? "pg_temp" : std::string{name};
}

std::string identity_of(const Replayer& r, SchemaId schema, Symbol name) {
    return quote_ident(schema_of(r, schema)) + "." + quoted(name);
}

std::string relation_type(char kind) {
    switch (kind) {
    case 'S': return "sequence";
    case 'v': return "view";
    case 'm': return "materialized view";
    case 'f': return "foreign table";
    case 'c': return "composite type";
    default: return "table";
    }
}

Described described(const Replayer& r, RelationId id) {
    const Relation& relation = r.catalog[id];
    if (relation.kind == 'c') // a type of its own
        return {pg_type_oid,
                Value::unknown("the oid of a row type"),
                "type",
                Value::of(schema_of(r, relation.schema)),
                Value::of(relation.name),
                Value::of(identity_of(r, relation.schema, relation.name))};
    return {pg_class_oid,
            oid_value(id),
            relation_type(relation.kind),
            Value::of(schema_of(r, relation.schema)),
            Value::of(relation.name),
            Value::of(identity_of(r, relation.schema, relation.name))};
}

Described described(const Replayer& r, IndexId id) {
    const Index& index = r.catalog[id];
    const SchemaId schema = r.catalog[index.table].schema;
    return {pg_class_oid,
            oid_value(id),
            "index",
            Value::of(schema_of(r, schema)),
            Value::of(index.name),
            Value::of(identity_of(r, schema, index.name))};
}

/// `name on schema.table`; in no schema itself.
Described part_of_table(const Replayer& r, std::int64_t catalog, const char* type, Symbol name,
                        RelationId table) {
    const Relation& on = r.catalog[table];
    return {catalog, Value::unknown("an oid"),
            type,    {},
            {},      Value::of(quoted(name) + " on " + identity_of(r, on.schema, on.name))};
}

Described described(const Replayer& r, PolicyId id) {
    return part_of_table(r, pg_policy_oid, "policy", r.catalog[id].name, r.catalog[id].table);
}

Described described(const Replayer& r, TriggerId id) {
    return part_of_table(r, pg_trigger_oid, "trigger", r.catalog[id].name, r.catalog[id].table);
}

Described described(const Replayer& r, FunctionId id) {
    const Function& function = r.catalog[id];
    const char* type = function.procedure ? "procedure" : function.aggregate ? "aggregate" : "function";
    const bool plain = input_types(function.args).empty();
    return {pg_proc_oid,
            oid_value(id),
            type,
            Value::of(schema_of(r, function.schema)),
            {},
            plain ? Value::of(identity_of(r, function.schema, function.name) + "()")
                  : Value::unknown("a function's arguments as the server writes them")};
}

Described described(const Replayer& r, TypeId id) {
    const Type& type = r.catalog[id];
    return {pg_type_oid,
            oid_value(id),
            "type",
            Value::of(schema_of(r, type.schema)),
            Value::of(type.name),
            Value::of(identity_of(r, type.schema, type.name))};
}

Described described(const Replayer& r, SchemaId id) {
    const Symbol name = r.catalog[id].name;
    return {pg_namespace_oid, oid_value(id), "schema", {}, Value::of(name), Value::of(quoted(name))};
}

template <class List> std::vector<bool> live(const List& objects) {
    std::vector<bool> there;
    there.reserve(objects.size());
    for (const auto& object : objects)
        there.push_back(object.origin.live() && !object.origin.assumed);
    return there;
}

/// Those that are there now and were not before, or the other way round.
template <class IdType, class List>
std::vector<IdType> since(const List& objects, const std::vector<bool>& before, bool made) {
    std::vector<IdType> found;
    for (std::uint32_t i = 0; i < objects.size(); ++i) {
        const bool was = i < before.size() && before[i];
        const bool is = objects[i].origin.live() && !objects[i].origin.assumed;
        if (made ? is && !was : was && !is) found.push_back(IdType{i});
    }
    return found;
}

// ---- commands -------------------------------------------------------------------------------------------

class Commands {
public:
    explicit Commands(const Replayer& r) : r_(r), tag_(r.statement->tag) {}

    void add(const Described& object, std::string_view tag) {
        table_.add({Value::object(object.catalog, "oid"), object.oid, Value::of(std::int64_t{0}),
                    Value::of(tag), Value::of(object.type), object.schema, object.identity,
                    Value::of(false)});
    }

    /// A command of which no more is known than its statement tells.
    void add_untold() {
        const Value untold = Value::unknown("what an event trigger is told of " + tag_);
        const bool acl = tag_ == "GRANT" || tag_ == "REVOKE" || tag_ == "ALTER DEFAULT PRIVILEGES";
        const auto space = tag_.find(' ');
        const bool named = !acl && space != std::string::npos;
        table_.add({acl ? Value{} : untold, acl ? Value{} : untold,
                    acl ? Value{} : Value::of(std::int64_t{0}), Value::of(tag_),
                    named ? Value::of(lower_case(tag_.substr(space + 1))) : object_words(),
                    acl ? Value{} : untold, acl ? Value{} : untold, Value::of(false)});
    }

    [[nodiscard]] Rows take() { return table_.take(); }

private:
    /// TABLE, TABLES, … of GRANT and its kin; of COMMENT it is not known.
    [[nodiscard]] Value object_words() const {
        if (tag_ == "ALTER DEFAULT PRIVILEGES") return Value::of("TABLES");
        if (const auto* grant = std::get_if<Grant>(&r_.statement->node)) {
            std::string words{to_string(grant->kind)};
            for (char& c : words)
                if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
            return Value::of(words);
        }
        return Value::unknown("what an event trigger is told of " + tag_);
    }

    const Replayer& r_;
    std::string tag_;
    Table table_{"classid",     "objid",       "objsubid",        "command_tag",
                 "object_type", "schema_name", "object_identity", "in_extension"};
};

/// The relation that a statement changes in place.
std::optional<RelationId> altered(const Replayer& r) {
    const auto known = [](RelationId id) { return id.valid() ? std::optional{id} : std::nullopt; };
    const StatementNode& node = r.statement->node;
    if (const auto* alter = std::get_if<AlterTable>(&node)) return known(find_relation(r, alter->name));
    if (const auto* alter = std::get_if<AlterSequence>(&node)) return known(find_relation(r, alter->name));
    return std::nullopt;
}

/// IF NOT EXISTS, where there was one: nothing has been done.
bool may_make_nothing(const StatementNode& node) {
    return std::holds_alternative<CreateTable>(node) || std::holds_alternative<CreateTableAs>(node) ||
           std::holds_alternative<CreateIndex>(node) || std::holds_alternative<CreateSequence>(node) ||
           std::holds_alternative<CreateSchema>(node);
}

std::string_view tag_of_new(const Relation& relation, std::string_view tag) {
    switch (relation.kind) {
    case 'S': return "CREATE SEQUENCE";
    case 'v': return "CREATE VIEW";
    case 'm': return "CREATE MATERIALIZED VIEW";
    case 'f': return "CREATE FOREIGN TABLE";
    case 'c': return "CREATE TYPE";
    default: return tag == "CREATE TABLE AS" || tag == "SELECT INTO" ? tag : "CREATE TABLE";
    }
}

template <class IdType> bool add_altered(const Replayer& r, Commands& commands, IdType id) {
    if constexpr (std::is_same_v<IdType, RoleId>) {
        return false;
    } else {
        if (r.catalog[id].origin.assumed) return false;
        commands.add(described(r, id), r.statement->tag);
        return true;
    }
}

} // namespace

Before::Before(const Catalog& catalog)
    : events_(catalog.events().size()), schemas_(live(catalog.schemas())),
      relations_(live(catalog.relations())), indexes_(live(catalog.indexes())),
      policies_(live(catalog.policies())), functions_(live(catalog.functions())),
      triggers_(live(catalog.triggers())), types_(live(catalog.types())) {}

Rows Before::commands(const Replayer& r) const {
    const Catalog& catalog = r.catalog;
    const std::string& tag = r.statement->tag;
    Commands commands{r};
    if (tag.starts_with("DROP ")) return commands.take();
    std::size_t made = 0;
    const auto add = [&](const auto& objects, std::string_view its_tag) {
        for (const auto id : objects)
            commands.add(described(r, id), its_tag);
        made += objects.size();
    };
    const std::vector<RelationId> relations = since<RelationId>(catalog.relations(), relations_, true);
    const auto is_sequence = [&](RelationId id) { return catalog[id].kind == 'S'; };
    const auto add_relations = [&](bool sequences) {
        for (const RelationId id : relations)
            if (is_sequence(id) == sequences) commands.add(described(r, id), tag_of_new(catalog[id], tag));
    };
    made += relations.size();
    for (const SchemaId id : since<SchemaId>(catalog.schemas(), schemas_, true)) {
        if (catalog[id].name.text() == "pg_temp") continue; // no statement makes that
        commands.add(described(r, id), "CREATE SCHEMA");
        ++made;
    }
    add_relations(true);
    add_relations(false);
    const auto changed = altered(r);
    if (changed)
        commands.add(described(r, *changed), tag);
    else
        add(since<IndexId>(catalog.indexes(), indexes_, true), "CREATE INDEX");
    for (const RelationId id : relations)
        if (is_sequence(id) && catalog[id].owned_by.valid()) commands.add(described(r, id), "ALTER SEQUENCE");
    add(since<PolicyId>(catalog.policies(), policies_, true), "CREATE POLICY");
    add(since<FunctionId>(catalog.functions(), functions_, true), tag);
    add(since<TriggerId>(catalog.triggers(), triggers_, true), "CREATE TRIGGER");
    add(since<TypeId>(catalog.types(), types_, true), tag);
    if (made > 0 || changed || may_make_nothing(r.statement->node)) return commands.take();
    // What was replaced or altered in place.
    const bool acl = std::holds_alternative<Grant>(r.statement->node);
    if (acl || catalog.events().size() == events_ ||
        !std::visit([&](auto id) { return add_altered(r, commands, id); }, catalog.events()[events_].subject))
        commands.add_untold();
    return commands.take();
}

// ---- dropped objects ------------------------------------------------------------------------------------

namespace {

/// What goes with others, and which of it there is is not known.
constexpr auto silent_company = std::to_array<const char*>(
    {"default value", "publication relation", "rule", "table constraint", "toast table", "trigger"});

class Dropped {
public:
    explicit Dropped(const Replayer& r) : r_(r) {}

    void add(const Described& object, Value schema) {
        add(object.catalog, object.oid, object.type, std::move(schema), object.name, object.identity, true);
        any_ = true;
    }
    void add_rest() {
        const Value untold = Value::unknown("what else was dropped");
        for (const char* type : silent_company)
            add(0, untold, type, untold, untold, untold, false);
    }
    [[nodiscard]] bool any() const { return any_; }
    [[nodiscard]] Rows take() { return table_.take(); }

private:
    void add(std::int64_t catalog, const Value& oid, const std::string& type, Value schema, const Value& name,
             const Value& identity, bool certain) {
        const bool asked = lower_case(r_.statement->tag) == "drop " + type;
        table_.add({catalog == 0 ? oid : Value::object(catalog, "oid"), oid, Value::of(std::int64_t{0}),
                    asked ? Value::unknown("which object was asked for") : Value::of(false),
                    Value::unknown("which object was asked for"), Value::unknown("is_temporary"),
                    Value::of(type), std::move(schema), name, identity},
                   certain);
    }

    const Replayer& r_;
    bool any_ = false;
    Table table_{"classid",      "objid",       "objsubid",    "original",    "normal",
                 "is_temporary", "object_type", "schema_name", "object_name", "object_identity"};
};

Value schema_of_table(const Replayer& r, RelationId table) {
    return Value::of(schema_of(r, r.catalog[table].schema));
}

/// A relation's row type and its array go with it.
void add_types(const Replayer& r, RelationId id, Dropped& dropped) {
    const Relation& relation = r.catalog[id];
    if (relation.kind == 'S' || relation.kind == 'c') return;
    const Value schema = schema_of_table(r, id);
    const std::string identity = identity_of(r, relation.schema, relation.name);
    const Value oid = Value::unknown("the oid of a row type");
    dropped.add({pg_type_oid, oid, "type", {}, Value::of(relation.name), Value::of(identity)}, schema);
    dropped.add({pg_type_oid,
                 oid,
                 "type",
                 {},
                 Value::of("_" + std::string{relation.name.text()}),
                 Value::of(identity + "[]")},
                schema);
}

} // namespace

Rows Before::dropped(const Replayer& r) const {
    const Catalog& catalog = r.catalog;
    Dropped dropped{r};
    const auto add = [&](const auto& objects) {
        for (const auto id : objects) {
            const Described object = described(r, id);
            dropped.add(object, object.schema);
        }
    };
    const auto add_parts = [&](const auto& objects) {
        for (const auto id : objects)
            dropped.add(described(r, id), schema_of_table(r, catalog[id].table));
    };
    add(since<SchemaId>(catalog.schemas(), schemas_, false));
    const std::vector<RelationId> relations = since<RelationId>(catalog.relations(), relations_, false);
    add(relations);
    for (const RelationId id : relations)
        add_types(r, id, dropped);
    add(since<IndexId>(catalog.indexes(), indexes_, false));
    add_parts(since<PolicyId>(catalog.policies(), policies_, false));
    add_parts(since<TriggerId>(catalog.triggers(), triggers_, false));
    add(since<FunctionId>(catalog.functions(), functions_, false));
    add(since<TypeId>(catalog.types(), types_, false));
    const bool drops = r.statement->tag.starts_with("DROP ") || r.statement->tag == "ALTER TABLE";
    if (dropped.any() && drops) dropped.add_rest();
    return dropped.take();
}

} // namespace rlslint::replaying::dynamic
