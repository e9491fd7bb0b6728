#pragma once

#include "rlslint/text/span.hpp"

namespace rlslint {

/// What ends a statement in a section of a migration file.
enum class Terminator {
    semicolon, ///< `;` outside strings, bodies and parentheses, as psql splits
    section,   ///< only the section's own end (goose StatementBegin, Drizzle breakpoints)
};

/// A run of bytes that a migration tool would send to the server: the whole of a plain file, or
/// the Up part of one that also holds Down. `project/` yields them, the splitter takes them.
struct Section {
    Span span;
    Terminator terminator = Terminator::semicolon;
};

} // namespace rlslint
