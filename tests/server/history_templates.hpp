#pragma once

#include <span>
#include <string_view>

namespace rlslint::testing {

/// Statements by how often they come. Braces stand for one of several texts, "{a|b}", or for a name:
/// of something that is there; {new} of something that mostly is not; {that} is the relation that was
/// named last, {column}, {constraint}, {trigger}, {rule} something that is on it.
struct Template {
    unsigned weight;
    std::string_view text;
};
[[nodiscard]] std::span<const Template> history_templates();

/// A text that a name in braces stands for.
struct NamedText {
    std::string_view name;
    std::string_view text;
};
[[nodiscard]] std::span<const NamedText> named_texts();

/// What every history begins with, so that there is something of everything.
[[nodiscard]] std::span<const std::string_view> first_statements();

} // namespace rlslint::testing
