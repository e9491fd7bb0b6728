#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace rlslint {

/// The candidate that `word` was most likely meant to be: the fewest letters added, left out,
/// changed or swapped, if these are few for its length, else one that holds the word. The first
/// one where several are as near.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

} // namespace rlslint
