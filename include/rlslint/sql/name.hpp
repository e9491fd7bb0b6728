#pragma once

#include <cstdint>
#include <vector>

#include "rlslint/text/span.hpp"
#include "rlslint/text/symbol.hpp"

namespace rlslint {

/// A name with its place, as the parser folded it.
struct Name {
    Symbol text;
    Span span;

    [[nodiscard]] bool empty() const { return text.empty(); }
};

/// `schema.name` or `name`; the schema is empty where the statement gives none. (A third, database
/// part is dropped by the front end.)
struct QualifiedName {
    Symbol schema;
    Symbol name;
    Span span;

    [[nodiscard]] bool empty() const { return name.empty(); }
};

/// The name of a type as the grammar leaves it: `integer` is pg_catalog.int4.
struct TypeName {
    Symbol schema;
    Symbol name;
    std::vector<std::int32_t> modifiers; ///< e.g. 10, 2 of numeric(10,2); constants only
    std::uint8_t array_dimensions = 0;
    bool setof = false;
    bool percent_type = false; ///< table.column%TYPE; `schema` is then the table
    Span span;
};

/// A role in GRANT, TO, OWNER TO and the like.
struct RoleSpec {
    enum class Kind : std::uint8_t { named, public_, current_role, current_user, session_user };
    Kind kind = Kind::named;
    Symbol name; ///< empty unless named
    Span span;
};

} // namespace rlslint
