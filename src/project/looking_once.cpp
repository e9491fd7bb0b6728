#include <map>

#include "rlslint/project/files.hpp"

#include "path.hpp"

namespace rlslint {
namespace {

/// Every tool's marks are looked for in every file, and then it is linted: the machine is asked once.
class LookingOnce final : public Files {
public:
    explicit LookingOnce(std::unique_ptr<Files> files)
        : files_(std::move(files)), working_folder_(files_->working_folder()) {}

    [[nodiscard]] FileKind kind(const std::string& path) const override {
        return once(kinds_, path, [&] { return files_->kind(path); });
    }

    [[nodiscard]] std::string real_path(const std::string& absolute) const override {
        return once(real_paths_, absolute, [&] { return files_->real_path(absolute); });
    }

    [[nodiscard]] Result<std::string> read(const std::string& path) const override {
        return files_->read(path);
    }

    [[nodiscard]] Result<std::string> read_sql(const std::string& path) const override {
        const std::string key = path::absolute(*this, path);
        if (const auto known = texts_.find(key); known != texts_.end()) return known->second;
        Result<std::string> text = files_->read_sql(path);
        if (!text || kept_ + text->size() > most_kept) return text;
        kept_ += text->size();
        return texts_.emplace(key, std::move(*text)).first->second;
    }

    [[nodiscard]] Result<std::string> read_standard_input() const override {
        return files_->read_standard_input();
    }

    [[nodiscard]] Result<std::vector<FolderEntry>> list(const std::string& folder) const override {
        return files_->list(folder);
    }

    [[nodiscard]] std::optional<Failure> write(const std::string& path, const std::string& bytes) override {
        kinds_.clear();
        real_paths_.clear();
        texts_.clear();
        kept_ = 0;
        return files_->write(path, bytes);
    }

    [[nodiscard]] std::string working_folder() const override { return working_folder_; }

private:
    /// Texts beyond this are read again: many small files are what takes long to open.
    static constexpr std::size_t most_kept = std::size_t{8} << 20;

    template <class Known, class Look>
    static typename Known::mapped_type once(Known& known, const std::string& path, Look look) {
        const auto found = known.find(path);
        return found != known.end() ? found->second : known.emplace(path, look()).first->second;
    }

    std::unique_ptr<Files> files_;
    std::string working_folder_;
    mutable std::map<std::string, FileKind> kinds_;
    mutable std::map<std::string, std::string> real_paths_;
    mutable std::map<std::string, std::string> texts_;
    mutable std::size_t kept_ = 0;
};

} // namespace

std::unique_ptr<Files> looking_once(std::unique_ptr<Files> files) {
    return std::make_unique<LookingOnce>(std::move(files));
}

} // namespace rlslint
