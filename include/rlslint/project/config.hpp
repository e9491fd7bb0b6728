#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/diag/rule_info.hpp"
#include "rlslint/diag/severity.hpp"
#include "rlslint/project/files.hpp"
#include "rlslint/project/load.hpp"
#include "rlslint/text/line_index.hpp"

namespace rlslint {

/// What [rules] says of one rule.
struct RuleSetting {
    std::string rule;
    std::optional<Severity> severity; ///< none: its own
    bool off = false;
    std::string at; ///< file:line:column, for complaints

    struct Option {
        OptionValue value;
        std::string at;
    };
    std::map<std::string, Option> options{}; ///< by name, not yet held against what the rule knows
};

/// One [[ignore]]: findings of these rules about these objects, or in these files.
struct IgnoreEntry {
    std::vector<std::string> rules;
    std::vector<std::string> objects; ///< patterns of subjects; empty: whatever the object
    std::vector<std::string> paths;   ///< patterns of files, from the configuration's folder
    std::string reason;
    std::string folder; ///< of the configuration that says it
    std::string at;     ///< file:line:column
};

/// One [[expect]], and where its `access` is written.
struct ExpectEntry {
    Expectation expectation;
    std::string file;
    Position begin;
    Position end;   ///< exclusive
    std::string at; ///< file:line:column
};

/// What a project's rlslint.toml says. A key that is not there changes nothing.
struct Config {
    std::string file; ///< as shown to people; empty: there is none
    std::optional<std::string> profile;
    std::optional<std::string> era;
    std::optional<std::string> layout;
    std::string extends;                 ///< as it is written
    std::optional<std::string> baseline; ///< from the working folder
    std::vector<std::string> exclude;    ///< patterns of files, from the configuration's folder
    std::optional<std::vector<Symbol>> api_roles;
    std::optional<std::vector<Symbol>> anonymous_roles;
    std::optional<std::vector<Symbol>> service_roles;
    std::optional<std::vector<Symbol>> exposed_schemas;
    std::optional<std::vector<Symbol>> identity_settings;
    std::vector<SessionFunction> session_functions; ///< beside the profile's
    std::vector<Symbol> public_tables;              ///< schema.table; public where none is written
    std::vector<Symbol> service_only;
    std::vector<Symbol> require_rls;     ///< schemas
    bool require_rls_everywhere = false; ///< require_rls = "all"
    std::vector<Symbol> identity_columns;
    std::vector<Symbol> tenant_columns;
    std::vector<Symbol> sensitive_names;
    PlaceholderValues placeholders;
    std::vector<RuleSetting> rules;
    std::vector<IgnoreEntry> ignores;
    std::vector<ExpectEntry> expectations;

    /// Where each key that is there was written, as file:line.
    std::map<std::string, std::string, std::less<>> places;
};

inline constexpr std::string_view config_name = "rlslint.toml";

/// Every key that may be there, in the order of the documentation.
[[nodiscard]] std::span<const std::string_view> config_keys();

/// The rlslint.toml nearest above `path` (or in it, if it is a folder), as shown to people. The
/// search ends at a folder that holds .git.
[[nodiscard]] std::optional<std::string> find_config(const Files& files, std::string_view path);

/// Reads and checks a configuration, after the one that it extends: that must lie in the same
/// repository, or else in the same folder or below. A key that rlslint does not know is a failure
/// that names the line and the nearest right key.
[[nodiscard]] Result<Config> read_config(const Files& files, const std::string& path);

/// The same of a text that extends nothing. Paths in it are taken from the folder of `path`.
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
