#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rlslint/report/places.hpp"

namespace rlslint {

/// A line of source and what is marked of it.
struct ExcerptLine {
    std::uint32_t number = 1;
    std::string text;       ///< as shown: safe, tabs as spaces, cut to the width with "…"
    std::size_t column = 0; ///< where the mark begins, in columns from 0
    std::size_t marked = 1; ///< columns that are marked
};

/// The lines that a place lies on, `most` of them at most, with what the place covers marked.
/// `width` is what a line may take.
[[nodiscard]] std::vector<ExcerptLine> excerpt(Places& places, const Place& place, std::size_t width,
                                               std::size_t most);

} // namespace rlslint
