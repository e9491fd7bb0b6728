#pragma once

#include <string>
#include <vector>

#include "rlslint/lint/model.hpp"

/// What REVOKEs leave in place, in the end.
namespace rlslint {

/// A role that still holds what a REVOKE names, and why.
struct RevokeGap {
    enum class Why : std::uint8_t {
        by_public,     ///< PUBLIC holds it
        by_membership, ///< a role that it is a member of does: `by`
        whole_table,   ///< a column was revoked, the table is granted
        by_name,       ///< PUBLIC was revoked, and default privileges have granted it to the role itself
        other_grantor, ///< another role granted it: `by`
    };
    RoleId role;
    PrivilegeSet privileges;
    Why why = Why::by_public;
    RoleId by{};
    Span given{}; ///< the statement that gives it
};

/// What one REVOKE leaves in the end, of the objects that are there: not what was granted again later,
/// nor what an owner holds by owning.
struct LeftByRevoke {
    Span span;
    std::vector<std::string> objects; ///< as subjects of findings; of a schema "schema name"
    std::vector<RoleId> roles;
    PrivilegeSet privileges;
    RevokeGap gap; ///< why, and of its first object by what
    Span doubt;    ///< a statement that could not be followed and may have taken the rest
};

[[nodiscard]] std::vector<LeftByRevoke> left_by_revokes(const Model& model);

/// Why an ALTER DEFAULT PRIVILEGES … REVOKE leaves new objects what they were; empty where it does
/// something.
[[nodiscard]] std::string why_idle(const Model& model, const Event& defaults_revoked);

} // namespace rlslint
