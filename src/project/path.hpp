#pragma once

#include <string>
#include <string_view>

#include "rlslint/project/files.hpp"

/// Paths as text, with forward slashes, never looked up: `a/..` is nothing.
namespace rlslint::path {

[[nodiscard]] std::string join(std::string_view folder, std::string_view name);

/// The last name: "b" of "a/b" and "a/b/".
[[nodiscard]] std::string name(std::string_view path);

/// Absolute and without `.` and `..`.
[[nodiscard]] std::string absolute(const Files& files, std::string_view path);

/// As shown to people: relative to the working folder, "." for it.
[[nodiscard]] std::string shown(const Files& files, std::string_view path);

/// The folder that holds an absolute path; "/" of "/".
[[nodiscard]] std::string parent(std::string_view absolute);

/// The deepest folder that holds both absolute paths, or one of them itself if it holds the other.
[[nodiscard]] std::string common(std::string_view a, std::string_view b);

/// "1" before "2" before "10"; other letters by their bytes. Names are compared folder by folder.
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b);

} // namespace rlslint::path
