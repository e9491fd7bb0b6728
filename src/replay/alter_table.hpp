#pragma once

#include "replayer.hpp"

namespace rlslint::replaying {

// alter_table.cpp
/// Refuses ALTER VIEW of what is none, and the like. ALTER TABLE is for all.
void require_kind_named(const Relation& relation, ObjectKind kind);

/// With the sequences that its columns own (ATExecChangeOwner).
void change_relation_owner(Replayer& r, RelationId id, RoleId owner);
/// The same without asking who may (REASSIGN OWNED).
void give_relation(Replayer& r, RelationId id, RoleId owner);

// view.cpp
/// Refuses options that views do not have.
void require_view_options(const Replayer& r, const std::vector<Option>& options);

// add_column.cpp
void add_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only);
/// A column that a table has got, in the tables below.
void add_to_children(Replayer& r, RelationId parent, const Column& column);

// alter_column.cpp
/// Columns are altered in all descendants too, unless ONLY.
void alter_column(Replayer& r, RelationId id, const AlterTableCommand& command, bool only);
[[nodiscard]] std::vector<RelationId> owned_sequences(const Replayer& r, RelationId table);

// alter_constraint.cpp
/// A check that a table has got, in the tables below: one of the same name is merged.
void add_check_below(Replayer& r, RelationId parent, Symbol name);
void alter_constraints(Replayer& r, RelationId id, const AlterTableCommand& command, bool only);

} // namespace rlslint::replaying
