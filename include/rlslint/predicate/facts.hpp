#pragma once

#include <cstdint>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// What a predicate comes to as a row filter, where NULL counts as false.
enum class Truth : std::uint8_t {
    always,  ///< true for every row and session
    never,   ///< false or NULL for every row and session
    depends, ///< on the row or the session
    unknown, ///< not decided
};

/// A call of a session function in a predicate.
struct SessionCall {
    ExprId call;
    const SessionFunction* function = nullptr; ///< null for a setting read by current_setting
    Span span;
    /// Called once a statement: it stands in a sub-select that reads no table, such as
    /// `(select auth.uid())`, and nothing around it makes PostgreSQL run that more often.
    bool once = false;
    /// Called for each row of the policy's table: no sub-select around it is independent of the row.
    /// A call that is neither is made for each row that an independent sub-select reads, such as
    /// `org_id in (select org_id from members where user_id = auth.uid())`.
    bool per_row = false;
};

/// A call of another function: one of the history's, or a volatile one of PostgreSQL's own.
struct FunctionCall {
    FunctionId function; ///< none: PostgreSQL's own
    Span span;
    bool of_columns = false; ///< its arguments hang on columns
    bool once = false;       ///< as of a session call
    bool per_row = false;
};

/// A use of a claim that its user can write.
struct WritableClaim {
    Symbol key; ///< user_metadata, raw_user_meta_data
    Span span;  ///< the column, or the access that takes the key out of the claims
};

/// What one clause says, worked out once and asked by all rules.
struct Facts {
    Truth truth = Truth::unknown;
    bool reads_row = false;      ///< refers to a column of the policy's row, or may: a name is not bound
    bool reads_identity = false; ///< calls a session function that gives identity, claims, role or email
    std::vector<SessionCall> session_calls;
    std::vector<FunctionCall> calls;
    std::vector<WritableClaim> writable_claims;
};

/// `Facts::truth` where the session has an identity: there `auth.uid() is not null` always holds.
[[nodiscard]] Truth truth_when_signed_in(const Catalog& catalog, const Platform& platform,
                                         const BoundExpr& expr);

[[nodiscard]] Facts facts_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr);

} // namespace rlslint
