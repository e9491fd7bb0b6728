#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "rlslint/eval/environment.hpp"

#include "replayer.hpp"

/// The rows of tables that the history made and filled with constants: settings, lists of names that a
/// later loop of the same file reads. Whatever may change rows in a way that is not followed ends what is
/// known of all, and so does the end of a file: between migrations the application is at work.
namespace rlslint::replaying::dynamic {

/// Of one table, all its rows.
struct TableRows {
    std::vector<Symbol> columns;    ///< by number, as when the rows came
    std::vector<std::string> types; ///< of these
    std::vector<eval::Row> rows;
};

/// Of the tables that something was inserted into. The rest of what is known is Replayer::made_empty.
struct AllTableRows {
    std::map<std::uint32_t, std::shared_ptr<const TableRows>> tables; ///< by relation
};

/// Something is known of some table.
[[nodiscard]] bool knows_rows(const Replayer& r);

/// A new table is empty.
void begin_rows(Replayer& r, RelationId table);
void forget_rows(Replayer& r);
void forget_rows(Replayer& r, RelationId table);

/// INSERT, its source evaluated where it stands.
void note_insert(Replayer& r, eval::Environment& environment, const Tree& tree, const Insert& insert);

/// What a statement that has run may have done to rows.
void note_statement(Replayer& r, const Effect& effect);

/// The rows that a query meets; none where they are not known.
[[nodiscard]] std::optional<eval::Rows> known_rows(const Replayer& r, RelationId table);

} // namespace rlslint::replaying::dynamic
