#pragma once

#include <span>
#include <string>
#include <string_view>

/// Pages that need nothing beside themselves and run nothing but their own script.
namespace rlslint::html {

/// Text of others as text: nothing in it is markup, and nothing hides or reorders what stands beside it.
[[nodiscard]] std::string escaped(std::string_view text);

/// The same, with places where a long word may be broken: after what divides a path or a name.
[[nodiscard]] std::string breakable(std::string_view text);

/// A box that shows or hides the items of a kind.
struct Kind {
    std::string_view value; ///< also the class that gives it its colour
    std::string label;
};

/// The items stand in groups, and can be put in one row, the heaviest kind first.
enum class Grouped : bool { no, yes };

/// The field to search with, and the boxes.
[[nodiscard]] std::string search_form(std::string_view hint, std::span<const Kind> kinds,
                                      Grouped grouped = Grouped::no);

/// A page with the style and the script that all of them share; `title` is text, `body` is markup. The script
/// narrows what has the class "item" to what the form asks for (by its text and its data-kind), hides a
/// "group" of which nothing is left, and shows what the address names.
[[nodiscard]] std::string page(std::string_view title, std::string_view body);

} // namespace rlslint::html
