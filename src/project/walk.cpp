#include "walk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "path.hpp"

namespace rlslint {
namespace {

bool is_passed_over(const FolderEntry& entry) {
    return entry.kind == FileKind::folder && (entry.name.starts_with('.') || entry.name == "node_modules");
}

} // namespace

/// Hidden ones are other programs' drafts.
bool is_sql_file(const FolderEntry& entry) {
    const std::string_view name = entry.name;
    return entry.kind == FileKind::file && !name.starts_with('.') &&
           (name.ends_with(".sql") || name.ends_with(".SQL"));
}

std::vector<FolderEntry> list_folder(const Files& files, const std::string& folder,
                                     std::vector<RunNote>& notes) {
    Result<std::vector<FolderEntry>> entries = files.list(folder);
    if (!entries) {
        notes.push_back({Severity::error,
                         fmt::format("cannot be read: {}", entries.failure().message),
                         {},
                         path::shown(files, folder)});
        return {};
    }
    std::sort(entries->begin(), entries->end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return std::move(*entries);
}

bool holds_supabase(const Files& files, const std::string& folder) {
    return files.kind(path::join(folder, "supabase/migrations")) == FileKind::folder;
}

Walk walk(const Files& files, const std::string& top, std::vector<RunNote>& notes) {
    Walk found;
    std::vector<std::string> open{top};
    while (!open.empty()) {
        const std::string folder = std::move(open.back());
        open.pop_back();
        if (holds_supabase(files, folder)) {
            found.supabase_roots.push_back(folder);
            continue;
        }
        for (const FolderEntry& entry : list_folder(files, folder, notes)) {
            const std::string path = path::join(folder, entry.name);
            if (is_sql_file(entry)) found.sql.push_back(path);
            if (entry.kind == FileKind::folder && !is_passed_over(entry)) open.push_back(path);
        }
    }
    std::sort(found.sql.begin(), found.sql.end());
    std::sort(found.supabase_roots.begin(), found.supabase_roots.end());
    return found;
}

} // namespace rlslint
