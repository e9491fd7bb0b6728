#include "constraint.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/names/coercion.hpp"
#include "rlslint/sql/token.hpp"

#include "binding.hpp"
#include "clause_check.hpp"
#include "create.hpp"
#include "generated_name.hpp"
#include "lookup.hpp"
#include "permission.hpp"

namespace rlslint::replaying {

namespace {

using Kind = TableConstraint::Kind;

std::vector<Symbol> columns_of(const TableConstraint& constraint, Symbol column) {
    const bool given = !constraint.columns.empty() || !constraint.key_exprs.empty();
    if (given || column.empty()) return constraint.columns;
    return {column};
}

/// The numbers of a key's columns.
std::vector<ColumnNumber> key_columns(Replayer& r, RelationId table, const std::vector<Symbol>& names,
                                      std::string_view message) {
    std::vector<ColumnNumber> numbers;
    for (const Symbol name : names) {
        if (name.empty()) { // an expression
            numbers.push_back(whole_row);
            continue;
        }
        const ColumnNumber number = r.catalog.find_column(table, name);
        if (number == whole_row && r.catalog[table].columns_known())
            throw Refused{sqlstate::undefined_column, fmt::format(fmt::runtime(message), name.text())};
        numbers.push_back(number == whole_row ? require_column(r, table, name) : number);
    }
    return numbers;
}

void require_free_name(const Relation& table, Symbol name) {
    if (find_constraint(table, name) != nullptr)
        throw Refused{sqlstate::duplicate_object,
                      fmt::format("constraint \"{}\" for relation \"{}\" already exists", name.text(),
                                  table.name.text())};
}

/// A check that a table has from its parents only may be said again, in the same words.
bool merged(Replayer& r, RelationId table, const Constraint& check) {
    const Constraint* same = find_constraint(r.catalog[table], check.name);
    if (same == nullptr || same->kind != Kind::check || same->local || same->inherited == 0) return false;
    const auto text = [&](const Constraint& c) { return without_layout(r.sources.text(c.check.span())); };
    if (!same->check.present() || text(*same) != text(check)) return false;
    if (check.no_inherit)
        refuse(sqlstate::invalid_object_definition,
               "constraint \"{}\" conflicts with inherited constraint on relation \"{}\"", check.name.text(),
               r.catalog[table].name.text());
    for (Constraint& own : r.catalog.edit(table).constraints)
        if (own.name == check.name) own.local = true;
    return true;
}

void append(Replayer& r, RelationId table, Constraint constraint) {
    require_free_name(r.catalog[table], constraint.name);
    note_dependencies(r, table, constraint);
    r.catalog.edit(table).constraints.push_back(std::move(constraint));
}

Constraint new_constraint(const TableConstraint& from) {
    Constraint constraint;
    constraint.kind = from.kind;
    constraint.name = from.name.text;
    constraint.no_inherit = from.no_inherit;
    constraint.validated = !from.not_valid && !from.not_enforced;
    constraint.span = from.span;
    return constraint;
}

// ---- CHECK ------------------------------------------------------------------------------------------

/// The columns of the table that an expression uses, each once.
std::vector<ColumnNumber> used_columns(const BoundExpr& expr) {
    std::vector<ColumnNumber> numbers;
    if (!expr.present()) return numbers;
    for (const auto& [id, column] : expr.bindings->columns)
        if (!column.from.valid() && column.column != whole_row &&
            std::find(numbers.begin(), numbers.end(), column.column) == numbers.end())
            numbers.push_back(column.column);
    return numbers;
}

void add_check(Replayer& r, RelationId table, const TableConstraint& from) {
    Constraint check = new_constraint(from);
    check.check = bind_clause(r, table, from.check, from.span);
    require_scalar(r, check.check, "check constraints");
    require_boolean(r, check.check, "CHECK");
    check.columns = used_columns(check.check);
    if (check.name.empty()) {
        const bool one = check.columns.size() == 1 && check.columns[0] < r.catalog[table].columns.size();
        const auto column = one ? r.catalog[table].columns[check.columns[0]].name.text() : std::string_view{};
        check.name = free_constraint_name(r, table, column, "check");
    }
    if (!merged(r, table, check)) append(r, table, std::move(check));
}

// ---- PRIMARY KEY, UNIQUE, EXCLUDE -------------------------------------------------------------------

void require_single_primary_key(const Relation& table) {
    const bool has_one = std::any_of(table.constraints.begin(), table.constraints.end(),
                                     [](const Constraint& c) { return c.kind == Kind::primary_key; });
    if (has_one)
        throw Refused{
            sqlstate::invalid_table_definition,
            fmt::format("multiple primary keys for table \"{}\" are not allowed", table.name.text())};
}

/// A partitioned table is unique only within its partitions, unless the key says which one it is.
void require_partition_key(const Relation& table, const Constraint& key) {
    if (table.kind != 'p') return;
    if (key.kind == Kind::exclusion)
        refuse(sqlstate::feature_not_supported,
               "exclusion constraints are not supported on partitioned tables");
    for (const ColumnNumber column : table.partition_key)
        if (std::find(key.columns.begin(), key.columns.end(), column) == key.columns.end())
            refuse(sqlstate::feature_not_supported,
                   "unique constraint on partitioned table must include all partitioning columns");
}

/// As they stand in the index's name.
std::string key_names(const Replayer& r, const TableConstraint& from, const std::vector<Symbol>& columns) {
    if (from.kind == Kind::primary_key) return {};
    std::vector<Symbol> names = columns;
    for (const ExprId expr : from.key_exprs)
        names.push_back(index_column_name(r, expr));
    return joined(names);
}

void add_index_of(Replayer& r, RelationId table, const Constraint& constraint, const TableConstraint& from) {
    require_free_class_name(r, r.catalog[table].schema, constraint.name);
    Index index;
    index.name = constraint.name;
    index.table = table;
    index.unique = constraint.kind != Kind::exclusion;
    index.primary = constraint.kind == Kind::primary_key;
    index.method = Symbol{constraint.kind == Kind::exclusion ? "gist" : "btree"};
    for (const ColumnNumber column : constraint.columns)
        index.keys.push_back(
            {column, {}, column == whole_row ? Symbol{} : r.catalog[table].columns[column].name});
    for (const ExprId expr : from.key_exprs)
        index.keys.push_back(
            {whole_row, bind_clause(r, table, expr, r.tree()[expr].span), index_column_name(r, expr)});
    index.predicate = bind_clause(r, table, from.where, from.span);
    index.origin = r.created();
    create(r, std::move(index));
}

/// ADD CONSTRAINT … USING INDEX makes a constraint of an index, which takes its name.
void adopt_index(Replayer& r, RelationId table, const TableConstraint& from, Constraint& constraint) {
    if (r.catalog[table].kind == 'p')
        refuse(sqlstate::feature_not_supported,
               "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
    const IndexId id = r.catalog.find_index(r.catalog[table].schema, from.using_index);
    if (!id.valid()) {
        if (!fully_known(r.catalog[table])) return;
        throw Refused{sqlstate::undefined_object,
                      fmt::format("index \"{}\" does not exist", from.using_index.text())};
    }
    if (constraint.name.empty()) constraint.name = from.using_index;
    if (constraint.name != from.using_index) rename(r, id, constraint.name);
    Index& index = r.catalog.edit(id);
    index.primary = constraint.kind == Kind::primary_key;
    for (const Index::Key& key : index.keys)
        constraint.columns.push_back(key.column);
}

/// Keys are made by statements of their own, which name the table.
void require_named_again(const Replayer& r, RelationId table) {
    const Relation& relation = r.catalog[table];
    if (relation.persistence != Persistence::temporary) require_usage(r, relation.schema);
}

std::string_view label(Kind kind) {
    if (kind == Kind::primary_key) return "pkey";
    return kind == Kind::unique ? "key" : "excl";
}

void add_key(Replayer& r, RelationId table, const TableConstraint& from, Symbol column) {
    Constraint key = new_constraint(from);
    const std::vector<Symbol> names = columns_of(from, column);
    if (from.using_index.empty()) {
        key.columns = key_columns(r, table, names, "column \"{}\" named in key does not exist");
        require_create(r, r.catalog[table].schema);
        require_named_again(r, table);
        if (from.kind == Kind::primary_key) require_single_primary_key(r.catalog[table]);
        require_partition_key(r.catalog[table], key);
        const std::string columns = key_names(r, from, names);
        if (key.name.empty()) key.name = free_key_name(r, table, columns, label(from.kind));
        add_index_of(r, table, key, from);
    } else {
        if (from.kind == Kind::primary_key) require_single_primary_key(r.catalog[table]);
        adopt_index(r, table, from, key);
    }
    if (from.kind == Kind::primary_key)
        for (const ColumnNumber number : key.columns)
            if (number != whole_row) r.catalog.edit(table).columns[number].not_null = true;
    append(r, table, std::move(key));
}

// ---- FOREIGN KEY ------------------------------------------------------------------------------------

const Constraint* primary_key(const Relation& table) {
    const auto found = std::find_if(table.constraints.begin(), table.constraints.end(),
                                    [](const Constraint& c) { return c.kind == Kind::primary_key; });
    return found == table.constraints.end() ? nullptr : &*found;
}

bool is_unique_on(const Index& index, std::vector<ColumnNumber> columns) {
    if (!index.unique || index.partial() || index.keys.size() != columns.size()) return false;
    std::vector<ColumnNumber> keys;
    for (const Index::Key& key : index.keys)
        keys.push_back(key.column);
    std::sort(keys.begin(), keys.end());
    std::sort(columns.begin(), columns.end());
    return keys == columns;
}

void require_unique(const Replayer& r, const Relation& parent, const std::vector<ColumnNumber>& columns) {
    if (!fully_known(parent)) return;
    const bool found = std::any_of(parent.indexes.begin(), parent.indexes.end(),
                                   [&](IndexId id) { return is_unique_on(r.catalog[id], columns); });
    if (!found)
        throw Refused{
            sqlstate::invalid_foreign_key,
            fmt::format("there is no unique constraint matching given keys for referenced table \"{}\"",
                        parent.name.text())};
}

std::vector<ColumnNumber> referenced_columns(Replayer& r, RelationId parent, const TableConstraint& from) {
    if (!from.referenced_columns.empty()) {
        auto columns = key_columns(r, parent, from.referenced_columns,
                                   "column \"{}\" referenced in foreign key constraint does not exist");
        require_unique(r, r.catalog[parent], columns);
        return columns;
    }
    const Relation& relation = r.catalog[parent];
    if (const Constraint* key = primary_key(relation)) return key->columns;
    if (fully_known(relation))
        throw Refused{
            sqlstate::undefined_object,
            fmt::format("there is no primary key for referenced table \"{}\"", relation.name.text())};
    return {};
}

/// Whether values of the two types can be compared by one equality (ATAddForeignKeyConstraint). True where
/// the types are not known.
bool comparable(const Replayer& r, const TypeName& key, const TypeName& referenced) {
    if (key.name.empty() || referenced.name.empty()) return true;
    const auto coerces = [&](const TypeName& a, const TypeName& b) {
        return can_coerce(r.catalog, a, b, CastContext::implicit).value_or(true);
    };
    const auto family = [&](const TypeName& type) {
        const std::string_view name = base_type(r.catalog, type).name.text();
        if (type.array_dimensions > 0) return ' ';
        if (name == "int2" || name == "int4" || name == "int8") return 'i';
        return name == "date" || name == "timestamp" || name == "timestamptz" ? 'd' : ' ';
    };
    return coerces(key, referenced) || (family(key) != ' ' && family(key) == family(referenced));
}

void require_comparable(const Replayer& r, RelationId table, const Constraint& key) {
    for (std::size_t i = 0; i < key.referenced_columns.size(); ++i) {
        const ColumnNumber own = key.columns[i];
        const ColumnNumber other = key.referenced_columns[i];
        if (own == whole_row || other == whole_row) continue;
        if (!comparable(r, r.catalog[table].columns[own].type, r.catalog[key.references].columns[other].type))
            refuse(sqlstate::datatype_mismatch, "foreign key constraint \"{}\" cannot be implemented",
                   key.name.text());
    }
}

/// What outlives the session, or a crash, must not refer to what does not.
void require_as_permanent(const Relation& table, const Relation& parent) {
    if (parent.persistence == table.persistence || parent.origin.assumed) return;
    if (table.persistence == Persistence::permanent)
        refuse(sqlstate::invalid_table_definition,
               "constraints on permanent tables may reference only permanent tables");
    if (table.persistence == Persistence::temporary)
        refuse(sqlstate::invalid_table_definition,
               "constraints on temporary tables may reference only temporary tables");
    if (parent.persistence == Persistence::temporary)
        refuse(sqlstate::invalid_table_definition,
               "constraints on unlogged tables may reference only permanent or unlogged tables");
}

void add_foreign_key(Replayer& r, RelationId table, const TableConstraint& from, Symbol column) {
    Constraint key = new_constraint(from);
    require_named_again(r, table);
    key.on_delete = from.on_delete;
    key.references = require_relation(r, from.references);
    const Relation& parent = r.catalog[key.references];
    if (!parent.is_table())
        throw Refused{sqlstate::wrong_object_type,
                      fmt::format("referenced relation \"{}\" is not a table", parent.name.text())};
    require_as_permanent(r.catalog[table], parent);
    const std::vector<Symbol> names = columns_of(from, column);
    key.columns =
        key_columns(r, table, names, "column \"{}\" referenced in foreign key constraint does not exist");
    key.referenced_columns = referenced_columns(r, key.references, from);
    if (!key.referenced_columns.empty() && key.referenced_columns.size() != key.columns.size())
        throw Refused{sqlstate::invalid_foreign_key,
                      "number of referencing and referenced columns for foreign key disagree"};
    require_references(r, key.references, key.referenced_columns);
    if (key.name.empty()) key.name = free_constraint_name(r, table, joined(names), "fkey");
    require_comparable(r, table, key);
    append(r, table, std::move(key));
}

} // namespace

void require_comparable_keys(const Replayer& r, RelationId table) {
    for (const Constraint& key : r.catalog[table].constraints)
        if (key.references.valid()) require_comparable(r, table, key);
    for (const Object& object : r.dependents.of(table)) {
        const bool known =
            object.kind == Object::Kind::constraint && object.id < r.catalog.relations().size();
        if (!known || !r.catalog[RelationId{object.id}].origin.live()) continue;
        for (const Constraint& key : r.catalog[RelationId{object.id}].constraints)
            if (key.name.id() == object.part && key.references == table)
                require_comparable(r, {object.id}, key);
    }
}

void note_dependencies(Replayer& r, RelationId table, const Constraint& constraint) {
    const Object object = Object::constraint(table, constraint.name);
    if (constraint.references.valid()) r.dependents.add(constraint.references, object);
    if (constraint.check.present()) r.dependents.add(*constraint.check.bindings, object);
}

bool is_inheritable(const Constraint& constraint) {
    return constraint.kind == Kind::check && !constraint.no_inherit;
}

const Constraint* find_constraint(const Relation& table, Symbol name) {
    const auto found = std::find_if(table.constraints.begin(), table.constraints.end(),
                                    [&](const Constraint& c) { return c.name == name; });
    return found == table.constraints.end() ? nullptr : &*found;
}

void add_constraint(Replayer& r, RelationId table, const TableConstraint& constraint, Symbol column) {
    switch (constraint.kind) {
    case Kind::check: return add_check(r, table, constraint);
    case Kind::unique:
    case Kind::primary_key:
    case Kind::exclusion: return add_key(r, table, constraint, column);
    case Kind::foreign_key: return add_foreign_key(r, table, constraint, column);
    case Kind::not_null:
        for (const Symbol name : columns_of(constraint, column)) {
            const ColumnNumber number = require_column(r, table, name);
            r.catalog.edit(table).columns[number].not_null = true;
        }
    }
}

} // namespace rlslint::replaying
