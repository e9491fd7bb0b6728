#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/project/files.hpp"

namespace rlslint {

/// What a project's rlslint.toml says. A key that is not there changes nothing.
struct Config {
    std::string file; ///< as shown to people; empty: there is none
    std::optional<std::string> profile;
    std::optional<std::vector<Symbol>> api_roles;
    std::optional<std::vector<Symbol>> exposed_schemas;
    std::vector<Symbol> public_tables; ///< schema.table; public where none is written
    std::vector<Symbol> service_only;
};

inline constexpr std::string_view config_name = "rlslint.toml";

/// The rlslint.toml nearest above `path` (or in it, if it is a folder), as shown to people. The
/// search ends at a folder that holds .git.
[[nodiscard]] std::optional<std::string> find_config(const Files& files, std::string_view path);

/// Reads and checks a configuration: a key that rlslint does not know is a failure that names the
/// line and the nearest right key.
[[nodiscard]] Result<Config> read_config(const Files& files, const std::string& path);
[[nodiscard]] Result<Config> parse_config(std::string_view text, const std::string& path);

void apply(const Config& config, Platform& platform);

/// What a Supabase project's config.toml says of its API.
struct SupabaseConfig {
    std::optional<std::vector<Symbol>> schemas; ///< [api].schemas
    std::optional<bool> auto_expose_new_tables; ///< [api].auto_expose_new_tables
    std::vector<std::string> schema_paths;      ///< [db.migrations].schema_paths
    bool anonymous_sign_ins = false;            ///< [auth].enable_anonymous_sign_ins
};

[[nodiscard]] Result<SupabaseConfig> parse_supabase_config(std::string_view text, const std::string& path);

/// Reads <root>/supabase/config.toml; without one, nothing is said.
[[nodiscard]] Result<SupabaseConfig> read_supabase_config(const Files& files, const std::string& root);

} // namespace rlslint
