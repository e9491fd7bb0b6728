#include <algorithm>

#include "rlslint/project/config.hpp"

#include "layouts.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

/// Where no migrations are, the schema is declared: by the patterns of [db.migrations].schema_paths in
/// their order, else by all that lies under supabase/schemas.
std::vector<std::string> declared(Ground& ground, const std::string& supabase) {
    const auto config = ground.text(path::join(supabase, "config.toml"));
    std::vector<std::string> patterns;
    if (config) {
        const auto parsed = parse_supabase_config(*config, "config.toml");
        if (parsed) patterns = parsed->schema_paths;
    }
    if (patterns.empty()) return ground.sql_below(path::join(supabase, "schemas"));
    std::vector<std::string> files;
    for (const std::string& pattern : patterns) {
        const auto found = ground.expand(supabase, pattern);
        if (found.empty()) {
            ground.note(Severity::warning, path::join(supabase, "config.toml"),
                        "schema_paths: nothing is called " + pattern);
        }
        for (const std::string& path : found) {
            if (std::find(files.begin(), files.end(), path) == files.end()) files.push_back(path);
        }
    }
    return files;
}

} // namespace

/// Supabase's command line runs what lies right in supabase/migrations, in the order of the bytes.
std::optional<Claim> claim_supabase(Ground& ground, const Folder& folder) {
    if (!folder.has_folder("supabase")) return std::nullopt;
    const std::string supabase = path::join(folder.path, "supabase");
    Claim claim;
    claim.layout = Layout::supabase;
    claim.root = claim.anchor = folder.path;
    claim.folders = {supabase};
    claim.postgres = true;
    const std::string migrations = path::join(supabase, "migrations");
    if (ground.is_folder(migrations)) {
        for (const std::string& name : ground.folder(migrations).sql)
            claim.files.push_back(path::join(migrations, name));
    }
    const std::string schemas = path::join(supabase, "schemas");
    if (claim.files.empty()) {
        claim.files = declared(ground, supabase);
    } else if (ground.is_folder(schemas)) {
        for (const std::string& path : ground.sql_below(schemas))
            claim.left_out.push_back({path, "declares what the migrations make"});
    }
    const bool migrates = ground.is_folder(migrations);
    if (claim.files.empty() && !migrates) return std::nullopt;
    return claim;
}

} // namespace rlslint
