#pragma once

#include <cstddef>
#include <string>

namespace rlslint {

/// Has PostgreSQL's grammar parse a text of one or more statements and throws the tree away: the
/// floor that every measurement of ours is compared with. Returns the number of statements, 0
/// where the grammar rejects the text.
[[nodiscard]] std::size_t bare_parse(const std::string& text);

} // namespace rlslint
