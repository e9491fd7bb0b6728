#pragma once

#include <span>
#include <string_view>

namespace rlslint::profiles {

/// A profile as it stands in rules/profiles/<name>/, put into the program at build time.
struct EmbeddedProfile {
    std::string_view name;
    std::string_view schema_sql;
    std::string_view profile_toml;
};

/// All profiles, by name.
[[nodiscard]] std::span<const EmbeddedProfile> embedded_profiles();

} // namespace rlslint::profiles
