#include <algorithm>
#include <array>
#include <set>

#include "layouts.hpp"
#include "path.hpp"
#include "setting.hpp"

namespace rlslint {
namespace {

/// A file's name as Flyway reads it: prefix, version, description.
struct Named {
    char prefix = 0; ///< V, B, U, R; c for a callback
    std::vector<std::string> version;
    std::string description;
    std::string path;
};

/// "1_2.03" as its numbers, without leading zeros: 1, 2, 3. Zeros at the end say nothing.
std::optional<std::vector<std::string>> read_version(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789._") != text.npos) return std::nullopt;
    std::vector<std::string> numbers;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of("._", at), text.size());
        std::string_view digits = text.substr(at, end - at);
        digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
        numbers.emplace_back(digits);
        at = end + 1;
    }
    while (!numbers.empty() && numbers.back().empty())
        numbers.pop_back();
    return numbers;
}

bool less(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](const std::string& x, const std::string& y) {
                                            return x.size() != y.size() ? x.size() < y.size() : x < y;
                                        });
}

std::optional<Named> read_name(const std::string& path) {
    const std::string name = path::name(path);
    for (const char* callback : {"beforeMigrate", "afterMigrate"}) {
        if (name.starts_with(callback)) return Named{'c', {}, callback, path};
    }
    const std::size_t separator = name.find("__");
    constexpr std::string_view prefixes = "VBUR";
    if (separator == name.npos || prefixes.find(name.front()) == prefixes.npos) return std::nullopt;
    const std::string_view between = std::string_view(name).substr(1, separator - 1);
    Named named{name.front(), {}, name.substr(separator + 2), path};
    if (named.prefix == 'R') return between.empty() ? std::optional{named} : std::nullopt;
    const auto version = read_version(between);
    if (!version) return std::nullopt;
    named.version = *version;
    return named;
}

bool is_versioned(const std::string& name) {
    const auto named = read_name(name);
    return named && (named->prefix == 'V' || named->prefix == 'B');
}

bool has_versioned(const Folder& folder) {
    return std::any_of(folder.sql.begin(), folder.sql.end(), is_versioned);
}

/// Sorts what lies under a location into what runs and what does not.
class Sorter {
public:
    explicit Sorter(Claim& claim) : claim_(claim) {}

    void add(const std::string& path) {
        const auto named = read_name(path);
        if (!named) {
            claim_.left_out.push_back({path, "not called as Flyway's migrations are", true});
        } else if (named->prefix == 'U') {
            claim_.left_out.push_back({path, "takes a migration back"});
        } else {
            all_.push_back(*named);
        }
    }

    /// Whether a version is there twice: then these are locations for several databases.
    [[nodiscard]] bool ambiguous() const {
        std::set<std::vector<std::string>> seen;
        return std::any_of(all_.begin(), all_.end(), [&](const Named& one) {
            return one.prefix == 'V' && !seen.insert(one.version).second;
        });
    }

    /// A new database starts with the last baseline; repeatable ones run last, by description.
    void finish() {
        std::stable_sort(all_.begin(), all_.end(), [](const Named& a, const Named& b) {
            const int first = stage(a), second = stage(b);
            if (first != second) return first < second;
            if (less(a.version, b.version) || less(b.version, a.version)) return less(a.version, b.version);
            return a.description < b.description;
        });
        const Named* const baseline = last_baseline();
        for (const Named& one : all_) {
            if (baseline != nullptr && is_before(one, *baseline)) {
                claim_.left_out.push_back({one.path, "part of the baseline " + path::name(baseline->path)});
            } else {
                claim_.files.push_back(one.path);
            }
        }
    }

private:
    static int stage(const Named& one) {
        if (one.prefix == 'c') return one.description == "beforeMigrate" ? 0 : 4;
        if (one.prefix == 'R') return 3;
        return one.prefix == 'B' ? 1 : 2;
    }
    [[nodiscard]] const Named* last_baseline() const {
        const Named* last = nullptr;
        for (const Named& one : all_) {
            if (one.prefix == 'B') last = &one;
        }
        return last;
    }
    static bool is_before(const Named& one, const Named& baseline) {
        const bool versioned = one.prefix == 'V' || one.prefix == 'B';
        return versioned && one.path != baseline.path && !less(baseline.version, one.version);
    }

    Claim& claim_;
    std::vector<Named> all_;
};

/// Whether the folder holds migrations itself, or is called so and holds them in folders.
bool is_location(Ground& ground, const Folder& folder) {
    if (has_versioned(folder)) return true;
    const std::string name = path::name(folder.path);
    if (name != "migration" && name != "migrations") return false;
    return std::any_of(folder.folders.begin(), folder.folders.end(), [&](const std::string& below) {
        return has_versioned(ground.folder(path::join(folder.path, below)));
    });
}

/// The folders that flyway.conf or flyway.toml names, as far as they are in the project.
std::vector<std::string> locations(const Ground& ground, const Folder& folder) {
    std::vector<std::string> found;
    for (const char* name : {"flyway.conf", "flyway.toml", "conf/flyway.conf"}) {
        const auto text = ground.text(path::join(folder.path, name));
        if (!text) continue;
        for (const std::string& location : setting_list(*text, {"flyway.locations", "locations"})) {
            const bool on_class_path = location.starts_with("classpath:");
            const std::string path = location.substr(location.starts_with("filesystem:") ? 11
                                                     : on_class_path                     ? 10
                                                                                         : 0);
            for (const char* below : {"", "src/main/resources"}) {
                const std::string whole = path::join(path::join(folder.path, below), path);
                if (ground.is_folder(whole)) found.push_back(whole);
            }
        }
    }
    return found;
}

} // namespace

/// Flyway looks through a location and all folders in it.
std::optional<Claim> claim_flyway(Ground& ground, const Folder& folder) {
    Claim claim = claim_on(Layout::flyway, folder);
    claim.folders = locations(ground, folder);
    if (claim.folders.empty()) {
        if (!is_location(ground, folder)) return std::nullopt;
        claim.folders = {folder.path};
    }
    Sorter sorter(claim);
    for (const std::string& location : claim.folders) {
        for (const std::string& path : ground.sql_below(location))
            sorter.add(path);
    }
    if (!has_versioned(folder) && sorter.ambiguous()) return std::nullopt;
    sorter.finish();
    if (claim.files.empty()) return std::nullopt;
    return claim;
}

} // namespace rlslint
