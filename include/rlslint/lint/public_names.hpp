#pragma once

#include <string_view>

namespace rlslint {

/// A policy's name says that everyone is meant: "Anyone can view …", "public read", "Enable read access for
/// all users".
[[nodiscard]] bool names_everyone(std::string_view policy);

/// A column's name says that a row can be for everyone: is_public, published_at, visibility, sharing.
[[nodiscard]] bool names_publicity(std::string_view column);

/// A table's or column's name says that it is about who is invited, and has no user's id yet.
[[nodiscard]] bool names_invitation(std::string_view name);

} // namespace rlslint
