#include "dynamic_table_rows.hpp"

#include <algorithm>

#include "rlslint/catalog/catalog.hpp"

#include "acl.hpp"
#include "lookup.hpp"

namespace rlslint::replaying::dynamic {

namespace {

using eval::Row;
using eval::Rows;
using eval::Value;

constexpr std::size_t most_rows = 500;

/// The table is the one that this statement made, and nothing was inserted into it.
bool is_made_empty(const Replayer& r, RelationId table) {
    const auto made = r.made_empty.find(table.value);
    return made != r.made_empty.end() && made->second == place_key(r.catalog[table].origin.introduced);
}

/// What is known of a table; null where nothing is.
std::shared_ptr<const TableRows> known_of(const Replayer& r, RelationId table) {
    static const auto empty = std::make_shared<const TableRows>();
    if (r.table_rows) {
        const auto known = r.table_rows->tables.find(table.value);
        if (known != r.table_rows->tables.end()) return known->second;
    }
    return is_made_empty(r, table) ? empty : nullptr;
}

/// A copy to change: savepoints hold on to what they have.
AllTableRows& editable(Replayer& r) {
    auto copy =
        r.table_rows ? std::make_shared<AllTableRows>(*r.table_rows) : std::make_shared<AllTableRows>();
    AllTableRows& made = *copy;
    r.table_rows = std::move(copy);
    return made;
}

bool same_columns(const Relation& relation, const TableRows& known) {
    if (relation.columns.size() != known.columns.size()) return false;
    for (std::size_t i = 0; i < known.columns.size(); ++i) {
        const Column& column = relation.columns[i];
        if (column.dropped || column.name != known.columns[i] ||
            format_type_name(column.type) != known.types[i])
            return false;
    }
    return true;
}

void take_columns(const Relation& relation, TableRows& known) {
    known.columns.clear();
    known.types.clear();
    for (const Column& column : relation.columns) {
        known.columns.push_back(column.name);
        known.types.push_back(format_type_name(column.type));
    }
}

/// Nothing but the statement itself has a say in what it inserts.
bool is_plain(const Relation& relation) {
    const bool dropped = std::any_of(relation.columns.begin(), relation.columns.end(),
                                     [](const Column& column) { return column.dropped; });
    return relation.kind == 'r' && !relation.partition && relation.parents.empty() &&
           relation.children.empty() && relation.triggers.empty() && relation.rules.empty() && !dropped &&
           !relation.partial;
}

/// The number of the column that each value goes into; none where one is not there.
std::optional<std::vector<std::size_t>> targets_of(const Relation& relation, const Insert& insert,
                                                   std::size_t count) {
    std::vector<std::size_t> targets;
    if (insert.columns.empty()) {
        for (std::size_t i = 0; i < count; ++i)
            targets.push_back(i);
    }
    for (const Symbol name : insert.columns) {
        const auto at = std::find_if(relation.columns.begin(), relation.columns.end(),
                                     [&](const Column& column) { return column.name == name; });
        targets.push_back(static_cast<std::size_t>(at - relation.columns.begin()));
    }
    const auto fits = [&](std::size_t at) { return at < relation.columns.size(); };
    if (targets.size() != count || !std::all_of(targets.begin(), targets.end(), fits)) return std::nullopt;
    return targets;
}

Row new_row(eval::Environment& environment, const Relation& relation, const std::vector<std::size_t>& targets,
            const Row& given) {
    Row row;
    row.certain = given.certain;
    for (const Column& column : relation.columns) {
        const bool null = !column.default_value.present() && !column.generated && column.identity == 0;
        row.cells.push_back(null ? Value{} : Value::unknown("a column's default"));
    }
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const TypeName& type = relation.columns[targets[i]].type;
        const bool builtin = type.schema.text() == "pg_catalog";
        Value value = builtin ? eval::cast(environment, given.cells[i], type) : given.cells[i];
        // Of other types the text that was written may be read as another one.
        if (builtin && value.is_unknown() && given.cells[i].kind == Value::Kind::text)
            value = Value::unknown("a value of another type");
        row.cells[targets[i]] = std::move(value);
    }
    return row;
}

/// Whether ON CONFLICT DO NOTHING lets a row in: a row that is not certain where that cannot be told.
enum class Conflict { no, perhaps, yes };

Conflict conflict_on(const std::vector<ColumnNumber>& key, const Row& row, const Row& other) {
    Conflict found = other.certain ? Conflict::yes : Conflict::perhaps;
    for (const ColumnNumber column : key) {
        if (column >= row.cells.size()) return Conflict::perhaps;
        const Value &a = row.cells[column], &b = other.cells[column];
        if (a.is_null() || b.is_null()) return Conflict::no;
        if (a.failed() || b.failed())
            found = Conflict::perhaps;
        else if (!eval::same(a, b))
            return Conflict::no;
    }
    return found;
}

Conflict conflict_of(const Replayer& r, const Relation& relation, const Row& row,
                     const std::vector<Row>& rows) {
    Conflict worst = Conflict::no;
    const auto look = [&](const std::vector<ColumnNumber>& key) {
        for (const Row& other : rows)
            worst = std::max(worst, conflict_on(key, row, other));
    };
    for (const Constraint& constraint : relation.constraints)
        if (constraint.kind == TableConstraint::Kind::primary_key ||
            constraint.kind == TableConstraint::Kind::unique)
            look(constraint.columns);
    for (const IndexId id : relation.indexes) {
        const Index& index = r.catalog[id];
        if (!index.unique) continue;
        std::vector<ColumnNumber> key;
        for (const Index::Key& part : index.keys)
            key.push_back(part.column);
        if (!index.partial())
            look(key);
        else if (!rows.empty())
            worst = std::max(worst, Conflict::perhaps);
    }
    return worst;
}

} // namespace

void begin_rows(Replayer& r, RelationId table) {
    if (r.profile || !is_plain(r.catalog[table])) return;
    forget_rows(r, table);
    r.made_empty[table.value] = place_key(r.catalog[table].origin.introduced);
}

bool knows_rows(const Replayer& r) { return r.table_rows || !r.made_empty.empty(); }

void forget_rows(Replayer& r) {
    r.table_rows = nullptr;
    r.made_empty.clear();
}

/// What a rollback then brings back is less than was known before, and never more.
void forget_rows(Replayer& r, RelationId table) {
    r.made_empty.erase(table.value);
    if (r.table_rows && r.table_rows->tables.contains(table.value)) editable(r).tables.erase(table.value);
}

void note_insert(Replayer& r, eval::Environment& environment, const Tree& tree, const Insert& insert) {
    if (!knows_rows(r)) return;
    const RelationId table = find_relation(r, insert.target);
    const bool writes_more = !insert.with.tables.empty();
    if (!table.valid() || writes_more || !r.catalog[table].triggers.empty() ||
        !r.catalog[table].rules.empty())
        return forget_rows(r);
    const std::shared_ptr<const TableRows> known = known_of(r, table);
    if (known == nullptr) return;
    const Relation& relation = r.catalog[table];
    TableRows made = *known;
    if (made.rows.empty()) take_columns(relation, made);
    const bool readable = is_plain(relation) && same_columns(relation, made) && insert.source.valid() &&
                          !insert.conflict_update;
    if (!readable) return forget_rows(r, table);
    const Rows source = eval::run(environment, tree, insert.source);
    if (source.problem.failed() || source.rows.size() + made.rows.size() > most_rows)
        return forget_rows(r, table);
    for (const Row& given : source.rows) {
        const auto targets = targets_of(relation, insert, given.cells.size());
        if (!targets) return forget_rows(r, table);
        Row row = new_row(environment, relation, *targets, given);
        const Conflict conflict =
            insert.on_conflict ? conflict_of(r, relation, row, made.rows) : Conflict::no;
        if (conflict == Conflict::yes) continue;
        row.certain = row.certain && conflict == Conflict::no;
        made.rows.push_back(std::move(row));
    }
    editable(r).tables[table.value] = std::make_shared<const TableRows>(std::move(made));
}

void note_statement(Replayer& r, const Effect& effect) {
    if (!knows_rows(r)) return;
    const StatementNode& node = r.statement->node;
    bool changes = effect.outcome == Outcome::undetermined || effect.outcome == Outcome::unmodelled;
    if (const auto* run = std::get_if<RunQuery>(&node)) {
        const QueryNode& query = r.tree()[run->query].node;
        const bool writes = std::holds_alternative<Update>(query) || std::holds_alternative<Delete>(query) ||
                            std::holds_alternative<Merge>(query);
        changes = changes || writes;
    }
    // Routines that were not followed because they change rows at most.
    if (std::holds_alternative<Do>(node) || std::holds_alternative<CallProcedure>(node))
        changes = changes || effect.outcome == Outcome::inert;
    if (std::holds_alternative<Inert>(node))
        changes = changes || r.statement->tag == "COPY" || r.statement->tag == "TRUNCATE TABLE";
    if (changes) forget_rows(r);
}

std::optional<Rows> known_rows(const Replayer& r, RelationId table) {
    const std::shared_ptr<const TableRows> known = known_of(r, table);
    const Relation& relation = r.catalog[table];
    // Whether a table is still as empty as it was made nobody knows who looks at another time.
    if (known == nullptr || known->rows.empty() || !relation.children.empty()) return std::nullopt;
    const Role& user = r.catalog[r.session.current_user];
    const bool sees_all =
        user.superuser || user.bypass_rls || !relation.rls.on ||
        (has_privileges_of(r, r.session.current_user, relation.owner) && !relation.force.on);
    if (!sees_all) return std::nullopt;
    Rows rows;
    rows.rows = known->rows;
    if (!same_columns(relation, *known)) return std::nullopt;
    for (const Column& column : relation.columns)
        rows.columns.push_back(column.name);
    return rows;
}

} // namespace rlslint::replaying::dynamic
