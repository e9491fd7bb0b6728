#pragma once

#include <string_view>

#include "rlslint/access/row_access.hpp"
#include "rlslint/predicate/shape.hpp"

namespace rlslint {

/// How a relation is meant to be used, as its cells and policies tell.
enum class Pattern : std::uint8_t {
    own_data,            ///< signed-in users reach their own rows
    role_or_own,         ///< … and some of them, or members of something, more
    tenant,              ///< those of their tenant, which a claim or setting names
    membership,          ///< those of what they are members of, which a table tells
    public_read,         ///< everyone reads every row
    authenticated_write, ///< every signed-in user changes or adds any row
    service_only,        ///< none but trusted back ends
    open,                ///< anonymous sessions change or add any row
    closed,              ///< nobody
    custom,
};

[[nodiscard]] std::string_view to_string(Pattern pattern);

[[nodiscard]] Pattern pattern_of(const RowAccess& access, const Catalog& catalog, const Platform& platform,
                                 const Reach& reach, RelationId relation);

/// Whether a cell whose verdict is some lets no row through but by one of these ways: one of its gates
/// has permissive clauses, or a restrictive one, that are confined to them.
[[nodiscard]] bool confined_to(const ClauseShape& ways, const Catalog& catalog, const Platform& platform,
                               const Cell& cell);

} // namespace rlslint
