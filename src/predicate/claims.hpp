#pragma once

#include <optional>

#include "rlslint/predicate/facts.hpp"

#include "subject.hpp"

namespace rlslint::predicates {

/// The claim that this one expression takes out of the session's claims or the users table, if it is
/// one that its user can write.
[[nodiscard]] std::optional<WritableClaim> writable_claim(const Subject& subject, ExprId id);

} // namespace rlslint::predicates
