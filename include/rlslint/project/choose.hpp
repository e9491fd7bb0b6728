#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rlslint/project/config.hpp"
#include "rlslint/project/discover.hpp"

namespace rlslint {

/// What a project's profile and era are told from.
struct Evidence {
    std::optional<std::string> asked; ///< --profile
    const Config* config = nullptr;
    const SupabaseConfig* supabase = nullptr;
    const Project* project = nullptr;
    std::span<const std::string_view> texts;
};

/// A profile's name, and how it was found, in one sentence for people.
struct Choice {
    std::string profile;
    std::string why;
};

/// --profile decides, else rlslint.toml. Else a project is Supabase's if it is laid out so or its
/// SQL speaks of auth.uid() or the API roles, and its era is what config.toml says, else what the
/// date of the last migration tells. SQL that makes the API's login role itself is PostgREST's, and so
/// is what reads its claims; what makes other roles of the platforms' itself runs on none of them. Neon's
/// speaks of auth.user_id() or auth.session(), which it does not make, and of nothing that Supabase alone
/// has. Anything else is plain `postgres`.
[[nodiscard]] Choice choose_profile(const Evidence& evidence);

/// The first sign in a text that it was written for Supabase, e.g. "auth.uid()".
[[nodiscard]] std::optional<std::string_view> sign_of_supabase(std::string_view sql);

/// The first sign that it was written for Neon, e.g. "auth.user_id()".
[[nodiscard]] std::optional<std::string_view> sign_of_neon(std::string_view sql);

/// The timestamp with which a migration's file name begins (20260110090000_tenants.sql: its first
/// eight digits, as a number), if it is a date.
[[nodiscard]] std::optional<int> migration_date(std::string_view path);

} // namespace rlslint
