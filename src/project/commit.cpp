#include "rlslint/project/commit.hpp"

#include <charconv>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "path.hpp"
#include "process.hpp"

extern char** environ; // NOLINT(readability-redundant-declaration): macOS has it in no header

namespace rlslint {
namespace {

/// What git inherits: nothing of its own settings but that it must not ask, page or fetch.
std::vector<std::string> environment() {
    std::vector<std::string> all;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (!text.starts_with("GIT_") && !text.starts_with("LC_ALL=")) all.emplace_back(text);
    }
    for (const char* ours : {"LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
                             "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
                             "GIT_NO_REPLACE_OBJECTS=1", "GIT_ALLOW_PROTOCOL=none"})
        all.emplace_back(ours);
    return all;
}

/// A git that takes nothing from the repository's configuration that would run a program.
Result<std::unique_ptr<Process>> git(const std::string& top, std::vector<std::string> arguments) {
    std::vector<std::string> command{"git",
                                     "--no-pager",
                                     "--git-dir=" + path::join(top, ".git"),
                                     "-c",
                                     "core.fsmonitor=false",
                                     "-c",
                                     "core.hooksPath=/dev/null",
                                     "-c",
                                     "core.worktree=" + top,
                                     "-c",
                                     "protocol.allow=never"};
    for (std::string& argument : arguments)
        command.push_back(std::move(argument));
    return Process::start(command, environment());
}

/// What stands at a path of the tree.
struct Entry {
    std::string object;
    bool link = false;
    std::string target; ///< of a link: the path in the tree that it leads to; empty where it leads out
};

using Tree = std::map<std::string, Entry>;

/// "mode type object\tpath", each ended by a zero byte. Submodules are not followed.
Tree read_tree(std::string_view listing) {
    Tree tree;
    while (!listing.empty()) {
        const std::string_view entry = listing.substr(0, listing.find('\0'));
        listing.remove_prefix(std::min(entry.size() + 1, listing.size()));
        const std::size_t tab = entry.find('\t'), object = entry.find(' ', entry.find(' ') + 1);
        if (tab == entry.npos || object == entry.npos || object > tab) continue;
        if (entry.find(" blob ") > tab) continue;
        tree[std::string(entry.substr(tab + 1))] = {std::string(entry.substr(object + 1, tab - object - 1)),
                                                    entry.starts_with("120000"), ""};
    }
    return tree;
}

class Commit final : public Files {
public:
    Commit(const Files& files, std::string top, Tree tree, std::unique_ptr<Process> objects)
        : files_(files), top_(std::move(top)), tree_(std::move(tree)), objects_(std::move(objects)) {
        for (auto& [path, entry] : tree_) {
            if (entry.link) entry.target = target_of(path, entry.object);
        }
    }

    [[nodiscard]] FileKind kind(const std::string& path) const override {
        const auto inside = in_tree(path);
        if (!inside) return files_.kind(path);
        if (inside->empty() || *inside == ".git") return FileKind::folder;
        if (find(*inside) != nullptr) return FileKind::file;
        const auto below = tree_.lower_bound(*inside + "/");
        const bool folder = below != tree_.end() && below->first.starts_with(*inside + "/");
        return folder ? FileKind::folder : FileKind::missing;
    }

    [[nodiscard]] Result<std::string> read(const std::string& path) const override {
        const auto inside = in_tree(path);
        if (!inside) return files_.read(path);
        const Entry* const entry = find(*inside);
        return entry == nullptr ? Failure{"No such file or directory"} : object(entry->object);
    }

    [[nodiscard]] Result<std::string> read_standard_input() const override {
        return Failure{"standard input is in no commit"};
    }

    [[nodiscard]] Result<std::vector<FolderEntry>> list(const std::string& folder) const override {
        const auto inside = in_tree(folder);
        if (!inside) return files_.list(folder);
        std::vector<FolderEntry> entries;
        const std::string above = inside->empty() ? "" : *inside + "/";
        for (auto at = tree_.lower_bound(above); at != tree_.end() && at->first.starts_with(above); ++at) {
            const std::string_view rest = std::string_view(at->first).substr(above.size());
            const std::size_t slash = rest.find('/');
            const std::string name(rest.substr(0, slash));
            if (slash == rest.npos) {
                if (find(at->first) != nullptr) entries.push_back({name, FileKind::file});
            } else if (entries.empty() || entries.back().name != name) {
                entries.push_back({name, FileKind::folder});
            }
        }
        return entries;
    }

    [[nodiscard]] std::optional<Failure> write(const std::string&, const std::string&) override {
        return Failure{"a commit is not written to"};
    }

    [[nodiscard]] std::string working_folder() const override { return files_.working_folder(); }

    [[nodiscard]] std::string real_path(const std::string& absolute) const override {
        const auto inside = in_tree(absolute);
        if (!inside) return files_.real_path(absolute);
        const auto found = tree_.find(*inside);
        const bool link = found != tree_.end() && found->second.link;
        return path::join(top_, link ? found->second.target : *inside);
    }

private:
    /// The path from the repository's top, "" for it; none outside.
    [[nodiscard]] std::optional<std::string> in_tree(std::string_view path) const {
        const std::string absolute = path::absolute(files_, path);
        if (absolute == top_) return "";
        const std::string above = top_ == "/" ? "/" : top_ + "/";
        return absolute.starts_with(above) ? std::optional(absolute.substr(above.size())) : std::nullopt;
    }

    /// A file, or what a link to one leads to.
    [[nodiscard]] const Entry* find(const std::string& inside) const {
        auto found = tree_.find(inside);
        if (found != tree_.end() && found->second.link) found = tree_.find(found->second.target);
        return found == tree_.end() || found->second.link ? nullptr : &found->second;
    }

    [[nodiscard]] std::string target_of(const std::string& link, const std::string& id) const {
        const Result<std::string> target = object(id);
        if (!target) return "";
        const std::string from = path::parent(path::join(top_, link));
        return in_tree(path::join(from, *target)).value_or("");
    }

    [[nodiscard]] Result<std::string> object(const std::string& id) const {
        if (!objects_->write(id + "\n")) return Failure{"git does not answer"};
        const std::string head = objects_->read_line(); // "object type size"
        const std::size_t space = head.rfind(' ');
        std::size_t size = 0;
        if (space == head.npos || head.find(" blob ") == head.npos ||
            std::from_chars(head.data() + space + 1, head.data() + head.size(), size).ec != std::errc())
            return Failure{"git does not have it: a partial clone?"};
        std::string bytes = objects_->read(size + 1);
        if (bytes.size() != size + 1) return Failure{"git does not answer"};
        bytes.pop_back();
        return bytes;
    }

    const Files& files_;
    std::string top_;
    Tree tree_;
    std::unique_ptr<Process> objects_;
};

/// The repository that holds a path: its folder with .git.
std::optional<std::string> repository_of(const Files& files, std::string_view path) {
    for (std::string folder = path::absolute(files, path);; folder = path::parent(folder)) {
        if (files.kind(path::join(folder, ".git")) != FileKind::missing) return folder;
        if (folder == path::parent(folder)) return std::nullopt;
    }
}

/// The output of a git that ends well, without a line end.
Result<std::string> output_of(const std::string& top, std::vector<std::string> arguments) {
    auto process = git(top, std::move(arguments));
    if (!process) return Failure{"git cannot be run: " + process.failure().message};
    std::string output = (*process)->read_to_end();
    if ((*process)->wait() != 0) return Failure{""};
    if (output.ends_with('\n')) output.pop_back();
    return output;
}

} // namespace

Result<std::unique_ptr<Files>> files_at(const Files& files, std::string_view path, std::string_view commit) {
    const auto top = repository_of(files, path);
    if (!top) return Failure{fmt::format("{} is in no git repository", path)};
    const Failure unknown{
        fmt::format("there is no commit {} here; in a shallow clone, fetch it first", commit)};
    if (commit.empty() || commit.starts_with('-')) return unknown;
    const auto id =
        output_of(*top, {"rev-parse", "--verify", "--quiet", fmt::format("{}^{{commit}}", commit)});
    if (!id) return id.failure().message.empty() ? unknown : id.failure();
    const auto listing = output_of(*top, {"ls-tree", "-r", "-z", "--full-tree", *id});
    if (!listing) return Failure{fmt::format("git cannot list the files of {}", commit)};
    auto objects = git(*top, {"cat-file", "--batch"});
    if (!objects) return objects.failure();
    return std::unique_ptr<Files>(
        std::make_unique<Commit>(files, *top, read_tree(*listing), std::move(*objects)));
}

} // namespace rlslint
