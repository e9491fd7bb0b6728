#include "survey.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

#include "cut.hpp"
#include "foreign.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

bool is_within(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder == "/" ? folder : folder + "/");
}

bool has_words(std::string_view text, std::string_view words) {
    return std::search(text.begin(), text.end(), words.begin(), words.end(),
                       [](char a, char b) { return ascii_lower(a) == b; }) != text.end();
}

class Surveyor {
public:
    Surveyor(Ground& ground, std::string top, std::optional<Layout> only,
             const std::function<bool(const std::string&)>& excluded)
        : ground_(ground), top_(std::move(top)), only_(only), excluded_(excluded) {}

    Survey run() {
        walk();
        drop_doubles();
        for (Claim& claim : survey_.claims)
            sift(claim);
        sort_loose();
        return std::move(survey_);
    }

private:
    void walk() {
        std::vector<std::string> open{top_};
        while (!open.empty()) {
            const std::string folder = std::move(open.back());
            open.pop_back();
            if (is_closed(folder)) continue;
            if (folder != top_ && excluded_(folder)) {
                survey_.left_out.push_back({folder, "excluded"});
                continue;
            }
            visit(folder);
            std::vector<std::string> below = ground_.folder(folder).folders;
            std::reverse(below.begin(), below.end()); // the stack hands them out from the last to the first
            for (const std::string& name : below)
                open.push_back(path::join(folder, name));
        }
        std::erase_if(loose_,
                      [&](const std::string& path) { return is_closed(path) || claimed_.contains(path); });
    }

    void visit(const std::string& folder) {
        std::optional<Claim> found;
        if (only_ != Layout::plain && only_ != Layout::pg_dump) found = claim(ground_, folder, only_);
        if (found) {
            closed_.insert(closed_.end(), found->folders.begin(), found->folders.end());
            claimed_.insert(found->files.begin(), found->files.end());
            for (const LeftOut& one : found->left_out)
                claimed_.insert(one.path);
            survey_.claims.push_back(std::move(*found));
        }
        for (const std::string& name : ground_.folder(folder).sql)
            loose_.push_back(path::join(folder, name));
    }

    [[nodiscard]] bool is_closed(const std::string& path) const {
        return std::any_of(closed_.begin(), closed_.end(),
                           [&](const std::string& folder) { return is_within(path, folder); });
    }

    /// A folder may be recognised by itself, and again by what a file elsewhere says of it.
    void drop_doubles() {
        auto& claims = survey_.claims;
        const auto repeats = [&](const Claim& claim) {
            const std::set<std::string> files(claim.files.begin(), claim.files.end());
            return std::any_of(claims.begin(), claims.end(), [&](const Claim& other) {
                if (other.anchor == claim.anchor || other.files.size() <= files.size()) return false;
                const std::set<std::string> more(other.files.begin(), other.files.end());
                return !files.empty() && std::includes(more.begin(), more.end(), files.begin(), files.end());
            });
        };
        std::vector<Claim> kept;
        std::copy_if(claims.begin(), claims.end(), std::back_inserter(kept),
                     [&](const Claim& claim) { return !repeats(claim); });
        claims = std::move(kept);
    }

    /// Leaves out the files of a claim that are for other databases.
    void sift(Claim& claim) {
        if (claim.postgres) return;
        std::erase_if(claim.files, [&](const std::string& path) {
            auto why = foreign(path);
            if (why) claim.left_out.push_back({path, std::move(*why)});
            return why.has_value();
        });
    }

    [[nodiscard]] std::optional<std::string> foreign(const std::string& path) const {
        if (auto why = foreign_folder(path.substr(top_.size()))) return why;
        const auto text = ground_.text(path);
        // Liquibase's changesets say for themselves on which databases they run.
        return text && !is_liquibase(*text) ? foreign_dialect(*text) : std::nullopt;
    }

    /// SQL that is in no tool's hands: folders called migrations are projects; beside any project the
    /// rest is left out; without one it is all there is.
    void sort_loose() {
        if (only_ && *only_ != Layout::plain && *only_ != Layout::pg_dump) return leave_out_rest();
        std::erase_if(loose_, [&](const std::string& path) {
            auto why = excluded_(path) ? std::optional<std::string>("excluded") : foreign(path);
            if (!why) why = set_aside(path.substr(top_.size()));
            if (why) survey_.left_out.push_back({path, std::move(*why)});
            return why.has_value();
        });
        if (!only_) claim_plain_migrations();
        const bool alone = std::all_of(survey_.claims.begin(), survey_.claims.end(),
                                       [](const Claim& claim) { return claim.files.empty(); });
        if (!alone) return leave_out_rest();
        if (loose_.empty()) return;
        claim_plain(top_, std::move(loose_));
        survey_.claims.back().loose = true;
    }

    void claim_plain_migrations() {
        std::map<std::string, std::vector<std::string>> by_folder;
        std::erase_if(loose_, [&](const std::string& path) {
            const auto folder = migrations_above(path);
            if (folder) by_folder[*folder].push_back(path);
            return folder.has_value();
        });
        for (auto& [folder, files] : by_folder)
            claim_plain(folder, std::move(files));
    }

    /// The outermost folder on a path below the top that is called `migrations`.
    [[nodiscard]] std::optional<std::string> migrations_above(const std::string& path) const {
        std::optional<std::string> found;
        for (std::string folder = path::parent(path); folder.size() > top_.size();
             folder = path::parent(folder)) {
            const std::string name = path::name(folder);
            if (name == "migrations" || name == "migration") found = folder;
        }
        return found;
    }

    void claim_plain(const std::string& folder, std::vector<std::string> files) {
        Claim claim = claim_on(Layout::plain, ground_.folder(folder));
        if (folder == top_) claim.root = folder;
        std::sort(files.begin(), files.end(), path::natural_less);
        claim.files = std::move(files);
        leave_out_dumps(claim);
        survey_.claims.push_back(std::move(claim));
    }

    /// A dump beside scripts that make tables shows the same schema once more. One with a number is a
    /// first migration.
    void leave_out_dumps(Claim& claim) {
        std::vector<std::string> dumps;
        bool scripts = false, others = false;
        for (const std::string& path : claim.files) {
            const auto text = ground_.text(path);
            const bool numbered = path::name(path).find_first_of("0123456789") == 0;
            if (text && is_dump(*text) && !numbered) {
                dumps.push_back(path);
            } else {
                others = true;
                scripts |= text && has_words(*text, "create table");
            }
        }
        if (!others && !dumps.empty()) claim.layout = Layout::pg_dump;
        if (!scripts) return;
        for (const std::string& dump : dumps) {
            std::erase(claim.files, dump);
            claim.left_out.push_back({dump, "a dump of what the other files make"});
        }
    }

    void leave_out_rest() {
        std::vector<std::string> speaking;
        for (std::string& path : loose_) {
            const auto text = ground_.text(path);
            const bool dump = text && is_dump(*text);
            if (text && !dump && speaks_of_row_security(*text)) speaking.push_back(path);
            survey_.left_out.push_back(
                {std::move(path), dump ? "a dump beside migrations" : "belongs to no migrations"});
        }
        if (speaking.empty()) return;
        const std::size_t more = speaking.size() - 1;
        ground_.note(Severity::warning, speaking.front(),
                     fmt::format("speaks of row security, but belongs to no migrations: left out{}",
                                 more == 0 ? "" : fmt::format(", as are {} more such files", more)));
    }

    Ground& ground_;
    std::string top_;
    std::optional<Layout> only_;
    const std::function<bool(const std::string&)>& excluded_;
    Survey survey_;
    std::vector<std::string> loose_;
    std::vector<std::string> closed_;
    std::set<std::string> claimed_;
};

} // namespace

bool speaks_of_row_security(std::string_view text) {
    return has_words(text, "row level security") || has_words(text, "create policy");
}

Survey survey_folder(Ground& ground, const std::string& folder, std::optional<Layout> only,
                     const std::function<bool(const std::string&)>& excluded) {
    return Surveyor(ground, folder, only, excluded).run();
}

} // namespace rlslint
