#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rlslint/project/result.hpp"

namespace rlslint {

enum class FileKind { missing, file, folder };

struct FolderEntry {
    std::string name;
    FileKind kind = FileKind::file;
};

/// All that rlslint asks of the file system, so that tests need no disk. Paths are relative to the
/// working folder, or absolute; a failure's message is the bare reason ("Permission denied").
class Files {
public:
    Files() = default;
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    virtual ~Files() = default;

    /// What stands at `path`, links followed. What cannot be looked at, and anything that is no
    /// folder, counts as a file: reading it tells more.
    [[nodiscard]] virtual FileKind kind(const std::string& path) const = 0;

    [[nodiscard]] virtual Result<std::string> read(const std::string& path) const = 0;
    /// The same of SQL: the rows of COPY data may come as empty lines, however many bytes they have.
    [[nodiscard]] virtual Result<std::string> read_sql(const std::string& path) const { return read(path); }
    [[nodiscard]] virtual Result<std::string> read_standard_input() const = 0; ///< as SQL

    /// The files and folders in a folder, in no particular order. Links to folders are left out,
    /// so that no walk goes round in circles.
    [[nodiscard]] virtual Result<std::vector<FolderEntry>> list(const std::string& folder) const = 0;

    /// Puts a file in place whole, or leaves what was there.
    [[nodiscard]] virtual std::optional<Failure> write(const std::string& path, const std::string& bytes) = 0;

    /// The absolute path of the working folder.
    [[nodiscard]] virtual std::string working_folder() const = 0;

    /// An absolute path with all links in it followed, as far as it exists.
    [[nodiscard]] virtual std::string real_path(const std::string& absolute) const = 0;
};

/// The machine's own.
[[nodiscard]] std::unique_ptr<Files> disk();

/// The same files for one run: what stands where and the SQL in it is asked of them once, as far as it
/// fits into a few megabytes, until something is written. Not for several threads.
[[nodiscard]] std::unique_ptr<Files> looking_once(std::unique_ptr<Files> files);

} // namespace rlslint
