#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rlslint/lint/model.hpp"

namespace rlslint {

/// A policy's clause trusts a column of a row that is found by the caller's id: a role, a flag, a tenant.
struct Authority {
    PolicyId policy;     ///< that trusts it
    RelationId table;    ///< that has it
    ColumnNumber column; ///< which says what the caller may do
    ColumnNumber key;    ///< which holds the caller's id
    Span place;          ///< in the clause: the column, or the call of the function that reads it
    std::vector<std::string_view> worth; ///< the constants that it is compared with
    bool parent = false;                 ///< the row is the one that the policy's own row belongs to
};

/// A policy by which a client may change such a column in its own row, or insert a row of its own with any
/// value in it.
struct WritableAuthority {
    PolicyId policy;
    RoleId role;
    PolicyCommand command = PolicyCommand::update;
    bool guarded = false;    ///< a trigger looks at the column
    bool conditions = false; ///< the policy asks more about the caller, that may be true of many
};

/// All that the policies in force trust so, through functions too.
[[nodiscard]] std::vector<Authority> authorities_of(const Model& model);

/// Some policy trusts the column.
[[nodiscard]] bool is_trusted(std::span<const Authority> authorities, RelationId table, ColumnNumber column);

/// How the caller may change it; none where that is not certain.
[[nodiscard]] std::optional<WritableAuthority> writable_by_caller(const Model& model,
                                                                  const Authority& authority);

} // namespace rlslint
