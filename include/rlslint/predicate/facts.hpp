#pragma once

#include <cstdint>
#include <vector>

#include "rlslint/catalog/catalog.hpp"
#include "rlslint/catalog/platform.hpp"

namespace rlslint {

/// What a predicate comes to as a row filter, where NULL counts as false.
enum class Truth : std::uint8_t {
    always,     ///< true for every row and session
    never,      ///< false or NULL for every row and session
    depends,    ///< on the row or the session
    unknown,    ///< not decided
};

/// A call of a session function in a predicate.
struct SessionCall {
    ExprId call;
    const SessionFunction* function = nullptr;   ///< null for a setting read by current_setting
    Span span;
    /// Inside a scalar sub-select that does not depend on the row: PostgreSQL runs it once a
    /// statement (an InitPlan), not once a row.
    bool once = false;
};

/// A use of a claim that its user can write.
struct WritableClaim {
    Symbol key;        ///< user_metadata, raw_user_meta_data
    Span span;
};

/// What one clause says, worked out once and asked by all rules.
struct Facts {
    Truth truth = Truth::unknown;
    bool reads_row = false;        ///< refers to a column of the policy's row
    bool reads_identity = false;   ///< calls a session function that gives identity, claims, role or email
    std::vector<SessionCall> session_calls;
    std::vector<WritableClaim> writable_claims;
};

[[nodiscard]] Facts facts_of(const Catalog& catalog, const Platform& platform, const BoundExpr& expr);

} // namespace rlslint
