#pragma once

#include <cstdint>
#include <variant>

#include "rlslint/catalog/ids.hpp"
#include "rlslint/text/span.hpp"

namespace rlslint {

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
    };
    using Subject = std::variant<RelationId, PolicyId, FunctionId, RoleId, SchemaId>;

    Kind kind = Kind::altered;
    Subject subject;
    Span span;                   ///< the clause or statement
    std::uint32_t statement = 0; ///< its number in the replay's log
};

} // namespace rlslint
