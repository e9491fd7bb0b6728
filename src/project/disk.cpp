#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "rlslint/project/files.hpp"

#include "copy_data.hpp"

namespace rlslint {
namespace {

namespace fs = std::filesystem;

/// Beyond this nothing is kept: places are 32 bits wide, and no migration is as long.
constexpr std::size_t longest = std::size_t{1} << 30;

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using Open = std::unique_ptr<std::FILE, Close>;

Failure reason(int error) { return {std::strerror(error)}; }

/// Gives a file block by block to what takes it.
template <class Take> std::optional<Failure> read_blocks(std::FILE* file, Take& taker) {
    std::array<char, 1 << 16> block;
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), file)) {
        taker.take({block.data(), count});
        if (taker.size() > longest) return Failure{"longer than 1 GiB"};
    }
    if (std::ferror(file) != 0) return reason(errno);
    return std::nullopt;
}

/// Takes all there is.
struct Whole {
    std::string bytes;
    void take(std::string_view block) { bytes += block; }
    [[nodiscard]] std::size_t size() const { return bytes.size(); }
};

Result<std::string> read_all(std::FILE* file) {
    Whole whole;
    if (auto failure = read_blocks(file, whole)) return *std::move(failure);
    return std::move(whole.bytes);
}

/// What does not end its data is read again, to be judged as it stands, where that can be done.
Result<std::string> read_sql_of(std::FILE* file) {
    WithoutCopyData sql;
    if (auto failure = read_blocks(file, sql)) return *std::move(failure);
    if (sql.in_data() && std::fseek(file, 0, SEEK_SET) == 0) return read_all(file);
    return std::move(sql).text();
}

/// Writes to an open file and closes it: some failures show only then.
std::optional<Failure> write_all(Open file, const std::string& bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) return reason(errno);
    if (std::fclose(file.release()) != 0) return reason(errno);
    return std::nullopt;
}

/// Writes beside the target and renames, so that no reader sees half a file.
std::optional<Failure> replace(const fs::path& target, const std::string& bytes) {
    const fs::path draft = fmt::format("{}.{}.tmp", target.string(), getpid());
    Open file(std::fopen(draft.c_str(), "wbx"));
    if (!file) return reason(errno);
    std::optional<Failure> failure = write_all(std::move(file), bytes);
    std::error_code error;
    if (!failure) {
        const fs::file_status before = fs::status(target, error);
        if (fs::exists(before)) fs::permissions(draft, before.permissions(), error);
        fs::rename(draft, target, error);
        if (error) failure = Failure{error.message()};
    }
    if (failure) fs::remove(draft, error);
    return failure;
}

class Disk final : public Files {
public:
    [[nodiscard]] FileKind kind(const std::string& path) const override {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (status.type() == fs::file_type::not_found) return FileKind::missing;
        return fs::is_directory(status) ? FileKind::folder : FileKind::file;
    }

    [[nodiscard]] Result<std::string> read(const std::string& path) const override {
        const Open file(std::fopen(path.c_str(), "rb"));
        if (!file) return reason(errno);
        return read_all(file.get());
    }

    [[nodiscard]] Result<std::string> read_sql(const std::string& path) const override {
        const Open file(std::fopen(path.c_str(), "rb"));
        if (!file) return reason(errno);
        return read_sql_of(file.get());
    }

    [[nodiscard]] Result<std::string> read_standard_input() const override { return read_sql_of(stdin); }

    [[nodiscard]] Result<std::vector<FolderEntry>> list(const std::string& folder) const override {
        std::error_code error;
        std::vector<FolderEntry> entries;
        fs::directory_iterator at(folder, error);
        for (; !error && at != fs::directory_iterator(); at.increment(error)) {
            std::error_code unknown;
            const bool is_folder = at->is_directory(unknown);
            if (is_folder && at->is_symlink(unknown)) continue;
            if (!is_folder && !at->is_regular_file(unknown) && !unknown) continue;
            entries.push_back(
                {at->path().filename().string(), is_folder ? FileKind::folder : FileKind::file});
        }
        if (error) return Failure{error.message()};
        return entries;
    }

    [[nodiscard]] std::optional<Failure> write(const std::string& path, const std::string& bytes) override {
        std::error_code error;
        const fs::path target =
            fs::is_symlink(path, error) ? fs::weakly_canonical(path, error) : fs::path(path);
        const fs::file_status status = fs::status(target, error);
        if (fs::is_directory(status)) return reason(EISDIR);
        const bool special = fs::exists(status) && !fs::is_regular_file(status); // a pipe, /dev/stdout
        if (!special) return replace(target, bytes);
        Open file(std::fopen(target.c_str(), "wb"));
        if (!file) return reason(errno);
        return write_all(std::move(file), bytes);
    }

    [[nodiscard]] std::string working_folder() const override {
        std::error_code error;
        const fs::path path = fs::current_path(error);
        return error ? std::string("/") : path.string();
    }

    [[nodiscard]] std::string real_path(const std::string& absolute) const override {
        std::error_code error;
        const fs::path real = fs::weakly_canonical(absolute, error);
        return error ? absolute : real.generic_string();
    }
};

} // namespace

std::unique_ptr<Files> disk() { return std::make_unique<Disk>(); }

} // namespace rlslint
