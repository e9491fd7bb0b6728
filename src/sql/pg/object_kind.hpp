#pragma once

#include "rlslint/sql/statement.hpp"

#include "cursor.hpp"
#include "pg.hpp"
#include "transform.hpp"

namespace rlslint::pg {

[[nodiscard]] ObjectKind object_kind(::ObjectType type);
[[nodiscard]] rlslint::DropBehavior drop_behavior(::DropBehavior behavior);

/// Over the words of CREATE, ALTER or DROP that name a kind of object.
void skip_kind(Cursor& cursor);

/// An object as a statement names it; `at` are the tokens from its name to its last argument, or, of
/// what stands on a relation, `part ON relation`.
[[nodiscard]] ObjectRef object_ref(Transform& t, ::ObjectType type, const ::Node* object, Extent at);

} // namespace rlslint::pg
