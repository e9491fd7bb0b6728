#include "rlslint/project/profile.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/text/nearest.hpp"

#include "session_functions.hpp"
#include "toml_table.hpp"

namespace rlslint {
namespace {

using profiles::EmbeddedProfile;
using Among = std::span<const EmbeddedProfile>;

std::vector<std::string_view> names_of(Among among) {
    std::vector<std::string_view> names;
    for (const EmbeddedProfile& profile : among)
        names.push_back(profile.name);
    std::sort(names.begin(), names.end());
    return names;
}

Failure unknown_profile(std::string_view name, Among among) {
    const auto names = names_of(among);
    const auto meant = nearest(name, names);
    return {fmt::format("unknown profile \"{}\": {}", name,
                        meant ? fmt::format("did you mean \"{}\"?", *meant)
                              : fmt::format("there are {}", fmt::join(names, ", ")))};
}

void read_session_functions(TomlTable& table, Platform& platform) {
    auto tables = table.tables("session_functions");
    if (tables.empty()) return;
    platform.session_functions.clear();
    for (TomlTable& one : tables)
        platform.session_functions.push_back(read_session_function(one));
}

void read_platform(TomlTable& table, Platform& platform) {
    table.read("era", platform.era);
    table.read("api_roles", platform.api_roles);
    std::optional<std::string> authenticator;
    table.read("authenticator", authenticator);
    if (authenticator) platform.authenticator = Symbol{*authenticator};
    table.read("anonymous_roles", platform.anonymous_roles);
    table.read("service_roles", platform.service_roles);
    table.read("exposed_schemas", platform.exposed_schemas);
    table.read("identity_settings", platform.identity_settings);
    table.read("client_publications", platform.client_publications);
    table.read("user_writable_claims", platform.user_writable_claims);
    table.read("trusted_claims", platform.trusted_claims);
    table.read("migration_role", platform.migration_role);
    table.read("search_path", platform.search_path);
    table.read("closed_roles", platform.closed_roles);
    table.read("default_grants", platform.default_grants);
    table.read("server_version", platform.server_version);
    std::optional<std::string> users;
    table.read("users_table", users);
    if (users) std::tie(platform.users_schema, platform.users_table) = split_qualified(*users);
    read_session_functions(table, platform);
}

/// `depth` guards against profiles that name each other as bases.
Result<Profile> load(std::string_view name, Among among, int depth) {
    const auto same = [&](const EmbeddedProfile& profile) { return profile.name == name; };
    const auto found = std::find_if(among.begin(), among.end(), same);
    if (found == among.end()) return unknown_profile(name, among);

    TomlErrors errors(fmt::format("{}/profile.toml", name));
    const auto parsed = parse_toml(found->profile_toml, errors);
    if (!parsed) return *errors.first();
    TomlTable table(*parsed, errors);

    Profile profile;
    std::optional<std::string> base;
    table.read("base", base);
    if (base) {
        if (depth == 0) return Failure{fmt::format("profile \"{}\": its bases form a circle", name)};
        Result<Profile> below = load(*base, among, depth - 1);
        if (!below) return below;
        profile = std::move(*below);
    }
    read_platform(table, profile.platform);
    table.refuse_others();
    if (errors.first()) return *errors.first();
    profile.platform.profile = name;
    profile.schema_sql += found->schema_sql;
    return profile;
}

} // namespace

Result<Profile> load_profile(std::string_view name, std::span<const EmbeddedProfile> among) {
    constexpr int deepest = 8;
    return load(name, among, deepest);
}

Result<Profile> load_profile(std::string_view name) {
    return load_profile(name, profiles::embedded_profiles());
}

std::vector<std::string_view> profile_names() { return names_of(profiles::embedded_profiles()); }

} // namespace rlslint
