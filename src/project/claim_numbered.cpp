// Tools that go by the number at the start of a file's name, and tell up from down by its end.

#include <algorithm>

#include "layouts.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

bool is_up(const std::string& name) { return version_prefix(name).has_value() && name.ends_with(".up.sql"); }

bool has_ups(const Folder& folder) { return std::any_of(folder.sql.begin(), folder.sql.end(), is_up); }

/// sqlx belongs to Rust: its migrations lie beside a Cargo.toml, or one folder further down.
bool is_rust(const Ground& ground, const Folder& folder) {
    const std::string above = path::parent(folder.path);
    return ground.is_file(path::join(above, "Cargo.toml")) ||
           ground.is_file(path::join(path::parent(above), "Cargo.toml"));
}

template <class Runs>
Claim claim_numbered(Layout layout, const Folder& folder, Runs runs, const char* otherwise) {
    Claim claim = claim_on(layout, folder);
    for (const std::string& name : folder.sql) {
        const std::string path = path::join(folder.path, name);
        if (name.ends_with(".down.sql")) {
            claim.left_out.push_back({path, "takes a migration back"});
        } else if (runs(name)) {
            claim.files.push_back(path);
        } else {
            claim.left_out.push_back({path, otherwise, true});
        }
    }
    sort_by_name(claim.files);
    return claim;
}

} // namespace

std::optional<Claim> claim_golang_migrate(Ground&, const Folder& folder) {
    if (!has_ups(folder)) return std::nullopt;
    return claim_numbered(Layout::golang_migrate, folder, is_up, "not called <version>_<name>.up.sql");
}

/// Its migrations may do without .up: then they cannot be taken back.
std::optional<Claim> claim_sqlx(Ground& ground, const Folder& folder) {
    const auto is_step = [](const std::string& name) { return version_prefix(name).has_value(); };
    const bool named = path::name(folder.path) == "migrations";
    if (!has_ups(folder) && !(named && std::all_of(folder.sql.begin(), folder.sql.end(), is_step)))
        return std::nullopt;
    if (folder.sql.empty() || !is_rust(ground, folder)) return std::nullopt;
    return claim_numbered(Layout::sqlx, folder, is_step, "not called <version>_<name>.sql");
}

} // namespace rlslint
