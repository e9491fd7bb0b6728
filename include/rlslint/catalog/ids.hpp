#pragma once

#include "rlslint/text/ids.hpp"

namespace rlslint {

using RoleId = Id<struct RoleTag>;
using SchemaId = Id<struct SchemaTag>;
using RelationId = Id<struct RelationTag>;
using PolicyId = Id<struct PolicyTag>;
using FunctionId = Id<struct FunctionTag>;
using TypeId = Id<struct TypeTag>;
using IndexId = Id<struct IndexTag>;
using TriggerId = Id<struct TriggerTag>;
using PublicationId = Id<struct PublicationTag>;

/// A column's place in `Relation::columns`. Dropped columns keep theirs, as in pg_attribute, so a
/// reference survives renames and drops around it.
using ColumnNumber = std::uint16_t;
inline constexpr ColumnNumber whole_row = UINT16_MAX;

/// The grantee that stands for PUBLIC. It is no role of the catalog.
inline constexpr RoleId public_role{UINT32_MAX - 1};

} // namespace rlslint
