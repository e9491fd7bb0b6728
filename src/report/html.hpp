#pragma once

#include <span>
#include <string>
#include <string_view>

/// Pages that need nothing beside themselves and run nothing but their own script.
namespace rlslint::html {

/// Text of others as text: nothing in it is markup, and nothing hides or reorders what stands beside it.
[[nodiscard]] std::string escaped(std::string_view text);

/// A box that shows or hides the items of a kind.
struct Kind {
    std::string_view value; ///< also the class that gives it its colour
    std::string label;
};

/// The field to search with, and the boxes.
[[nodiscard]] std::string search_form(std::string_view hint, std::span<const Kind> kinds);

/// A page with the style and the script that all of them share; `title` is text, `body` is markup. The script
/// narrows what has the class "item" to what the form asks for (by its text and its data-kind), and shows
/// what the address names.
[[nodiscard]] std::string page(std::string_view title, std::string_view body);

} // namespace rlslint::html
