#include "rlslint/project/discover.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "rlslint/text/glob.hpp"
#include "rlslint/text/source.hpp"

#include "cut.hpp"
#include "foreign.hpp"
#include "path.hpp"
#include "survey.hpp"

namespace rlslint {
namespace {

/// Sorts what the arguments name into projects. Roots are absolute until the end.
class Search {
public:
    Search(const Files& files, const DiscoverOptions& options) : files_(files), options_(options) {}

    void add(const std::string& argument) {
        if (argument == "-") return add_standard_input();
        const std::string path = path::absolute(files_, argument);
        switch (files_.kind(path)) {
        case FileKind::missing: return add_missing(path, argument);
        case FileKind::file: return add_file(path, {path::shown(files_, path), false});
        case FileKind::folder: return add_folder(path, argument);
        }
    }

    [[nodiscard]] Discovery finish() {
        for (Building& building : buildings_) {
            settle_order(building);
            building.project.root = path::shown(files_, building.project.root);
            found_.projects.push_back(std::move(building.project));
        }
        return std::move(found_);
    }

private:
    /// A project in the making.
    struct Building {
        Project project;
        std::string anchor;
        bool loose = false;
        std::map<std::string, std::size_t> order; ///< its tool's, by path as shown; empty: as they come
    };

    void add_standard_input() {
        const bool named = options_.input_name != standard_input_name;
        const std::string path = path::absolute(files_, named ? options_.input_name : "-");
        const std::string shown = named ? path::shown(files_, path) : options_.input_name;
        Result<std::string> bytes = files_.read_standard_input();
        if (!bytes) {
            found_.notes.push_back(
                {Severity::error, fmt::format("cannot be read: {}", bytes.failure().message), {}, shown});
            return;
        }
        add_file(path, {shown, true, std::move(*bytes)});
    }

    /// A pattern that the shell did not expand, or a mistake.
    void add_missing(const std::string& path, const std::string& argument) {
        if (!glob::is_pattern(argument)) {
            found_.notes.push_back(
                {Severity::error, "no such file or folder", {}, path::shown(files_, path)});
            return;
        }
        std::string root(glob::fixed_part(path));
        Ground ground(files_, root, found_.notes);
        auto matching = ground.expand("/", path);
        std::sort(matching.begin(), matching.end(), path::natural_less);
        for (const std::string& file : matching)
            add_file(file, {path::shown(files_, file), false});
        if (matching.empty()) found_.looked_for.push_back(argument);
    }

    /// A file belongs to the tool in whose migrations it lies; else it may show by itself whose it is.
    void add_file(const std::string& path, ProjectFile file) {
        if (is_excluded(file.path)) {
            found_.left_out.push_back({file.path, "excluded"});
            return;
        }
        const std::string folder = path::parent(path);
        if (const auto claim = claim_above(folder, [&](const Claim& each) { return has(each, path); })) {
            return take(building_for(*claim), std::move(file));
        }
        Claim own;
        own.layout = options_.layout.value_or(layout_shown_by(path, file));
        own.loose = own.layout == Layout::plain || own.layout == Layout::pg_dump;
        own.root = own.anchor = supabase_root(folder).value_or(folder);
        if (own.anchor != folder && !options_.layout) {
            own.layout = Layout::supabase;
            own.loose = false;
        }
        take(building_for(own), std::move(file));
    }

    /// A migration that is not on the disk yet has its folder to go by.
    static std::optional<std::string> supabase_root(const std::string& folder) {
        const std::string above = path::parent(folder);
        if (path::name(folder) != "migrations" || path::name(above) != "supabase") return std::nullopt;
        return path::parent(above);
    }

    [[nodiscard]] Layout layout_shown_by(const std::string& path, ProjectFile& file) const {
        if (!file.bytes) {
            if (Result<std::string> bytes = files_.read_sql(path)) file.bytes = std::move(*bytes);
        }
        return file.bytes ? layout_of(decode(*file.bytes).text) : Layout::plain;
    }

    static bool has(const Claim& claim, const std::string& path) {
        return std::find(claim.files.begin(), claim.files.end(), path) != claim.files.end() ||
               std::any_of(claim.left_out.begin(), claim.left_out.end(),
                           [&](const LeftOut& one) { return one.path == path; });
    }

    /// The claim of a tool to what lies in this folder or below one above it, within the repository, if
    /// it fits.
    template <class Fits> std::optional<Claim> claim_above(std::string folder, Fits fits) {
        if (options_.layout == Layout::plain || options_.layout == Layout::pg_dump) return std::nullopt;
        constexpr int highest = 3;
        for (int up = 0; up <= highest; ++up) {
            std::vector<RunNote> unheard; // of folders that nobody asked for
            Ground ground(files_, folder, unheard);
            const auto ask = up == 0 ? claim : claim_below;
            auto found = ask(ground, folder, options_.layout);
            if (found && fits(*found)) return found;
            const std::string above = path::parent(folder);
            if (above == folder || files_.kind(path::join(folder, ".git")) != FileKind::missing) break;
            folder = above;
        }
        return std::nullopt;
    }

    void add_folder(const std::string& folder, const std::string& argument) {
        const auto within = [&](const Claim& claim) {
            return claim.anchor != folder &&
                   std::any_of(claim.files.begin(), claim.files.end(),
                               [&](const auto& file) { return file.starts_with(folder + "/"); });
        };
        const std::size_t before = taken_.size();
        if (const auto claim = claim_above(folder, within)) {
            Ground ground(files_, claim->anchor, found_.notes);
            take(*claim, ground);
        } else {
            add_tree(folder);
        }
        if (taken_.size() == before) found_.looked_for.push_back(what_was_looked_for(argument));
    }

    [[nodiscard]] std::string what_was_looked_for(const std::string& argument) const {
        if (options_.layout)
            return fmt::format("migrations of {} in {}", to_string(*options_.layout), argument);
        return fmt::format("migrations of any tool and no other *.sql files in {}", argument);
    }

    void add_tree(const std::string& folder) {
        Ground ground(files_, folder, found_.notes);
        const auto excluded = [&](const std::string& path) { return is_excluded(path::shown(files_, path)); };
        Survey survey = survey_folder(ground, folder, options_.layout, excluded);
        for (const Claim& claim : survey.claims)
            take(claim, ground);
        for (LeftOut& one : survey.left_out)
            leave_out({path::shown(files_, one.path), std::move(one.why)});
        for (const LeftOut& link : ground.links_out())
            leave_out(link);
    }

    void take(const Claim& claim, Ground& ground) {
        Building* building = nullptr;
        std::vector<LeftOut> passed_over;
        const auto put = [&](const LeftOut& one) {
            const LeftOut shown{path::shown(files_, one.path), one.why, one.passed_over};
            if (one.passed_over && !taken_.contains(shown.path) && !told_.contains(shown.path))
                passed_over.push_back(one);
            if (building == nullptr) return leave_out(shown);
            if (is_news(shown.path)) building->project.left_out.push_back(shown);
        };
        if (!claim.files.empty()) building = &building_for(claim);
        for (const std::string& file : claim.files) {
            const std::string shown = path::shown(files_, file);
            if (is_excluded(shown)) {
                put({file, "excluded"});
            } else {
                take(*building, {shown, false});
            }
        }
        for (const LeftOut& one : claim.left_out)
            put(one);
        for (const std::string& folder : claim.folders) {
            for (const std::string& path : ground.sql_below(folder)) {
                const auto why = set_aside(path.substr(folder.size()));
                put({path, why.value_or("not a migration"), !why});
            }
        }
        warn_of(passed_over, claim.layout, ground);
        if (building != nullptr && building->project.files.empty()) drop(*building);
    }

    /// Row security that stands in files which the tool does not run is not in the database.
    static void warn_of(std::vector<LeftOut> passed_over, Layout layout, Ground& ground) {
        std::erase_if(passed_over, [&](const LeftOut& one) {
            const auto text = ground.text(one.path);
            return !text || is_dump(*text) || !speaks_of_row_security(*text);
        });
        if (passed_over.empty()) return;
        const std::size_t more = passed_over.size() - 1;
        ground.note(Severity::warning, passed_over.front().path,
                    fmt::format("speaks of row security, but {} does not run it: left out ({}){}",
                                to_string(layout), passed_over.front().why,
                                more == 0   ? ""
                                : more == 1 ? ", as is another such file"
                                            : fmt::format(", as are {} more such files", more)));
    }

    void take(Building& building, ProjectFile file) {
        if (taken_.insert(file.path).second) building.project.files.push_back(std::move(file));
    }

    /// What no project can have any more is told apart from them.
    void drop(Building& empty) {
        std::move(empty.project.left_out.begin(), empty.project.left_out.end(),
                  std::back_inserter(found_.left_out));
        buildings_.erase(buildings_.begin() + (&empty - buildings_.data()));
    }

    /// The project at whose root or below a file lies tells of it, the innermost one.
    void leave_out(LeftOut one) {
        Building* best = nullptr;
        const std::string path = path::absolute(files_, one.path);
        for (Building& building : buildings_) {
            const std::string& root = building.project.root;
            const bool holds = root == "/" || path.starts_with(root + "/");
            if (holds && (best == nullptr || root.size() >= best->project.root.size())) best = &building;
        }
        if (is_news(one.path))
            (best == nullptr ? found_.left_out : best->project.left_out).push_back(std::move(one));
    }

    /// Each file is told of once.
    bool is_news(const std::string& shown) { return !taken_.contains(shown) && told_.insert(shown).second; }

    /// The project of this claim; whatever is in no tool's hands is all one project's.
    Building& building_for(const Claim& claim) {
        const auto same = [&](const Building& known) {
            if (claim.loose) return known.loose;
            return known.project.layout == claim.layout && known.anchor == claim.anchor;
        };
        const auto found = std::find_if(buildings_.begin(), buildings_.end(), same);
        if (found != buildings_.end()) {
            if (claim.loose) found->project.root = path::common(found->project.root, claim.root);
            if (claim.loose && found->project.layout != claim.layout) found->project.layout = Layout::plain;
            return *found;
        }
        Building building{{claim.root, claim.layout, {}, {}}, claim.anchor, claim.loose, {}};
        for (const std::string& file : claim.files) {
            if (!claim.loose) building.order.emplace(path::shown(files_, file), building.order.size());
        }
        return buildings_.emplace_back(std::move(building));
    }

    /// However the files were named, their tool runs them in its own order; strangers come last.
    static void settle_order(Building& building) {
        const auto place = [&](const ProjectFile& file) {
            const auto found = building.order.find(file.path);
            return found == building.order.end() ? building.order.size() : found->second;
        };
        auto& files = building.project.files;
        std::stable_sort(files.begin(), files.end(),
                         [&](const ProjectFile& a, const ProjectFile& b) { return place(a) < place(b); });
    }

    [[nodiscard]] bool is_excluded(const std::string& shown) const {
        return std::any_of(options_.exclude.begin(), options_.exclude.end(),
                           [&](const std::string& pattern) { return glob::covers(pattern, shown); });
    }

    const Files& files_;
    const DiscoverOptions& options_;
    Discovery found_;
    std::vector<Building> buildings_;
    std::set<std::string> taken_; ///< files, as paths shown
    std::set<std::string> told_;  ///< what was left out
};

} // namespace

Discovery discover(const Files& files, const std::vector<std::string>& paths,
                   const DiscoverOptions& options) {
    Search search(files, options);
    for (const std::string& path : paths)
        search.add(path);
    return search.finish();
}

void exclude(Project& project, const std::vector<std::string>& patterns, const std::string& why) {
    std::erase_if(project.files, [&](const ProjectFile& file) {
        const bool out = std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
            return glob::covers(pattern, file.path);
        });
        if (out) project.left_out.push_back({file.path, why});
        return out;
    });
}

} // namespace rlslint
