// Tools that give each migration a folder of its own.

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "layouts.hpp"
#include "lines.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

/// The folders under `folder` that hold a file of this name, by their names.
std::vector<std::string> folders_with(Ground& ground, const Folder& folder, std::string_view file) {
    std::vector<std::string> found;
    for (const std::string& name : folder.folders) {
        const std::string path = path::join(folder.path, name);
        if (ground.folder(path).has_file(file)) found.push_back(path);
    }
    return found;
}

Claim claim_folders(Layout layout, Ground& ground, const Folder& folder,
                    const std::vector<std::string>& steps, std::string_view file) {
    Claim claim = claim_on(layout, folder);
    claim.folders = {folder.path};
    for (const std::string& step : steps) {
        claim.files.push_back(path::join(step, file));
        for (const std::string& other : ground.folder(step).sql) {
            const bool down = other == "down.sql";
            if (other != file)
                claim.left_out.push_back({path::join(step, other),
                                          down ? "takes the migration back" : fmt::format("not {}", file),
                                          !down});
        }
    }
    return claim;
}

/// `provider = "postgresql"` in migration_lock.toml.
std::optional<std::string> prisma_provider(const Ground& ground, const Folder& folder) {
    const auto lock = ground.text(path::join(folder.path, "migration_lock.toml"));
    std::optional<std::string> provider;
    if (!lock) return provider;
    lines::for_each(*lock, [&](const lines::Line& line) {
        const std::string_view text = trimmed(line.text);
        const std::size_t quote = text.find('"');
        if (text.starts_with("provider") && quote != text.npos)
            provider = text.substr(quote + 1, text.find('"', quote + 1) - quote - 1);
    });
    return provider;
}

/// All of a claim is for another database.
void leave_out_all(Claim& claim, const std::string& why) {
    for (const std::string& path : claim.files)
        claim.left_out.push_back({path, why});
    claim.files.clear();
}

bool is_diesel(const Ground& ground, const Folder& folder) {
    const auto initial = [](const std::string& name) { return name.ends_with("_diesel_initial_setup"); };
    return ground.is_file(path::join(path::parent(folder.path), "diesel.toml")) ||
           std::any_of(folder.folders.begin(), folder.folders.end(), initial);
}

} // namespace

/// Prisma runs the folders in the order of their names.
std::optional<Claim> claim_prisma(Ground& ground, const Folder& folder) {
    const auto steps = folders_with(ground, folder, "migration.sql");
    if (steps.empty()) return std::nullopt;
    Claim claim = claim_folders(Layout::prisma, ground, folder, steps, "migration.sql");
    const auto provider = prisma_provider(ground, folder);
    claim.postgres = provider == "postgresql";
    if (provider && provider != "postgresql" && provider != "cockroachdb")
        leave_out_all(claim, fmt::format("migration_lock.toml says it is for {}", *provider));
    return claim;
}

/// Diesel runs up.sql in the order of the versions: what stands before the first `_`, without `-`.
std::optional<Claim> claim_diesel(Ground& ground, const Folder& folder) {
    auto steps = folders_with(ground, folder, "up.sql");
    if (steps.empty() || !is_diesel(ground, folder)) return std::nullopt;
    const auto version = [](const std::string& path) {
        const std::string name = path::name(path);
        std::string digits = name.substr(0, name.find('_'));
        std::erase(digits, '-');
        return digits;
    };
    std::stable_sort(steps.begin(), steps.end(),
                     [&](const std::string& a, const std::string& b) { return version(a) < version(b); });
    return claim_folders(Layout::diesel, ground, folder, steps, "up.sql");
}

/// Hasura, and Nhost with it, goes by the number at the start of the folders' names.
std::optional<Claim> claim_hasura(Ground& ground, const Folder& folder) {
    auto steps = folders_with(ground, folder, "up.sql");
    if (steps.empty()) return std::nullopt;
    sort_by_name(steps);
    return claim_folders(Layout::hasura, ground, folder, steps, "up.sql");
}

} // namespace rlslint
