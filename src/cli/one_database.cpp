#include "one_database.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/project/tables_named.hpp"

namespace rlslint {
namespace {

TablesNamed tables_of(const Workspace& workspace, const LoadedProject& loaded) {
    std::vector<std::string_view> texts;
    for (const Section& section : loaded.sections)
        texts.push_back(workspace.sources.text(section.span));
    return tables_named(texts);
}

std::vector<std::string> common(const std::set<std::string>& a, const std::set<std::string>& b) {
    std::vector<std::string> names;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(names));
    return names;
}

std::vector<std::string> missing(const std::set<std::string>& from, const std::set<std::string>& those) {
    std::vector<std::string> names;
    std::set_difference(those.begin(), those.end(), from.begin(), from.end(), std::back_inserter(names));
    return names;
}

bool holds(const std::string& folder, const std::string& path) {
    return folder == "." || path == folder || path.starts_with(folder + "/");
}

std::string shortened(const std::vector<std::string>& names) {
    constexpr std::size_t most = 5;
    const auto shown = static_cast<std::ptrdiff_t>(std::min(most, names.size()));
    const std::string list = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
    return names.size() > most ? fmt::format("{} and {} more", list, names.size() - most) : list;
}

class Joiner {
public:
    explicit Joiner(Workspace& workspace) : workspace_(workspace) {}

    void run() {
        for (LoadedProject& supabase : workspace_.projects) {
            if (supabase.project.layout != Layout::supabase) continue;
            const TablesNamed ours = tables_of(workspace_, supabase);
            for (LoadedProject& other : workspace_.projects) {
                if (may_be_one(supabase, other)) join(supabase, ours, other);
            }
        }
        for (LoadedProject& securing : workspace_.projects) {
            if (securing.project.layout != Layout::supabase && !securing.sections.empty()) complete(securing);
        }
        for (auto one = workspace_.projects.begin(); one != workspace_.projects.end(); ++one)
            std::for_each(workspace_.projects.begin(), one,
                          [&](LoadedProject& other) { compare(other, *one); });
        std::erase_if(workspace_.projects, [](const LoadedProject& one) { return one.sections.empty(); });
    }

private:
    static bool may_be_one(const LoadedProject& supabase, const LoadedProject& other) {
        const Layout layout = other.project.layout;
        return layout != Layout::supabase && layout != Layout::plain && layout != Layout::pg_dump &&
               !other.sections.empty() && other.config.file == supabase.config.file &&
               holds(supabase.project.root, other.project.root);
    }

    void join(LoadedProject& supabase, const TablesNamed& ours, LoadedProject& other) {
        const TablesNamed theirs = tables_of(workspace_, other);
        const std::size_t doubles = common(ours.created, theirs.created).size();
        const auto gap = missing(ours.created, ours.secured);
        const bool completes = !common({gap.begin(), gap.end()}, theirs.created).empty();
        if (completes && doubles == 0) {
            put_before(other, supabase, "supabase/migrations");
        } else if (doubles * 2 > theirs.created.size()) {
            leave_out(other, supabase, missing(ours.created, theirs.created));
        } else if (completes || doubles > 0) {
            note(Severity::warning, other,
                 "seem to make the same database as supabase/migrations, but not plainly: both are linted, "
                 "each as if it were alone");
        }
    }

    /// Of two other tools, where one's migrations secure tables that they do not make, and those of exactly one
    /// other project make all of these and none of theirs.
    void complete(LoadedProject& securing) {
        const TablesNamed ours = tables_of(workspace_, securing);
        const auto gap = missing(ours.created, ours.secured);
        if (gap.empty()) return;
        std::vector<LoadedProject*> makers;
        for (LoadedProject& other : workspace_.projects) {
            if (&other == &securing || other.sections.empty() || other.config.file != securing.config.file)
                continue;
            const TablesNamed theirs = tables_of(workspace_, other);
            const bool makes_all =
                std::includes(theirs.created.begin(), theirs.created.end(), gap.begin(), gap.end());
            if (makes_all && common(ours.created, theirs.created).empty()) makers.push_back(&other);
        }
        if (makers.size() != 1 || makers.front()->project.layout == Layout::supabase) return;
        put_before(*makers.front(), securing,
                   fmt::format("{} ({})", securing.project.root, to_string(securing.project.layout)));
    }

    /// Of two tools that make mostly the same tables nobody can tell here which one's are in use.
    void compare(const LoadedProject& one, const LoadedProject& other) {
        constexpr std::size_t fewest = 3;
        const auto is_out = [](const LoadedProject& project) {
            return project.sections.empty() || project.project.layout == Layout::supabase;
        };
        if (is_out(one) || is_out(other)) return;
        const auto ours = tables_of(workspace_, one).created, theirs = tables_of(workspace_, other).created;
        const std::size_t doubles = common(ours, theirs).size();
        if (doubles < fewest || doubles * 2 <= std::min(ours.size(), theirs.size())) return;
        note(Severity::info, other,
             fmt::format("make {} tables that {} ({}) makes too: both are linted, each as if it were alone; "
                         "`exclude` in rlslint.toml leaves one out",
                         doubles, one.project.root, to_string(one.project.layout)));
    }

    void note(Severity severity, const LoadedProject& other, std::string_view what) {
        workspace_.notes.push_back(
            {severity,
             fmt::format("the migrations of {} {}", to_string(other.project.layout), what),
             {},
             other.project.root});
    }

    void put_before(LoadedProject& first, LoadedProject& second, std::string_view second_name) {
        note(Severity::info, first,
             fmt::format("make tables that {} secures: one database, linted as one, those first",
                         second_name));
        const auto move_before = [](auto& from, auto& to) {
            to.insert(to.begin(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
            from.clear();
        };
        move_before(first.project.files, second.project.files);
        move_before(first.project.left_out, second.project.left_out);
        move_before(first.sections, second.sections);
    }

    void leave_out(LoadedProject& twice, LoadedProject& supabase,
                   const std::vector<std::string>& theirs_alone) {
        for (const ProjectFile& file : twice.project.files)
            supabase.project.left_out.push_back({file.path, "makes what supabase/migrations makes"});
        note(theirs_alone.empty() ? Severity::info : Severity::warning, twice,
             theirs_alone.empty()
                 ? "make the same tables as supabase/migrations: linted once, by the latter"
                 : fmt::format("make the same tables as supabase/migrations: linted once, by the latter, "
                               "which does not make {}",
                               shortened(theirs_alone)));
        twice.project.files.clear();
        twice.sections.clear();
    }

    Workspace& workspace_;
};

} // namespace

void join_one_databases(Workspace& workspace) { Joiner(workspace).run(); }

} // namespace rlslint
