#include "ground.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "rlslint/text/glob.hpp"
#include "rlslint/text/source.hpp"

#include "path.hpp"

namespace rlslint {
namespace {

bool holds(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Other people's code, and copies that builds make.
bool is_passed_over(std::string_view folder) {
    constexpr std::array<std::string_view, 8> names{"node_modules", "vendor", "venv",  "site-packages",
                                                    "__pycache__",  "target", "build", "dist"};
    return folder.starts_with('.') || std::find(names.begin(), names.end(), folder) != names.end();
}

bool is_sql(std::string_view name) { return name.ends_with(".sql") || name.ends_with(".SQL"); }

bool is_below(std::string_view path, std::string_view folder) {
    if (folder == "/" || path == folder) return true;
    return path.starts_with(folder) && path[folder.size()] == '/';
}

} // namespace

bool Folder::has_file(std::string_view name) const { return holds(files, name); }
bool Folder::has_folder(std::string_view name) const { return holds(folders, name); }

Ground::Ground(const Files& files, std::string root, std::vector<RunNote>& notes)
    : files_(files), root_(std::move(root)), real_root_(files.real_path(root_)), notes_(notes) {}

const Folder& Ground::folder(const std::string& path) {
    const auto known = folders_.find(path);
    if (known != folders_.end()) return known->second;
    Folder& folder = folders_[path];
    folder.path = path;
    if (!inside(path) || files_.kind(path) == FileKind::missing) return folder;
    Result<std::vector<FolderEntry>> entries = files_.list(path);
    if (!entries) {
        note(Severity::error, path, fmt::format("cannot be read: {}", entries.failure().message));
        return folder;
    }
    std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const FolderEntry& entry : *entries)
        sort_in(entry, folder);
    return folder;
}

/// Hidden files are other programs' drafts.
void Ground::sort_in(const FolderEntry& entry, Folder& folder) {
    if (entry.kind == FileKind::folder) {
        if (!is_passed_over(entry.name)) folder.folders.push_back(entry.name);
        return;
    }
    if (entry.name.starts_with('.')) return;
    const std::string path = path::join(folder.path, entry.name);
    if (inside(path)) {
        folder.files.push_back(entry.name);
        if (is_sql(entry.name)) folder.sql.push_back(entry.name);
    } else if (is_sql(entry.name)) {
        links_out_.push_back({shown(path), fmt::format("a link that leads out of {}", shown(root_))});
    }
}

bool Ground::inside(const std::string& path) const {
    return is_below(path, root_) && is_below(files_.real_path(path), real_root_);
}

bool Ground::is_file(const std::string& path) const {
    return inside(path) && files_.kind(path) == FileKind::file;
}

bool Ground::is_folder(const std::string& path) const {
    return inside(path) && files_.kind(path) == FileKind::folder;
}

std::optional<std::string> Ground::text(const std::string& path) const {
    if (!inside(path)) return std::nullopt;
    Result<std::string> bytes = files_.read_sql(path);
    if (!bytes) return std::nullopt;
    return decode(std::move(*bytes)).text;
}

std::vector<std::string> Ground::sql_below(const std::string& path) {
    std::vector<std::string> found, open{path};
    while (!open.empty()) {
        const Folder& here = folder(open.back());
        open.pop_back();
        for (const std::string& name : here.sql)
            found.push_back(path::join(here.path, name));
        for (const std::string& name : here.folders)
            open.push_back(path::join(here.path, name));
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> Ground::expand(const std::string& folder, std::string_view pattern) {
    const std::string whole = path::join(folder, pattern);
    if (!glob::is_pattern(pattern)) {
        if (is_folder(whole)) return sql_below(whole);
        return is_file(whole) ? std::vector{whole} : std::vector<std::string>{};
    }
    const std::string from = path::join(folder, glob::fixed_part(pattern));
    std::vector<std::string> found;
    if (!is_folder(from)) return found;
    for (std::string& path : sql_below(from)) {
        if (glob::matches(whole, path)) found.push_back(std::move(path));
    }
    return found;
}

void Ground::note(Severity severity, const std::string& path, std::string message) {
    notes_.push_back({severity, std::move(message), {}, shown(path)});
}

std::string Ground::shown(const std::string& path) const { return path::shown(files_, path); }

} // namespace rlslint
