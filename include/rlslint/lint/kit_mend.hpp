#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/lint/kit.hpp"

/// SQL that helps are written with where what is meant is for people to say: to be read and adapted, with … for
/// what nobody else knows.
namespace rlslint {

/// Who is asking, asked once a statement: (select auth.uid()), as the platform calls it.
[[nodiscard]] std::string caller_id(const Model& model);

/// A row is the caller's: user_id = (select auth.uid()), by the table's owner column, or org_id in (select …), by that
/// of its tenant; … where it has neither.
[[nodiscard]] std::string own_row_test(const Model& model, RelationId table);

/// create policy name on schema.table for command to roles using (test); of INSERT with check. For those of the roles
/// that have signed in, where some have.
[[nodiscard]] std::string create_policy(const Model& model, RelationId table, std::string_view name,
                                        PolicyCommand command, std::span<const RoleId> roles,
                                        std::string_view test);

/// revoke privilege on schema.table from roles; grant it on the other columns to them.
[[nodiscard]] std::string grant_other_columns(const Model& model, Privilege privilege, RelationId table,
                                              std::span<const ColumnNumber> except,
                                              std::span<const RoleId> roles);

/// alter table schema.table drop constraint name, add `definition`;
[[nodiscard]] std::string change_constraint(const Model& model, RelationId table, Symbol name,
                                            std::string_view definition);

/// a, b: columns as SQL names them.
[[nodiscard]] std::string column_list(const Relation& relation, std::span<const ColumnNumber> columns);

/// Shows the clause with these parts put otherwise, below what the help says; nothing where its text would mean
/// something else today.
void show_rewriting(const Model& model, const ClauseOf& where, std::vector<Replacement> parts,
                    Finding& finding);

/// Says that a sub-select of the clause is to be tied to the policy's row, and shows it by a column that both have;
/// none where they share none.
void show_linked(const Model& model, const ClauseOf& where, Span sub_select, Symbol shared, Finding& finding);

} // namespace rlslint
