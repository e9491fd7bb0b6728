#include <algorithm>

#include <fmt/format.h>

#include "cut.hpp"
#include "layouts.hpp"
#include "lines.hpp"
#include "path.hpp"

namespace rlslint {
namespace {

bool ends_with_one_of(std::string_view name, std::initializer_list<std::string_view> ends) {
    return std::any_of(ends.begin(), ends.end(), [&](std::string_view end) { return name.ends_with(end); });
}

bool is_changelog(std::string_view name) {
    return ends_with_one_of(name, {".xml", ".yaml", ".yml", ".json"});
}

/// Takes out what a changelog in XML or YAML has commented out.
std::string without_comments(std::string text) {
    for (std::size_t at = text.find("<!--"); at != text.npos; at = text.find("<!--", at)) {
        const std::size_t end = text.find("-->", at);
        text.erase(at, end == text.npos ? text.npos : end + 3 - at);
    }
    std::string kept;
    lines::for_each(text, [&](const lines::Line& line) {
        if (trimmed(line.text).starts_with('#')) return;
        kept += line.text;
        kept += '\n';
    });
    return kept;
}

/// Takes out XML's <rollback> elements.
std::string without_rollback_elements(std::string text) {
    for (std::size_t at = text.find("<rollback"); at != text.npos; at = text.find("<rollback", at)) {
        const std::size_t close = text.find('>', at);
        const bool empty = close != text.npos && text[close - 1] == '/';
        const std::size_t end = empty ? close + 1 : text.find("</rollback>", at);
        text.erase(at, end == text.npos ? text.npos : end - at);
    }
    return text;
}

/// Tells which lines of YAML belong to the key `rollback`.
class YamlRollback {
public:
    bool holds(std::string_view line) {
        const std::size_t indent = line.find_first_not_of(' ');
        if (indent == line.npos) return inside_;
        const bool item = line[indent] == '-';
        inside_ = inside_ && (indent > indent_ || (indent == indent_ && item && !is_item_));
        if (inside_ || !line.substr(line.find_first_not_of(" -")).starts_with("rollback:")) return inside_;
        inside_ = true;
        indent_ = indent;
        is_item_ = item;
        return true;
    }

private:
    bool inside_ = false;
    std::size_t indent_ = 0;
    bool is_item_ = false; ///< then the next item at its indentation is another one
};

/// Takes out what is run to take a change back: it may name files too.
std::string without_rollbacks(std::string text) {
    std::string kept;
    YamlRollback rollback;
    lines::for_each(without_rollback_elements(std::move(text)), [&](const lines::Line& line) {
        const bool blank = line.text.find_first_not_of(" -") == line.text.npos;
        if (!blank && rollback.holds(line.text)) return;
        kept += line.text;
        kept += '\n';
    });
    return kept;
}

/// The first change that a changelog makes in its own words instead of SQL from a file.
std::optional<std::string_view> own_change(std::string_view text) {
    for (const std::string_view change :
         {"createTable", "addColumn", "dropTable", "renameTable", "createView", "dropColumn", "renameColumn",
          "addForeignKeyConstraint", "<sql>", "<sql ", "- sql:", "\"sql\":"}) {
        if (text.find(change) != text.npos) return change;
    }
    return std::nullopt;
}

/// The values of `file` and `path`, in the order of the text, be it XML, YAML or JSON.
std::vector<std::string> references(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = text.substr(at);
        const bool key = rest.starts_with("file") || rest.starts_with("path");
        const bool whole = at == 0 || text[at - 1] == ' ' || text[at - 1] == '"' || text[at - 1] == '\n' ||
                           text[at - 1] == '\t';
        if (!key || !whole) continue;
        std::size_t value = rest.find_first_not_of("\" \t", 4);
        if (value == rest.npos || (rest[value] != ':' && rest[value] != '=')) continue;
        value = rest.find_first_not_of("\"' \t", value + 1);
        if (value == rest.npos) continue;
        const std::size_t end = std::min(rest.find_first_of("\"'\r\n>,}", value), rest.size());
        found.emplace_back(trimmed(rest.substr(value, end - value)));
    }
    return found;
}

/// Follows a changelog and those that it includes.
class Reader {
public:
    Reader(Ground& ground, Claim& claim) : ground_(ground), claim_(claim) {}

    void read(const std::string& changelog, int depth) {
        constexpr int deepest = 16;
        if (depth > deepest || !seen(changelog)) return;
        const auto text = ground_.text(changelog);
        if (!text) return;
        const std::string forward = without_rollbacks(without_comments(*text));
        tell_of_own_changes(changelog, forward);
        for (const std::string& reference : references(forward))
            follow(changelog, reference, depth);
    }

private:
    /// Only SQL is read.
    void tell_of_own_changes(const std::string& changelog, const std::string& text) {
        const auto change = own_change(text);
        if (!change) return;
        std::string_view word = *change;
        while (word.find_first_of("<\"-") == 0)
            word = trimmed(word.substr(1));
        word = word.substr(0, word.find_first_of(">\": "));
        claim_.left_out.push_back(
            {changelog, fmt::format("what it changes itself is not read ({}): only SQL files are", word),
             true});
    }

    bool seen(const std::string& path) {
        if (std::find(seen_.begin(), seen_.end(), path) != seen_.end()) return false;
        seen_.push_back(path);
        return true;
    }

    /// Paths are relative to the changelog or to a folder of the class path: any of those above it.
    void follow(const std::string& changelog, std::string reference, int depth) {
        if (reference.starts_with("classpath:")) reference.erase(0, 10);
        while (reference.starts_with('/'))
            reference.erase(0, 1);
        for (std::string folder = path::parent(changelog);; folder = path::parent(folder)) {
            const std::string path = path::join(folder, reference);
            if (ground_.is_file(path)) return take(path, depth);
            if (ground_.is_folder(path)) return take_folder(path, depth);
            if (folder == ground_.root() || folder == path::parent(folder)) return;
        }
    }

    void take(const std::string& path, int depth) {
        if (is_changelog(path)) return read(path, depth + 1);
        if (path.ends_with(".sql") && seen(path)) claim_.files.push_back(path);
    }

    /// includeAll goes by the whole paths' bytes, and through all folders below.
    void take_folder(const std::string& path, int depth) {
        const Folder& folder = ground_.folder(path);
        std::vector<std::string> all;
        for (const std::string& name : folder.files)
            all.push_back(path::join(path, name));
        for (const std::string& name : folder.folders)
            all.push_back(path::join(path, name));
        std::sort(all.begin(), all.end());
        for (const std::string& one : all) {
            if (ground_.is_folder(one)) {
                take_folder(one, depth);
            } else {
                take(one, depth);
            }
        }
    }

    Ground& ground_;
    Claim& claim_;
    std::vector<std::string> seen_;
};

/// The changelog from which all others are included; it has a name that says so, or is alone.
std::optional<std::string> main_changelog(const Folder& folder) {
    std::vector<std::string> candidates;
    for (const std::string& name : folder.files) {
        const bool speaks = name.find("changelog") != name.npos || name.find("changeLog") != name.npos;
        if (is_changelog(name) && (speaks || name.starts_with("master."))) candidates.push_back(name);
    }
    const auto is_main = [](const std::string& name) {
        return name.find("master") != name.npos || name.find("root") != name.npos ||
               name.find("main") != name.npos;
    };
    const auto found = std::find_if(candidates.begin(), candidates.end(), is_main);
    if (found != candidates.end()) return *found;
    return candidates.empty() ? std::nullopt : std::optional{candidates.front()};
}

} // namespace

std::optional<Claim> claim_liquibase_changelog(Ground& ground, const Folder& folder) {
    const auto name = main_changelog(folder);
    if (!name) return std::nullopt;
    Claim claim = claim_on(Layout::liquibase, folder);
    Reader(ground, claim).read(path::join(folder.path, *name), 0);
    if (claim.files.empty()) return std::nullopt;
    for (const std::string& file : claim.files) {
        const std::string in = path::parent(file);
        if (std::find(claim.folders.begin(), claim.folders.end(), in) == claim.folders.end())
            claim.folders.push_back(in);
    }
    for (const std::string& in : claim.folders) {
        for (const std::string& other : ground.folder(in).sql) {
            const std::string path = path::join(in, other);
            if (std::find(claim.files.begin(), claim.files.end(), path) == claim.files.end())
                claim.left_out.push_back({path, "included by no changelog", true});
        }
    }
    return claim;
}

std::optional<Claim> claim_liquibase_sql(Ground& ground, const Folder& folder) {
    Claim claim = claim_on(Layout::liquibase, folder);
    for (const std::string& name : folder.sql) {
        const std::string path = path::join(folder.path, name);
        const auto text = ground.text(path);
        if (text && is_liquibase(*text)) {
            claim.files.push_back(path);
        } else {
            claim.left_out.push_back({path, "has no line `--liquibase formatted sql`", true});
        }
    }
    if (claim.files.empty()) return std::nullopt;
    sort_by_name(claim.files);
    return claim;
}

} // namespace rlslint
