#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/project/embedded_profiles.hpp"
#include "rlslint/project/result.hpp"

namespace rlslint {

/// A platform, and the SQL that makes the database which its migrations find.
struct Profile {
    Platform platform;
    std::string schema_sql; ///< a base's before its own
};

/// Loads a profile that is part of the program. Its profile.toml has these keys, all of them
/// optional, named after Platform's members:
///
///     base = "supabase"             # this one's schema.sql runs after the base's, and keys that
///                                   # are not given here are the base's
///     era = "explicit-grants"
///     api_roles = ["anon", "authenticated"]
///     authenticator = "authenticator" # all that is granted to it are API roles too
///     anonymous_roles = ["anon"]
///     service_roles = ["service_role"]
///     exposed_schemas = ["public", "graphql_public"]
///     identity_settings = ["request.jwt.claims"]
///     client_publications = ["supabase_realtime"]
///     users_table = "auth.users"
///     user_writable_claims = ["user_metadata", "raw_user_meta_data"]
///     trusted_claims = ["app_metadata"]
///     migration_role = "postgres"
///     search_path = ["$user", "public", "extensions"]
///     closed_roles = true
///     default_grants = false
///     server_version = 17           # left out: that of the grammar
///
///     [[session_functions]]
///     name = "auth.uid"             # without a schema: pg_catalog's
///     gives = "identity"            # identity, claims, role, email or other
///     anonymous = "anon"            # what an anonymous session gets; left out: NULL
///
/// Any other key, or a value of another type, is a failure.
[[nodiscard]] Result<Profile> load_profile(std::string_view name);

/// The same from a list of profiles, among which bases are looked for too.
[[nodiscard]] Result<Profile> load_profile(std::string_view name,
                                           std::span<const profiles::EmbeddedProfile> among);

/// Their names, in alphabetical order.
[[nodiscard]] std::vector<std::string_view> profile_names();

} // namespace rlslint
