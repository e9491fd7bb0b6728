#include <algorithm>
#include <array>

#include "acl.hpp"
#include "dynamic_catalog_rows.hpp"

/// The views of information_schema. They show what the current user has some right on.
namespace rlslint::replaying::dynamic {

namespace {

using eval::Rows;
using eval::Value;

/// Whether the current user sees an object with this owner and ACL.
bool sees(const Replayer& r, RoleId owner, const Acl& acl) {
    const RoleId user = r.session.current_user;
    if (r.catalog[user].superuser) return true;
    const auto has = [&](RoleId role) {
        return role == public_role || (role.valid() && has_privileges_of(r, user, role));
    };
    return has(owner) || std::any_of(acl.entries.begin(), acl.entries.end(),
                                     [&](const AclEntry& entry) { return has(entry.grantee); });
}

template <class Visit> void for_each_relation(const Replayer& r, const Visit& visit) {
    for (const Relation& relation : r.catalog.relations())
        if (relation.origin.live() && sees(r, relation.owner, relation.acl)) visit(relation);
}

bool has_columns(const Relation& relation) {
    return std::string_view{"rpvf"}.find(relation.kind) != std::string_view::npos;
}

Value table_type(const Relation& relation) {
    if (relation.kind == 'v') return Value::of("VIEW");
    if (relation.kind == 'f') return Value::of("FOREIGN");
    return Value::of(relation.persistence == Persistence::temporary ? "LOCAL TEMPORARY" : "BASE TABLE");
}

Rows tables(const Replayer& r) {
    Table table{"table_schema", "table_name", "table_type"};
    for_each_relation(r, [&](const Relation& relation) {
        if (has_columns(relation))
            table.add({schema_name(r, relation.schema), Value::of(relation.name), table_type(relation)});
    });
    return table.take();
}

Rows views(const Replayer& r) {
    Table table{"table_schema", "table_name"};
    for_each_relation(r, [&](const Relation& relation) {
        if (relation.is_view()) table.add({schema_name(r, relation.schema), Value::of(relation.name)});
    });
    return table.take();
}

/// As format_type has it, without modifiers; what is not of pg_catalog is USER-DEFINED.
Value data_type(const TypeName& type) {
    if (type.array_dimensions > 0) return Value::of("ARRAY");
    if (type.schema.text() == "pg_catalog") return Value::of(format_type_name(type));
    return type.schema.empty() ? Value::unknown("a type") : Value::of("USER-DEFINED");
}

Value udt_name(const TypeName& type) {
    if (type.name.empty()) return Value::unknown("a type");
    return Value::of((type.array_dimensions > 0 ? "_" : "") + std::string{type.name.text()});
}

Rows columns(const Replayer& r) {
    Table table{"table_schema", "table_name", "column_name", "is_nullable",
                "data_type",    "udt_name",   "is_identity", "column_default"};
    for_each_relation(r, [&](const Relation& relation) {
        if (!has_columns(relation)) return;
        const Value schema = schema_name(r, relation.schema), name = Value::of(relation.name);
        for (const Column& column : relation.columns) {
            if (column.dropped) continue;
            table.add({schema, name, Value::of(column.name), Value::of(column.not_null ? "NO" : "YES"),
                       data_type(column.type), udt_name(column.type),
                       Value::of(column.identity == 0 ? "NO" : "YES"),
                       rendered(column.default_value.present() && !column.generated)});
        }
        if (relation.columns_known()) return;
        const Value more = Value::unknown("columns that the history does not show");
        table.add({schema, name, more, more, more, more, more, more}, false);
    });
    return table.take();
}

Rows schemata(const Replayer& r) {
    Table table{"schema_name", "schema_owner"};
    for (const Schema& schema : r.catalog.schemas())
        if (schema.origin.live() && sees(r, schema.owner, schema.acl))
            table.add({Value::of(schema.name), role_name(r, schema.owner)});
    return table.take();
}

Rows routines(const Replayer& r) {
    Table table{"routine_schema", "routine_name", "routine_type", "specific_schema", "security_type"};
    for (const Function& function : r.catalog.functions()) {
        if (!function.origin.live() || !sees(r, function.owner, function.acl)) continue;
        const Value schema = schema_name(r, function.schema);
        table.add({schema, Value::of(function.name), Value::of(function.procedure ? "PROCEDURE" : "FUNCTION"),
                   schema, Value::of(function.security_definer ? "DEFINER" : "INVOKER")});
    }
    return table.take();
}

Rows triggers(const Replayer& r) {
    Table table{"trigger_schema", "trigger_name", "event_object_schema", "event_object_table",
                "event_manipulation"};
    for (const Trigger& trigger : r.catalog.triggers()) {
        if (!trigger.origin.live()) continue;
        const Relation& on = r.catalog[trigger.table];
        if (!sees(r, on.owner, on.acl)) continue;
        const Value schema = schema_name(r, on.schema);
        const auto add = [&](bool fires, const char* event) {
            if (fires)
                table.add({schema, Value::of(trigger.name), schema, Value::of(on.name), Value::of(event)});
        };
        add(trigger.on_insert, "INSERT");
        add(trigger.on_update, "UPDATE");
        add(trigger.on_delete, "DELETE");
    }
    return table.take();
}

Value constraint_type(TableConstraint::Kind kind) {
    switch (kind) {
    case TableConstraint::Kind::primary_key: return Value::of("PRIMARY KEY");
    case TableConstraint::Kind::unique: return Value::of("UNIQUE");
    case TableConstraint::Kind::foreign_key: return Value::of("FOREIGN KEY");
    default: return Value::of("CHECK");
    }
}

Value constraint_name(const Constraint& constraint) {
    return constraint.name.empty() ? Value::unknown("a constraint's name") : Value::of(constraint.name);
}

Rows table_constraints(const Replayer& r) {
    Table table{"constraint_schema", "constraint_name", "table_schema", "table_name", "constraint_type"};
    for_each_relation(r, [&](const Relation& relation) {
        const Value schema = schema_name(r, relation.schema);
        for (const Constraint& constraint : relation.constraints)
            if (constraint.kind != TableConstraint::Kind::exclusion &&
                constraint.kind != TableConstraint::Kind::not_null)
                table.add({schema, constraint_name(constraint), schema, Value::of(relation.name),
                           constraint_type(constraint.kind)});
        // NOT NULL is there as a CHECK, named after numbers that no one knows before.
        const auto not_null = [](const Column& column) { return column.not_null && !column.dropped; };
        if (std::any_of(relation.columns.begin(), relation.columns.end(), not_null))
            table.add(
                {schema, Value::of("0_0_1_not_null"), schema, Value::of(relation.name), Value::of("CHECK")});
    });
    return table.take();
}

Value column_name(const Relation& relation, ColumnNumber column) {
    return column < relation.columns.size() ? Value::of(relation.columns[column].name)
                                            : Value::unknown("a column");
}

bool is_key(TableConstraint::Kind kind) {
    return kind == TableConstraint::Kind::primary_key || kind == TableConstraint::Kind::unique;
}

Rows key_column_usage(const Replayer& r) {
    Table table{"constraint_schema", "constraint_name", "table_schema", "table_name", "column_name"};
    for_each_relation(r, [&](const Relation& relation) {
        const Value schema = schema_name(r, relation.schema);
        for (const Constraint& constraint : relation.constraints)
            if (is_key(constraint.kind) || constraint.kind == TableConstraint::Kind::foreign_key)
                for (const ColumnNumber column : constraint.columns)
                    table.add({schema, constraint_name(constraint), schema, Value::of(relation.name),
                               column_name(relation, column)});
    });
    return table.take();
}

/// What constraints use: of a key its columns, of a foreign key those it refers to.
Rows constraint_column_usage(const Replayer& r) {
    Table table{"table_schema", "table_name", "column_name", "constraint_schema", "constraint_name"};
    for_each_relation(r, [&](const Relation& relation) {
        const Value schema = schema_name(r, relation.schema);
        const auto add = [&](const Relation& used, ColumnNumber column, const Constraint& constraint) {
            table.add({schema_name(r, used.schema), Value::of(used.name), column_name(used, column), schema,
                       constraint_name(constraint)});
        };
        for (const Constraint& constraint : relation.constraints) {
            if (is_key(constraint.kind))
                for (const ColumnNumber column : constraint.columns)
                    add(relation, column, constraint);
            if (constraint.kind == TableConstraint::Kind::foreign_key && constraint.references.valid())
                for (const ColumnNumber column : constraint.referenced_columns)
                    add(r.catalog[constraint.references], column, constraint);
            if (constraint.kind == TableConstraint::Kind::check) // which columns is in its expression
                table.add({schema, Value::of(relation.name), Value::unknown("the columns of a CHECK"), schema,
                           constraint_name(constraint)},
                          false);
        }
    });
    return table.take();
}

Rows referential_constraints(const Replayer& r) {
    Table table{"constraint_schema", "constraint_name", "delete_rule"};
    for_each_relation(r, [&](const Relation& relation) {
        for (const Constraint& constraint : relation.constraints) {
            if (constraint.kind != TableConstraint::Kind::foreign_key) continue;
            const char* rule = "NO ACTION";
            if (constraint.on_delete == 'c') rule = "CASCADE";
            if (constraint.on_delete == 'n') rule = "SET NULL";
            if (constraint.on_delete == 'd') rule = "SET DEFAULT";
            if (constraint.on_delete == 'r') rule = "RESTRICT";
            table.add({schema_name(r, relation.schema), constraint_name(constraint), Value::of(rule)});
        }
    });
    return table.take();
}

Rows sequences(const Replayer& r) {
    Table table{"sequence_schema", "sequence_name"};
    for_each_relation(r, [&](const Relation& relation) {
        if (relation.kind != 'S') return;
        // Those of identity columns are not shown.
        const Relation* owner = relation.owned_by.valid() ? &r.catalog[relation.owned_by] : nullptr;
        if (owner != nullptr && owner->columns[relation.owned_by_column].identity != 0) return;
        table.add({schema_name(r, relation.schema), Value::of(relation.name)});
    });
    return table.take();
}

Rows role_table_grants(const Replayer& r) {
    Table table{"grantee", "table_schema", "table_name", "privilege_type", "is_grantable"};
    const RoleId user = r.session.current_user;
    for_each_relation(r, [&](const Relation& relation) {
        if (!has_columns(relation)) return;
        for (const AclEntry& entry : relation.acl.entries) {
            const bool enabled = entry.grantee != public_role && (has_privileges_of(r, user, entry.grantee) ||
                                                                  has_privileges_of(r, user, entry.grantor));
            for (const Privilege privilege : all_privileges)
                if (enabled && entry.privileges.has(privilege))
                    table.add({role_name(r, entry.grantee), schema_name(r, relation.schema),
                               Value::of(relation.name), Value::of(to_string(privilege)),
                               Value::of(entry.grantable.has(privilege) ? "YES" : "NO")});
        }
        // The owner's own are there too; which they are nobody asks.
        table.add({role_name(r, relation.owner), schema_name(r, relation.schema), Value::of(relation.name),
                   Value::unknown("the owner's privileges"), Value::of("YES")},
                  false);
    });
    return table.take();
}

struct View {
    std::string_view name;
    Rows (*rows)(const Replayer&);
};

constexpr auto all_views = std::to_array<View>({
    {"columns", columns},
    {"constraint_column_usage", constraint_column_usage},
    {"key_column_usage", key_column_usage},
    {"referential_constraints", referential_constraints},
    {"role_table_grants", role_table_grants},
    {"routines", routines},
    {"schemata", schemata},
    {"sequences", sequences},
    {"table_constraints", table_constraints},
    {"tables", tables},
    {"triggers", triggers},
    {"views", views},
});

} // namespace

std::optional<Rows> information_schema_rows(const Replayer& r, std::string_view name) {
    const auto* const found =
        std::find_if(all_views.begin(), all_views.end(), [&](const View& view) { return view.name == name; });
    return found == all_views.end() ? std::nullopt : std::optional{found->rows(r)};
}

} // namespace rlslint::replaying::dynamic
