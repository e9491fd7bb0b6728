#pragma once

#include <map>
#include <set>
#include <string>

#include "rlslint/project/files.hpp"

namespace rlslint::test {

/// A file system in memory, whose working folder is /top. Folders are those of the files in it.
class MemoryFiles final : public Files {
public:
    MemoryFiles() = default;
    MemoryFiles(std::initializer_list<std::pair<const std::string, std::string>> files) {
        for (const auto& [path, text] : files)
            put(path, text);
    }

    void put(const std::string& path, std::string text) { files_[absolute(path)] = std::move(text); }
    void put_folder(const std::string& path) { folders_.insert(absolute(path)); }
    /// Makes a file or folder fail to be read, listed or written.
    void lock(const std::string& path) { locked_.insert(absolute(path)); }
    /// Makes a path a link to a file.
    void link(const std::string& path, const std::string& to) { links_[absolute(path)] = absolute(to); }
    void go_to(std::string folder) { working_ = std::move(folder); }

    [[nodiscard]] const std::string& text(const std::string& path) const { return files_.at(absolute(path)); }
    [[nodiscard]] bool has(const std::string& path) const { return files_.contains(absolute(path)); }
    /// How often a file was read.
    [[nodiscard]] std::size_t reads(const std::string& path) const {
        const auto found = reads_.find(absolute(path));
        return found == reads_.end() ? 0 : found->second;
    }

    std::string standard_input;

    [[nodiscard]] FileKind kind(const std::string& path) const override {
        const std::string whole = real_path(absolute(path));
        if (files_.contains(whole)) return FileKind::file;
        if (folders_.contains(whole)) return FileKind::folder;
        const auto inside = files_.lower_bound(whole + "/");
        const bool folder =
            inside != files_.end() && inside->first.starts_with(whole == "/" ? "/" : whole + "/");
        return folder ? FileKind::folder : FileKind::missing;
    }

    [[nodiscard]] Result<std::string> read(const std::string& path) const override {
        ++reads_[absolute(path)];
        if (locked_.contains(absolute(path))) return Failure{"Permission denied"};
        const auto found = files_.find(real_path(absolute(path)));
        if (found == files_.end()) return Failure{"No such file or directory"};
        return found->second;
    }

    [[nodiscard]] Result<std::string> read_standard_input() const override { return standard_input; }

    [[nodiscard]] Result<std::vector<FolderEntry>> list(const std::string& folder) const override {
        const std::string top = absolute(folder) + "/";
        if (locked_.contains(absolute(folder))) return Failure{"Permission denied"};
        std::map<std::string, FileKind> entries;
        const auto add = [&](const std::string& path, FileKind kind) {
            if (!path.starts_with(top)) return;
            const std::string rest = path.substr(top.size());
            const std::size_t slash = rest.find('/');
            entries[rest.substr(0, slash)] = slash == rest.npos ? kind : FileKind::folder;
        };
        for (const auto& [path, text] : files_)
            add(path, FileKind::file);
        for (const std::string& path : folders_)
            add(path, FileKind::folder);
        for (const auto& [path, to] : links_)
            add(path, FileKind::file);
        std::vector<FolderEntry> result;
        for (auto& [name, kind] : entries)
            result.push_back({name, kind});
        return result;
    }

    [[nodiscard]] std::optional<Failure> write(const std::string& path, const std::string& bytes) override {
        if (locked_.contains(absolute(path))) return Failure{"Permission denied"};
        put(path, bytes);
        return std::nullopt;
    }

    [[nodiscard]] std::string working_folder() const override { return working_; }

    [[nodiscard]] std::string real_path(const std::string& absolute) const override {
        const auto found = links_.find(absolute);
        return found == links_.end() ? absolute : found->second;
    }

private:
    [[nodiscard]] std::string absolute(const std::string& path) const {
        if (path == ".") return working_;
        return path.starts_with('/') ? path : working_ + "/" + path;
    }

    std::string working_ = "/top";
    std::map<std::string, std::string> files_;
    std::map<std::string, std::string> links_;
    std::set<std::string> folders_;
    std::set<std::string> locked_;
    mutable std::map<std::string, std::size_t> reads_;
};

} // namespace rlslint::test
