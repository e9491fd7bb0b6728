#include "rlslint/project/config.hpp"

#include <fmt/format.h>

#include "path.hpp"
#include "toml_table.hpp"

namespace rlslint {
namespace {

void qualify(std::vector<Symbol>& tables) {
    for (Symbol& table : tables) {
        if (table.text().find('.') == std::string_view::npos)
            table = Symbol(fmt::format("public.{}", table.text()));
    }
}

} // namespace

std::optional<std::string> find_config(const Files& files, std::string_view path) {
    std::string folder = path::absolute(files, path);
    if (files.kind(folder) != FileKind::folder) folder = path::parent(folder);
    while (true) {
        const std::string candidate = path::join(folder, config_name);
        if (files.kind(candidate) == FileKind::file) return path::shown(files, candidate);
        const std::string above = path::parent(folder);
        if (above == folder || files.kind(path::join(folder, ".git")) != FileKind::missing)
            return std::nullopt;
        folder = above;
    }
}

Result<Config> parse_config(std::string_view text, const std::string& path) {
    TomlErrors errors(path);
    Config config;
    config.file = path;
    if (const auto parsed = parse_toml(text, errors)) {
        TomlTable table(*parsed, errors);
        table.read("profile", config.profile);
        table.read("api_roles", config.api_roles);
        table.read("exposed_schemas", config.exposed_schemas);
        table.read("public_tables", config.public_tables);
        table.read("service_only", config.service_only);
        table.refuse_others();
    }
    if (errors.first()) return *errors.first();
    qualify(config.public_tables);
    qualify(config.service_only);
    return config;
}

Result<Config> read_config(const Files& files, const std::string& path) {
    const Result<std::string> text = files.read(path);
    if (!text) return Failure{fmt::format("{}: {}", path, text.failure().message)};
    return parse_config(*text, path);
}

void apply(const Config& config, Platform& platform) {
    if (config.api_roles) platform.api_roles = *config.api_roles;
    if (config.exposed_schemas) platform.exposed_schemas = *config.exposed_schemas;
    platform.public_tables = config.public_tables;
    platform.service_only = config.service_only;
}

Result<SupabaseConfig> parse_supabase_config(std::string_view text, const std::string& path) {
    TomlErrors errors(path);
    SupabaseConfig config;
    if (const auto parsed = parse_toml(text, errors)) {
        TomlTable table(*parsed, errors);
        TomlTable api = table.table("api");
        api.read("schemas", config.schemas);
        api.read("auto_expose_new_tables", config.auto_expose_new_tables);
        table.table("db").table("migrations").read("schema_paths", config.schema_paths);
        table.table("auth").read("enable_anonymous_sign_ins", config.anonymous_sign_ins);
    }
    if (errors.first()) return *errors.first();
    return config;
}

Result<SupabaseConfig> read_supabase_config(const Files& files, const std::string& root) {
    const std::string path = path::join(root, "supabase/config.toml");
    if (files.kind(path) != FileKind::file) return SupabaseConfig{};
    const Result<std::string> text = files.read(path);
    if (!text) return Failure{fmt::format("{}: {}", path, text.failure().message)};
    return parse_supabase_config(*text, path);
}

} // namespace rlslint
