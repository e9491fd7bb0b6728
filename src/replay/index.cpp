#include <algorithm>

#include <fmt/format.h>

#include "apply.hpp"
#include "binding.hpp"
#include "clause_check.hpp"
#include "copy_index.hpp"
#include "create.hpp"
#include "generated_name.hpp"
#include "lookup.hpp"
#include "permission.hpp"

/// CREATE INDEX (src/backend/commands/indexcmds.c).
namespace rlslint::replaying {

namespace {

std::string column_names(const Replayer& r, const CreateIndex& create) {
    std::vector<Symbol> names;
    for (const CreateIndex::Key& key : create.keys)
        names.push_back(key.column.empty() ? index_column_name(r, key.expr) : key.column);
    names.insert(names.end(), create.include.begin(), create.include.end());
    return joined(names);
}

Symbol name_of_new(const Replayer& r, const CreateIndex& create, RelationId table) {
    if (!create.name.empty()) return create.name.text;
    const Relation& relation = r.catalog[table];
    return free_class_name(r, relation.schema, relation.name.text(), column_names(r, create), "idx");
}

Index::Key new_key(Replayer& r, RelationId table, const CreateIndex::Key& key) {
    if (!key.column.empty()) {
        const ColumnNumber number = r.catalog.find_column(table, key.column);
        if (number == whole_row && r.catalog[table].columns_known())
            throw Refused{sqlstate::undefined_column,
                          fmt::format("column \"{}\" does not exist", key.column.text())};
        return {number == whole_row ? require_column(r, table, key.column) : number, {}, key.column};
    }
    BoundExpr expr = bind_clause(r, table, key.expr, r.tree()[key.expr].span);
    require_scalar(r, expr, "index expressions");
    return {whole_row, std::move(expr), index_column_name(r, key.expr)};
}

/// A partitioned table is unique only within its partitions, unless the index says which one it is.
void require_partition_key(const Relation& table, const Index& index) {
    if (table.kind != 'p') return;
    for (const ColumnNumber column : table.partition_key)
        if (std::none_of(index.keys.begin(), index.keys.end(),
                         [&](const Index::Key& key) { return key.column == column; }))
            refuse(sqlstate::feature_not_supported,
                   "unique constraint on partitioned table must include all partitioning columns");
}

} // namespace

Effect apply(Replayer& r, const CreateIndex& statement) {
    if (statement.concurrently && (!r.block.empty() || r.budget != nullptr))
        refuse(sqlstate::active_sql_transaction, "CREATE INDEX CONCURRENTLY cannot {}",
               r.budget != nullptr ? "be executed from a function" : "run inside a transaction block");
    const RelationId table = require_relation(r, statement.table);
    require_owner(r, table);
    const char kind = r.catalog[table].kind;
    if (kind == 'v' || kind == 'f' || kind == 'S' || kind == 'c')
        throw Refused{sqlstate::wrong_object_type,
                      fmt::format("cannot create index on relation \"{}\"", r.catalog[table].name.text())};
    if (kind == 'p' && statement.concurrently)
        refuse(sqlstate::feature_not_supported,
               "cannot create index on partitioned table \"{}\" concurrently", r.catalog[table].name.text());
    Index index;
    index.table = table;
    index.name = name_of_new(r, statement, table);
    if (statement.if_not_exists && class_name_taken(r, r.catalog[table].schema, index.name)) return {};
    require_create(r, r.catalog[table].schema);
    index.unique = statement.unique;
    index.method = statement.method;
    for (const CreateIndex::Key& key : statement.keys)
        index.keys.push_back(new_key(r, table, key));
    if (index.unique) require_partition_key(r.catalog[table], index);
    require_free_class_name(r, r.catalog[table].schema, index.name);
    for (const Symbol column : statement.include)
        index.include.push_back(new_key(r, table, {column, {}}));
    index.origin = r.created();
    index.predicate = bind_clause(r, table, statement.where);
    require_scalar(r, index.predicate, "index predicates");
    require_boolean(r, index.predicate, "WHERE");
    const IndexId id = create(r, std::move(index));
    if (!statement.only) give_to_partitions(r, id);
    return {};
}

} // namespace rlslint::replaying
