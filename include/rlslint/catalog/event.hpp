#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/sql/statement.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

/// What a GRANT or REVOKE names, whatever came of it.
struct PrivilegeChange {
    ObjectKind kind = ObjectKind::table;
    std::vector<RoleId> grantees;
    PrivilegeSet privileges;
    bool columns = false;       ///< on columns of the relation
    bool all_in_schema = false; ///< ON ALL … IN SCHEMA
    SchemaId schema{};          ///< of default privileges: none for every schema
};

/// What happened to an object. The list of all events, in order, is the history that rules about
/// the order of migrations read, and that `explain` tells.
struct Event {
    enum class Kind : std::uint8_t {
        created,
        altered,
        renamed,
        dropped,
        owner_changed,
        rls_enabled,
        rls_disabled,
        rls_forced,
        rls_unforced,
        granted,
        revoked,
        defaults_revoked, ///< ALTER DEFAULT PRIVILEGES … REVOKE: of what the role will create
    };
    using Subject = std::variant<RelationId, PolicyId, FunctionId, RoleId, SchemaId>;

    Kind kind = Kind::altered;
    Subject subject;
    Span span;                   ///< the clause or statement
    std::uint32_t statement = 0; ///< its number in the replay's log
    PrivilegeChange change{};    ///< of granted, revoked and defaults_revoked
};

} // namespace rlslint
