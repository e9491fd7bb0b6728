#include "column.hpp"

#include <optional>

#include "rlslint/names/binder.hpp"

#include "binding.hpp"
#include "clause_check.hpp"
#include "constraint.hpp"
#include "create.hpp"
#include "generated_name.hpp"
#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

/// serial is no type: an integer with a sequence of its own.
std::optional<Symbol> serial_type(const TypeName& type) {
    if (!type.schema.empty() && type.schema.text() != "pg_catalog") return std::nullopt;
    const std::string_view name = type.name.text();
    if (name == "serial" || name == "serial4") return Symbol{"int4"};
    if (name == "bigserial" || name == "serial8") return Symbol{"int8"};
    if (name == "smallserial" || name == "serial2") return Symbol{"int2"};
    return std::nullopt;
}

/// A value comes from one place only (transformColumnDefinition).
void require_one_value(const ColumnDef& def) {
    const std::string_view name = def.name.text.text();
    const bool generated = def.generated_stored || def.generated_virtual;
    if (def.identity != 0 && generated)
        refuse(sqlstate::syntax_error, "both identity and generation expression specified for column \"{}\"",
               name);
    if (def.identity != 0 && def.default_value.present())
        refuse(sqlstate::syntax_error, "both default and identity specified for column \"{}\"", name);
    if (def.identity != 0 && serial_type(def.type))
        refuse(sqlstate::syntax_error, "both default and identity specified for column \"{}\"", name);
    if (serial_type(def.type) && def.default_value.present())
        refuse(sqlstate::syntax_error, "multiple default values specified for column \"{}\"", name);
}

/// Which generated column is computed first is not said.
void require_plain_columns(const Replayer& r, RelationId table, const BoundExpr& value) {
    for (const auto& [id, column] : value.bindings->columns) {
        if (column.from.valid() || column.column == whole_row) continue;
        const Column& used = r.catalog[table].columns[column.column];
        if (used.generated)
            refuse(sqlstate::invalid_object_definition,
                   "cannot use generated column \"{}\" in column generation expression", used.name.text());
    }
}

} // namespace

Column new_column(const Replayer& r, const ColumnDef& def) {
    require_one_value(def);
    Column column;
    column.name = def.name.text;
    column.type = def.type;
    if (const auto integer = serial_type(def.type)) {
        column.type.schema = Symbol{"pg_catalog"};
        column.type.name = *integer;
        column.not_null = true;
    } else if (!def.type.name.empty()) {
        column.type = require_type_name(r, def.type);
        require_type_usage(r, column.type);
    }
    if (def.identity != 0) require_identity_type(column);
    column.not_null = column.not_null || def.not_null || def.identity != 0;
    column.identity = def.identity;
    column.generated = def.generated_stored || def.generated_virtual;
    column.span = def.span;
    return column;
}

namespace {

bool is_domain(const Replayer& r, const TypeName& type) {
    const TypeId id = type.array_dimensions > 0 ? TypeId{} : find_type(r, {type.schema, type.name, {}});
    return id.valid() && r.catalog[id].kind == Type::Kind::domain;
}

} // namespace

/// A constant NULL, which is no default (AddRelationNewConstraints in heap.c), unless a domain or a
/// length still has to be applied to it.
bool is_no_default(const Replayer& r, const Column& column, ExprId value) {
    const auto plain = [&](const TypeName& type) { return type.modifiers.empty() && !is_domain(r, type); };
    while (const auto* cast = std::get_if<Cast>(&r.tree()[value].node)) {
        if (!plain(r.tree().type(cast->type))) return false;
        value = cast->arg;
    }
    const auto* literal = std::get_if<Literal>(&r.tree()[value].node);
    return literal != nullptr && literal->kind == Literal::Kind::null && plain(column.type);
}

void require_identity_type(const Column& column) {
    const std::string_view type = column.type.name.text();
    const bool array = column.type.array_dimensions > 0;
    if (type.empty() || (!array && (type == "int2" || type == "int4" || type == "int8"))) return;
    throw Refused{sqlstate::invalid_parameter_value,
                  "identity column type must be smallint, integer, or bigint"};
}

void require_default(const Replayer& r, const Column& column, const BoundExpr& value) {
    require_scalar(r, value, column.generated ? "column generation expressions" : "DEFAULT expressions");
    require_storable(r, column, value);
}

void refuse_system_column(Symbol name) {
    if (is_system_column(name))
        refuse(sqlstate::duplicate_column, "column name \"{}\" conflicts with a system column name",
               name.text());
}

ColumnNumber column_in(const std::vector<Column>& columns, Symbol name) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == name && !columns[i].dropped) return static_cast<ColumnNumber>(i);
    return whole_row;
}

void complete_column(Replayer& r, RelationId table, ColumnNumber number, const ColumnDef& def) {
    if (serial_type(def.type) || def.identity != 0)
        add_owned_sequence(r, table, number, def.identity_sequence);
    if (def.default_value.present()) {
        Column& column = r.catalog.edit(table).columns[number];
        BoundExpr value = bind_clause(r, table, def.default_value);
        require_default(r, column, value);
        if (column.generated) require_plain_columns(r, table, value);
        // A NULL is no default, but it takes the place of an inherited one.
        column.default_value =
            is_no_default(r, column, def.default_value.expr) ? BoundExpr{} : std::move(value);
    }
    note_dependencies(r, table, number);
    for (const TableConstraint& constraint : def.constraints)
        if (constraint.kind != TableConstraint::Kind::foreign_key)
            add_constraint(r, table, constraint, def.name.text);
}

void add_foreign_keys(Replayer& r, RelationId table, const ColumnDef& def) {
    for (const TableConstraint& constraint : def.constraints)
        if (constraint.kind == TableConstraint::Kind::foreign_key)
            add_constraint(r, table, constraint, def.name.text);
}

void note_dependencies(Replayer& r, RelationId table, ColumnNumber number) {
    const Column& column = r.catalog[table].columns[number];
    depend_on_type(r, column.type, Object::column(table, number));
    const Object default_value = Object::default_value(table, number);
    if (column.default_value.present()) r.dependents.add(*column.default_value.bindings, default_value);
    if (column.sequence.valid()) r.dependents.add(column.sequence, default_value);
}

void add_owned_sequence(Replayer& r, RelationId table, ColumnNumber number, const QualifiedName& name) {
    const Relation& owner = r.catalog[table];
    Relation sequence;
    sequence.kind = 'S';
    sequence.schema = name.schema.empty() ? owner.schema : require_schema(r, name.schema);
    sequence.name = !name.empty() ? name.name
                                  : free_class_name(r, sequence.schema, r.catalog[table].name.text(),
                                                    r.catalog[table].columns[number].name.text(), "seq");
    sequence.persistence = r.catalog[table].persistence;
    if (sequence.persistence != Persistence::temporary) {
        require_create(r, sequence.schema);
        require_usage(r, sequence.schema); // to tie it to its column it is named again
    }
    sequence.owner = r.catalog[table].owner;
    sequence.owned_by = table;
    sequence.owned_by_column = number;
    sequence.origin = r.created();
    require_free_class_name(r, sequence.schema, sequence.name);
    const RelationId id = create(r, std::move(sequence));
    Column& column = r.catalog.edit(table).columns[number];
    column.shadowed_default =
        column.identity != 0 && (column.default_value.present() || column.sequence.valid());
    column.sequence = id;
    column.default_value = {}; // an inherited one
    r.dependents.add(table, id);
    note_dependencies(r, table, number);
}

} // namespace rlslint::replaying
