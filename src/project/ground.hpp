#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rlslint/diag/run_note.hpp"
#include "rlslint/project/discover.hpp"
#include "rlslint/project/files.hpp"

namespace rlslint {

/// A folder's content, by name.
struct Folder {
    std::string path;                 ///< absolute
    std::vector<std::string> files;   ///< names of all of them, hidden ones left out
    std::vector<std::string> sql;     ///< names of those that are SQL
    std::vector<std::string> folders; ///< names, hidden ones and those of other people's code left out

    [[nodiscard]] bool has_file(std::string_view name) const;
    [[nodiscard]] bool has_folder(std::string_view name) const;
};

/// What may be looked at below one folder: nothing in it leads out, by a link or by `..`. Paths are
/// absolute.
class Ground {
public:
    Ground(const Files& files, std::string root, std::vector<RunNote>& notes);

    /// A folder's content; empty where it cannot be read, which is noted once.
    const Folder& folder(const std::string& path);

    [[nodiscard]] bool is_file(const std::string& path) const;
    [[nodiscard]] bool is_folder(const std::string& path) const;

    /// A file's bytes as text; none where it cannot be read or lies outside, of which whoever lints
    /// the file will speak.
    [[nodiscard]] std::optional<std::string> text(const std::string& path) const;

    /// All SQL files below a folder, in order of bytes.
    [[nodiscard]] std::vector<std::string> sql_below(const std::string& path);

    /// The SQL files that a pattern stands for, relative to `folder`, in order of bytes.
    [[nodiscard]] std::vector<std::string> expand(const std::string& folder, std::string_view pattern);

    void note(Severity severity, const std::string& path, std::string message);
    [[nodiscard]] std::string shown(const std::string& path) const;

    [[nodiscard]] const std::string& root() const { return root_; }
    [[nodiscard]] const std::vector<LeftOut>& links_out() const { return links_out_; }

private:
    [[nodiscard]] bool inside(const std::string& path) const;
    void sort_in(const FolderEntry& entry, Folder& folder);

    const Files& files_;
    std::string root_;
    std::string real_root_;
    std::vector<RunNote>& notes_;
    std::map<std::string, Folder> folders_;
    std::vector<LeftOut> links_out_; ///< paths as shown
};

} // namespace rlslint
