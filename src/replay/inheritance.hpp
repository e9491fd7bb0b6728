#pragma once

#include "replayer.hpp"

/// Inheritance and partitions (MergeAttributes and its kin in src/backend/commands/tablecmds.c).
namespace rlslint::replaying {

/// The columns of a new table with these parents, before its own.
[[nodiscard]] std::vector<Column> inherited_columns(const Replayer& r,
                                                    const std::vector<RelationId>& parents);

/// Whether a child's column may have this type where its parent's has that one. Types that are not
/// known may be any.
[[nodiscard]] bool may_merge(const TypeName& a, const TypeName& b);

/// Adds a table's own column to those that it inherits: one of the same name is merged.
void merge_column(const Replayer& r, std::vector<Column>& columns, Column column);

/// Makes a new table a child, once it is in the catalog.
void become_child(Replayer& r, RelationId child, RelationId parent);

/// Refuses a table among its own descendants.
void require_no_cycle(const Replayer& r, RelationId child, RelationId parent);

/// The same for a table that is there: ALTER TABLE … INHERIT, ATTACH PARTITION.
void attach(Replayer& r, RelationId child, RelationId parent, bool partition);
void detach(Replayer& r, RelationId child, RelationId parent);

/// How many of a table's parents are among `tables`.
[[nodiscard]] std::size_t parents_among(const Relation& table, const std::vector<RelationId>& tables);

/// A table and all below it, each once; only itself with ONLY.
[[nodiscard]] std::vector<RelationId> with_descendants(const Replayer& r, RelationId table,
                                                       bool only = false);

} // namespace rlslint::replaying
