#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// What a clause asks of a row that holds the caller's id, about another column of it.
enum class Asks : std::uint8_t {
    too_much,  ///< the column has its say, or it is not known what is asked
    nothing,   ///< neither that the row is the caller's
    its_owner, ///< that it is the caller's
};

/// Of one row that a client wants to change, and what it wants to write there.
struct OwnRow {
    RoleId role;
    RelationId table;
    ColumnNumber key;                    ///< holds the caller's id
    ColumnNumber column;                 ///< that is to be written
    std::vector<std::string_view> worth; ///< the constants that are worth writing; none: not known
};

struct OwnRowAnswer {
    Asks asks = Asks::too_much;
    bool conditions = false; ///< something more is asked about the caller, that may be true of many
};

/// Whether the caller's own row passes a clause whatever is in the column: the conditions beside its key
/// are such that they do not bind what is written.
[[nodiscard]] OwnRowAnswer asked_of_own_row(const Model& model, const OwnRow& row, const BoundExpr& clause);

/// What columns are called that say what somebody may do, beside those of tenants.
[[nodiscard]] bool says_what_one_may(std::string_view column);

} // namespace rlslint
