#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/text/section.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// An ignore that is written in a file.
struct IgnoreComment {
    std::vector<std::string_view> rules;
    std::string_view reason;
    Span comment;
    Span scope; ///< the statement that it is about, or the whole file; no place where there is none
    bool file = false;
};

/// All of those in the files that the sections are parts of, in order.
[[nodiscard]] std::vector<IgnoreComment> ignore_comments(const Sources& sources,
                                                         std::span<const Section> sections);

} // namespace rlslint
