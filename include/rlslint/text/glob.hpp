#pragma once

#include <string_view>

namespace rlslint::glob {

/// Whether a path has this form: `*` and `?` stand for letters within a name, `[a-z]` for one of
/// several, `**` for any number of folders.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view path);

/// The same as people write it in lists of what to leave out: a pattern without a slash means any
/// name on the path, and one that fits a folder fits all that is in it.
[[nodiscard]] bool covers(std::string_view pattern, std::string_view path);

/// Whether there is anything in it that stands for something else.
[[nodiscard]] bool is_pattern(std::string_view text);

/// The folders before the first name that stands for others: "db" of "db/*/a.sql".
[[nodiscard]] std::string_view fixed_part(std::string_view pattern);

} // namespace rlslint::glob
