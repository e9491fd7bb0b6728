#pragma once

#include <optional>
#include <string_view>

#include "rlslint/predicate/facts.hpp"

#include "subject.hpp"

namespace rlslint::predicates {

/// The claim that this one expression takes out of the session's claims or the users table, if it is
/// one that its user can write.
[[nodiscard]] std::optional<WritableClaim> writable_claim(const Subject& subject, ExprId id);

/// A key that an expression takes out of the session's claims.
struct ClaimTaken {
    std::string_view key;
    bool whole = true; ///< the key's value itself, not something within it
    bool text = true;  ///< as text, not as JSON
};

/// What is taken out of what is the session's claims and nothing else, NULL where there are none.
[[nodiscard]] std::optional<ClaimTaken> claim_taken(const Subject& subject, ExprId id);

} // namespace rlslint::predicates
