#include "rlslint/project/discover.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "path.hpp"
#include "walk.hpp"

namespace rlslint {
namespace {

/// The root of the Supabase project whose migrations' folder this is.
std::optional<std::string> root_above_migrations(const std::string& folder) {
    const std::string above = path::parent(folder);
    if (path::name(folder) != "migrations" || path::name(above) != "supabase") return std::nullopt;
    return path::parent(above);
}

/// The root of the Supabase project that a folder stands for: it is the root, its folder
/// `supabase`, or the migrations'.
std::optional<std::string> supabase_root(const Files& files, const std::string& folder) {
    if (auto root = root_above_migrations(folder)) return root;
    const std::string above = path::parent(folder);
    if (path::name(folder) == "supabase" && holds_supabase(files, above)) return above;
    if (holds_supabase(files, folder)) return folder;
    return std::nullopt;
}

/// Sorts what the arguments name into projects. Roots are absolute until the end.
class Search {
public:
    Search(const Files& files, std::string_view input_name) : files_(files), input_name_(input_name) {}

    void add(const std::string& argument) {
        if (argument == "-") return add_standard_input();
        const std::string path = path::absolute(files_, argument);
        switch (files_.kind(path)) {
        case FileKind::missing:
            found_.notes.push_back(
                {Severity::error, "no such file or folder", {}, path::shown(files_, path)});
            return;
        case FileKind::file: return add_file(path, {path::shown(files_, path), false});
        case FileKind::folder: return add_folder(path, argument);
        }
    }

    [[nodiscard]] Discovery finish() {
        for (Project& project : found_.projects)
            project.root = path::shown(files_, project.root);
        return std::move(found_);
    }

private:
    void add_standard_input() {
        const bool named = input_name_ != standard_input_name;
        const std::string path = path::absolute(files_, named ? input_name_ : "-");
        add_file(path, {named ? path::shown(files_, path) : input_name_, true});
    }

    void add_file(const std::string& path, ProjectFile file) {
        const std::string folder = path::parent(path);
        const auto root = root_above_migrations(folder);
        take(root ? Layout::supabase : Layout::plain, root.value_or(folder), std::move(file));
    }

    void add_folder(const std::string& folder, const std::string& argument) {
        const std::size_t before = taken_.size();
        if (const auto root = supabase_root(files_, folder)) {
            add_supabase(*root);
        } else {
            add_tree(folder);
        }
        if (taken_.size() == before) found_.looked_for.push_back(what_was_looked_for(folder, argument));
    }

    static std::string what_was_looked_for(const std::string& folder, const std::string& argument) {
        if (root_above_migrations(folder)) return fmt::format("*.sql in {}", argument);
        return fmt::format("supabase/migrations/*.sql and other *.sql files in {}", argument);
    }

    /// Supabase's command line runs what lies right in the folder, in the order of the bytes.
    void add_supabase(const std::string& root) {
        const std::string migrations = path::join(root, "supabase/migrations");
        for (const FolderEntry& entry : list_folder(files_, migrations, found_.notes)) {
            if (is_sql_file(entry)) take_path(Layout::supabase, root, path::join(migrations, entry.name));
        }
        Project* const project = find(Layout::supabase, root);
        if (project == nullptr) return;
        std::vector<RunNote> unheard; // what would be left out anyway may be unreadable
        leave_out(*project, walk(files_, path::join(root, "supabase"), unheard).sql, "not a migration");
    }

    void add_tree(const std::string& folder) {
        Walk tree = walk(files_, folder, found_.notes);
        for (const std::string& root : tree.supabase_roots)
            add_supabase(root);
        if (!tree.supabase_roots.empty()) {
            if (!found_.projects.empty())
                leave_out(found_.projects.back(), tree.sql, "in no Supabase project");
            return;
        }
        std::sort(tree.sql.begin(), tree.sql.end(), path::natural_less);
        for (const std::string& path : tree.sql)
            take_path(Layout::plain, folder, path);
    }

    void take_path(Layout layout, const std::string& root, const std::string& path) {
        take(layout, root, {path::shown(files_, path), false});
    }

    void take(Layout layout, const std::string& root, ProjectFile file) {
        if (!taken_.insert(file.path).second) return;
        find_or_make(layout, root).files.push_back(std::move(file));
    }

    /// The project of this layout and root; plain files are all one project's.
    Project* find(Layout layout, const std::string& root) {
        const auto same = [&](const Project& known) {
            return known.layout == layout && (layout == Layout::plain || known.root == root);
        };
        const auto found = std::find_if(found_.projects.begin(), found_.projects.end(), same);
        return found == found_.projects.end() ? nullptr : &*found;
    }

    Project& find_or_make(Layout layout, const std::string& root) {
        Project* const known = find(layout, root);
        if (known == nullptr) return found_.projects.emplace_back(Project{root, layout, {}, {}});
        known->root = path::common(known->root, root);
        return *known;
    }

    void leave_out(Project& project, const std::vector<std::string>& paths, std::string_view why) {
        for (const std::string& path : paths) {
            const std::string shown = path::shown(files_, path);
            if (!taken_.contains(shown)) project.left_out.push_back({shown, std::string(why)});
        }
    }

    const Files& files_;
    std::string input_name_;
    Discovery found_;
    std::set<std::string, std::less<>> taken_; ///< paths as shown
};

} // namespace

std::string_view to_string(Layout layout) { return layout == Layout::supabase ? "supabase" : "plain"; }

Discovery discover(const Files& files, const std::vector<std::string>& paths, std::string_view input_name) {
    Search search(files, input_name);
    for (const std::string& path : paths)
        search.add(path);
    return search.finish();
}

} // namespace rlslint
