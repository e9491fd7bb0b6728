#include "dynamic_catalog_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rlslint/names/deparse.hpp"

#include "dynamic_oid.hpp"
#include "lookup.hpp"

namespace rlslint::replaying::dynamic {

using eval::Rows;
using eval::Value;

eval::Value role_name(const Replayer& r, RoleId role) {
    if (!role.valid()) return Value::unknown("an owner");
    static const Symbol bootstrap{"bootstrap_superuser"};
    if (r.catalog[role].name == bootstrap) return Value::unknown("the name of the first superuser");
    return Value::of(r.catalog[role].name);
}

eval::Value schema_name(const Replayer& r, SchemaId schema) { return Value::of(r.catalog[schema].name); }

eval::Value clause_text(const Replayer& r, const Policy& policy, const BoundExpr& clause) {
    if (!clause.present()) return {};
    const SearchPath path = search_path(r);
    if (auto text = deparse(r.catalog, path, policy.table, clause)) return Value::of(std::move(*text));
    auto sql = respelled(r.catalog, path, clause, r.sources.text(clause.clause));
    return sql ? Value::meaning(rendered(true).text, std::move(*sql)) : rendered(true);
}

namespace {

/// Calls `visit(id, object)` for each that is live.
template <class IdType, class List, class Visit> void for_each_live(const List& list, const Visit& visit) {
    for (std::uint32_t i = 0; i < list.size(); ++i)
        if (list[i].origin.live()) visit(IdType{i}, list[i]);
}

std::string kind(char relkind) { return std::string(1, relkind); }

Rows pg_class(const Replayer& r) {
    Table table{"oid",           "relname",        "relnamespace",        "relkind",
                "relowner",      "relrowsecurity", "relforcerowsecurity", "relispartition",
                "relpersistence"};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
        const char* persistence = relation.persistence == Persistence::temporary  ? "t"
                                  : relation.persistence == Persistence::unlogged ? "u"
                                                                                  : "p";
        table.add({oid_value(id), Value::of(relation.name), oid_value(relation.schema),
                   Value::of(kind(relation.kind)), oid_value(relation.owner), Value::of(relation.rls.on),
                   Value::of(relation.force.on), Value::of(relation.partition), Value::of(persistence)});
    });
    for_each_live<IndexId>(r.catalog.indexes(), [&](IndexId id, const Index& index) {
        const Relation& on = r.catalog[index.table];
        table.add({oid_value(id), Value::of(index.name), oid_value(on.schema),
                   Value::of(on.kind == 'p' ? "I" : "i"), oid_value(on.owner), Value::of(false),
                   Value::of(false), Value::of(on.partition), Value::unknown("relpersistence")});
    });
    return table.take();
}

Rows pg_namespace(const Replayer& r) {
    Table table{"oid", "nspname", "nspowner"};
    for_each_live<SchemaId>(r.catalog.schemas(), [&](SchemaId id, const Schema& schema) {
        table.add({oid_value(id), Value::of(schema.name), oid_value(schema.owner)});
    });
    return table.take();
}

Rows pg_tables(const Replayer& r) {
    Table table{"schemaname", "tablename", "tableowner", "hasindexes", "hastriggers", "rowsecurity"};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId, const Relation& relation) {
        if (relation.is_table())
            table.add({schema_name(r, relation.schema), Value::of(relation.name),
                       role_name(r, relation.owner), Value::of(!relation.indexes.empty()),
                       Value::of(!relation.triggers.empty()), Value::of(relation.rls.on)});
    });
    return table.take();
}

Rows of_kind(const Replayer& r, char relkind, std::initializer_list<const char*> columns) {
    Table table{columns};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId, const Relation& relation) {
        if (relation.kind == relkind)
            table.add(
                {schema_name(r, relation.schema), Value::of(relation.name), role_name(r, relation.owner)});
    });
    return table.take();
}

Value policy_roles(const Replayer& r, const Policy& policy) {
    std::vector<Value> names;
    for (const RoleId role : policy.roles)
        names.push_back(role == public_role ? Value::of("public") : role_name(r, role));
    return Value::array(std::move(names));
}

Rows pg_policies(const Replayer& r, bool with_clauses) {
    const auto text = [&](const Policy& policy, const BoundExpr& clause) {
        return with_clauses ? clause_text(r, policy, clause) : rendered(clause.present());
    };
    Table table{"schemaname", "tablename", "policyname", "permissive", "roles", "cmd", "qual", "with_check"};
    for_each_live<PolicyId>(r.catalog.policies(), [&](PolicyId, const Policy& policy) {
        const Relation& on = r.catalog[policy.table];
        table.add({schema_name(r, on.schema), Value::of(on.name), Value::of(policy.name),
                   Value::of(policy.permissive ? "PERMISSIVE" : "RESTRICTIVE"), policy_roles(r, policy),
                   Value::of(to_string(policy.command)), text(policy, policy.using_clause),
                   text(policy, policy.check_clause)});
    });
    return table.take();
}

std::string command_letter(PolicyCommand command) {
    switch (command) {
    case PolicyCommand::select: return "r";
    case PolicyCommand::insert: return "a";
    case PolicyCommand::update: return "w";
    case PolicyCommand::delete_: return "d";
    default: return "*";
    }
}

Rows pg_policy(const Replayer& r) {
    Table table{"polname", "polrelid", "polcmd", "polpermissive", "polroles", "polqual", "polwithcheck"};
    for_each_live<PolicyId>(r.catalog.policies(), [&](PolicyId id, const Policy& policy) {
        const auto tree = [&](const BoundExpr& clause, bool check) {
            return clause.present() ? clause_value(id, check) : Value{};
        };
        std::vector<Value> roles;
        for (const RoleId role : policy.roles)
            roles.push_back(Value::object(oid(role), "oid"));
        table.add({Value::of(policy.name), oid_value(policy.table), Value::of(command_letter(policy.command)),
                   Value::of(policy.permissive), Value::array(std::move(roles)),
                   tree(policy.using_clause, false), tree(policy.check_clause, true)});
    });
    return table.take();
}

Rows pg_roles(const Replayer& r) {
    static const Symbol bootstrap{"bootstrap_superuser"};
    Table table{"oid",         "rolname",     "rolsuper",       "rolinherit",   "rolcreaterole",
                "rolcreatedb", "rolcanlogin", "rolreplication", "rolbypassrls", "usename"};
    for_each_live<RoleId>(r.catalog.roles(), [&](RoleId id, const Role& role) {
        if (role.name == bootstrap) return;
        table.add({oid_value(id), Value::of(role.name), Value::of(role.superuser), Value::of(role.inherit),
                   Value::of(role.create_role), Value::of(role.create_db), Value::of(role.login),
                   Value::of(role.replication), Value::of(role.bypass_rls), Value::of(role.name)});
    });
    return table.take();
}

Rows pg_auth_members(const Replayer& r) {
    Table table{"roleid", "member", "grantor", "admin_option", "inherit_option", "set_option"};
    for (const Membership& m : r.catalog.memberships())
        table.add({oid_value(m.role), oid_value(m.member), oid_value(m.grantor), Value::of(m.admin),
                   Value::of(m.inherit), Value::of(m.set)});
    return table.take();
}

/// `name=value`, the schemas of a search_path quoted where they must be.
Value settings_of(const Function& function) {
    std::vector<Value> settings;
    for (const SetVariable& set : function.settings) {
        const bool path = set.name.text() == "search_path";
        if (set.kind != SetVariable::Kind::value) return Value::unknown("a function's settings");
        std::string text{set.name.text()};
        text += '=';
        for (std::size_t i = 0; i < set.values.size(); ++i)
            text.append(i == 0 ? "" : ", ").append(path ? quote_ident(set.values[i]) : set.values[i]);
        settings.push_back(Value::of(std::move(text)));
    }
    return settings.empty() ? Value{} : Value::array(std::move(settings));
}

Rows pg_proc(const Replayer& r) {
    Table table{"oid",     "proname",     "pronamespace", "proowner", "prosecdef",
                "prokind", "provolatile", "pronargs",     "proconfig"};
    for_each_live<FunctionId>(r.catalog.functions(), [&](FunctionId id, const Function& function) {
        const char* prokind = function.procedure ? "p" : function.aggregate ? "a" : "f";
        const auto inputs = std::count_if(function.args.begin(), function.args.end(), [](const auto& arg) {
            return arg.mode != FunctionArg::Mode::out && arg.mode != FunctionArg::Mode::table;
        });
        table.add({oid_value(id), Value::of(function.name), oid_value(function.schema),
                   oid_value(function.owner), Value::of(function.security_definer), Value::of(prokind),
                   Value::of(std::string(1, static_cast<char>(function.volatility))),
                   Value::of(std::int64_t{inputs}), settings_of(function)});
    });
    return table.take();
}

std::string type_letter(Type::Kind type_kind) {
    switch (type_kind) {
    case Type::Kind::enum_: return "e";
    case Type::Kind::composite: return "c";
    case Type::Kind::range: return "r";
    case Type::Kind::domain: return "d";
    case Type::Kind::shell: return "p";
    default: return "b";
    }
}

Rows pg_type(const Replayer& r) {
    Table table{"oid", "typname", "typnamespace", "typtype"};
    for_each_live<TypeId>(r.catalog.types(), [&](TypeId id, const Type& type) {
        table.add(
            {oid_value(id), Value::of(type.name), oid_value(type.schema), Value::of(type_letter(type.kind))});
    });
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId, const Relation& relation) {
        if (relation.kind == 'S') return;
        table.add({Value::unknown("the oid of a row type"), Value::of(relation.name),
                   oid_value(relation.schema), Value::of("c")});
    });
    return table.take();
}

Rows pg_enum(const Replayer& r) {
    Table table{"enumtypid", "enumlabel", "enumsortorder"};
    for_each_live<TypeId>(r.catalog.types(), [&](TypeId id, const Type& type) {
        std::int64_t order = 0;
        for (const Symbol label : type.labels)
            table.add({oid_value(id), Value::of(label), Value::of(++order)});
    });
    return table.take();
}

Rows pg_extension(const Replayer& r) {
    Table table{"extname", "extnamespace"};
    table.add({Value::of("plpgsql"), oid_value(r.catalog.find_schema(Symbol{"pg_catalog"}))});
    for (const Extension& extension : r.catalog.extensions()) {
        const bool known = extension.schema.valid();
        if (extension.name.text() == "plpgsql") continue;
        table.add({Value::of(extension.name),
                   known ? oid_value(extension.schema) : Value::unknown("an extension's schema")});
    }
    return table.take();
}

Rows pg_publication(const Replayer& r) {
    Table table{"oid", "pubname", "puballtables"};
    for_each_live<PublicationId>(r.catalog.publications(), [&](PublicationId id, const Publication& p) {
        table.add({oid_value(id), Value::of(p.name), Value::of(p.all_tables)});
    });
    return table.take();
}

bool is_published(const Replayer& r, const Publication& publication, RelationId id) {
    const Relation& relation = r.catalog[id];
    if (publication.all_tables) return relation.schema != r.catalog.find_schema(Symbol{"information_schema"});
    const auto is_table = [&](const auto& member) { return member.first == id; };
    const auto is_schema = [&](const auto& member) { return member.first == relation.schema; };
    return std::any_of(publication.tables.begin(), publication.tables.end(), is_table) ||
           std::any_of(publication.schemas.begin(), publication.schemas.end(), is_schema);
}

Rows pg_publication_tables(const Replayer& r) {
    Table table{"pubname", "schemaname", "tablename"};
    for_each_live<PublicationId>(r.catalog.publications(), [&](PublicationId, const Publication& p) {
        for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
            // A partitioned table stands for its partitions, or they for it: not modelled.
            const bool certain = relation.kind == 'r' && !relation.partition;
            if (relation.is_table() && is_published(r, p, id))
                table.add({Value::of(p.name), schema_name(r, relation.schema), Value::of(relation.name)},
                          certain);
        });
    });
    return table.take();
}

Rows pg_publication_rel(const Replayer& r) {
    Table table{"prpubid", "prrelid"};
    for_each_live<PublicationId>(r.catalog.publications(), [&](PublicationId id, const Publication& p) {
        for (const auto& member : p.tables)
            table.add({oid_value(id), oid_value(member.first)});
    });
    return table.take();
}

Rows pg_indexes(const Replayer& r) {
    Table table{"schemaname", "tablename", "indexname"};
    for_each_live<IndexId>(r.catalog.indexes(), [&](IndexId, const Index& index) {
        const Relation& on = r.catalog[index.table];
        table.add({schema_name(r, on.schema), Value::of(on.name), Value::of(index.name)},
                  !index.name.empty());
    });
    return table.take();
}

Rows pg_index(const Replayer& r) {
    Table table{"indexrelid", "indrelid", "indisunique", "indisprimary"};
    for_each_live<IndexId>(r.catalog.indexes(), [&](IndexId id, const Index& index) {
        table.add({oid_value(id), oid_value(index.table), Value::of(index.unique), Value::of(index.primary)});
    });
    return table.take();
}

std::string constraint_letter(TableConstraint::Kind of) {
    switch (of) {
    case TableConstraint::Kind::unique: return "u";
    case TableConstraint::Kind::primary_key: return "p";
    case TableConstraint::Kind::foreign_key: return "f";
    case TableConstraint::Kind::exclusion: return "x";
    case TableConstraint::Kind::not_null: return "n";
    default: return "c";
    }
}

Value key_of(const std::vector<ColumnNumber>& columns) {
    std::vector<Value> numbers;
    numbers.reserve(columns.size());
    for (const ColumnNumber column : columns)
        numbers.push_back(Value::of(std::int64_t{column} + 1));
    return Value::array(std::move(numbers));
}

Rows pg_constraint(const Replayer& r) {
    Table table{"conname", "connamespace", "contype", "conrelid", "confrelid", "conkey"};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
        for (const Constraint& constraint : relation.constraints) {
            // Since 18 only are there rows for NOT NULL.
            if (constraint.kind == TableConstraint::Kind::not_null && r.version() < 18) continue;
            table.add(
                {constraint.name.empty() ? Value::unknown("a constraint's name") : Value::of(constraint.name),
                 oid_value(relation.schema), Value::of(constraint_letter(constraint.kind)), oid_value(id),
                 oid_value(constraint.references), key_of(constraint.columns)});
        }
    });
    return table.take();
}

Rows pg_attribute(const Replayer& r) {
    Table table{"attrelid", "attname", "attnum", "attnotnull", "attisdropped", "attidentity", "atthasdef"};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
        std::int64_t number = 0;
        for (const Column& column : relation.columns) {
            ++number;
            table.add({oid_value(id),
                       column.dropped ? Value::of(fmt::format("........pg.dropped.{}........", number))
                                      : Value::of(column.name),
                       Value::of(number), Value::of(column.not_null), Value::of(column.dropped),
                       Value::of(column.identity == 0 ? std::string{} : kind(column.identity)),
                       Value::of(column.default_value.present() || column.generated)});
        }
        if (!relation.columns_known())
            table.add({oid_value(id), Value::unknown("columns that the history does not show"),
                       Value::unknown("a column"), Value::unknown("a column"), Value::of(false),
                       Value::unknown("a column"), Value::unknown("a column")},
                      false);
    });
    return table.take();
}

Rows pg_trigger(const Replayer& r) {
    Table table{"tgname", "tgrelid", "tgfoid", "tgisinternal"};
    for_each_live<TriggerId>(r.catalog.triggers(), [&](TriggerId, const Trigger& trigger) {
        table.add({Value::of(trigger.name), oid_value(trigger.table), oid_value(trigger.function),
                   Value::of(false)});
    });
    return table.take();
}

Rows pg_event_trigger(const Replayer& r) {
    Table table{"evtname", "evtevent", "evtfoid"};
    for (const EventTrigger& trigger : r.catalog.event_triggers())
        table.add({Value::of(trigger.name), Value::of(trigger.event), oid_value(trigger.function)});
    return table.take();
}

Rows pg_inherits(const Replayer& r) {
    Table table{"inhrelid", "inhparent", "inhseqno"};
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
        std::int64_t number = 0;
        for (const RelationId parent : relation.parents)
            table.add({oid_value(id), oid_value(parent), Value::of(++number)});
    });
    return table.take();
}

/// Sequences and the columns that they are of. There are many more dependencies, of other kinds; but of
/// what the history makes nothing is an extension's.
Rows pg_depend(const Replayer& r) {
    Table table{"classid", "objid", "objsubid", "refclassid", "refobjid", "refobjsubid", "deptype"};
    const Value pg_class_value = Value::object(pg_class_oid, "oid");
    for_each_live<RelationId>(r.catalog.relations(), [&](RelationId id, const Relation& relation) {
        if (!relation.owned_by.valid()) return;
        const Column& column = r.catalog[relation.owned_by].columns[relation.owned_by_column];
        table.add({pg_class_value, oid_value(id), Value::of(std::int64_t{0}), pg_class_value,
                   oid_value(relation.owned_by), Value::of(std::int64_t{relation.owned_by_column} + 1),
                   Value::of(column.identity != 0 ? "i" : "a")});
    });
    const Value untold = Value::unknown("what depends on what");
    for_each_live<IndexId>(r.catalog.indexes(), [&](IndexId id, const Index&) {
        table.add({pg_class_value, oid_value(id), Value::of(std::int64_t{0}), untold, untold, untold, untold},
                  false);
    });
    // Policies, triggers, constraints, defaults: nothing here has their numbers.
    const Value part = Value::object(-1, "oid");
    for (const char* type : {"a", "i"})
        table.add({untold, part, untold, untold, untold, untold, Value::of(type)}, false);
    table.add({untold, untold, untold, untold, untold, untold, Value::of("n")}, false);
    return table.take();
}

struct Source {
    std::string_view name;
    Rows (*rows)(const Replayer&);
};

constexpr auto sources = std::to_array<Source>({
    {"pg_attribute", pg_attribute},
    {"pg_auth_members", pg_auth_members},
    {"pg_authid", pg_roles},
    {"pg_class", pg_class},
    {"pg_constraint", pg_constraint},
    {"pg_depend", pg_depend},
    {"pg_enum", pg_enum},
    {"pg_event_trigger", pg_event_trigger},
    {"pg_extension", pg_extension},
    {"pg_index", pg_index},
    {"pg_indexes", pg_indexes},
    {"pg_inherits", pg_inherits},
    {"pg_matviews",
     [](const Replayer& r) {
         return of_kind(r, 'm', {"schemaname", "matviewname", "matviewowner"});
     }},
    {"pg_namespace", pg_namespace},
    {"pg_policy", pg_policy},
    {"pg_proc", pg_proc},
    {"pg_publication", pg_publication},
    {"pg_publication_rel", pg_publication_rel},
    {"pg_publication_tables", pg_publication_tables},
    {"pg_roles", pg_roles},
    {"pg_sequences",
     [](const Replayer& r) {
         return of_kind(r, 'S', {"schemaname", "sequencename", "sequenceowner"});
     }},
    {"pg_tables", pg_tables},
    {"pg_trigger", pg_trigger},
    {"pg_type", pg_type},
    {"pg_user", pg_roles},
    {"pg_views",
     [](const Replayer& r) {
         return of_kind(r, 'v', {"schemaname", "viewname", "viewowner"});
     }},
});

} // namespace

std::optional<Rows> catalog_rows(const Replayer& r, const QualifiedName& name, bool with_clauses) {
    const std::string_view schema = name.schema.text(), relation = name.name.text();
    if (schema == "information_schema") {
        auto rows = information_schema_rows(r, relation);
        return rows ? rows : Rows::unknown(fmt::format("information_schema.{}", relation));
    }
    if (!schema.empty() && schema != "pg_catalog") return std::nullopt;
    if (relation == "pg_policies") return pg_policies(r, with_clauses);
    const auto* const found = std::find_if(sources.begin(), sources.end(),
                                           [&](const Source& source) { return source.name == relation; });
    if (found != sources.end()) return found->rows(r);
    if (schema.empty() && !relation.starts_with("pg_")) return std::nullopt;
    return Rows::unknown(fmt::format("what is in {}", relation));
}

} // namespace rlslint::replaying::dynamic
