#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rlslint/project/load.hpp"
#include "rlslint/text/source.hpp"

namespace rlslint {

/// A text with its placeholders filled in.
struct Filled {
    std::string text;
    std::vector<Filling> fillings;    ///< in the order of the text; none: nothing was there to fill
    std::vector<std::string> unknown; ///< placeholders without a value, as written, each once
};

/// Fills in `${name}`, `{{name}}`, `@extschema@` and, for tools that run psql, `:name`, `:'name'` and
/// `:"name"`. Where the value is not known, the placeholder's own name stands in for it, as an
/// identifier; in strings and comments such a placeholder is left alone. `{{if …}}` and the like
/// vanish.
[[nodiscard]] Filled fill_placeholders(std::string_view text, const PlaceholderValues& values, bool psql);

/// The values that a script sets for psql with `\set name value`.
void read_psql_values(std::string_view text, PlaceholderValues& values);

/// Those that a script of Liquibase's gives with `--property name:x value:y`.
void read_liquibase_values(std::string_view text, PlaceholderValues& values);

} // namespace rlslint
