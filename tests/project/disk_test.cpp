#include <algorithm>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

#include "rlslint/project/files.hpp"

using namespace rlslint;
namespace fs = std::filesystem;

namespace {

/// A folder of its own, gone at the end.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "rlslint-XXXXXX").string();
        path_ = mkdtemp(name.data()) != nullptr ? name : "";
        REQUIRE_FALSE(path_.empty());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code error;
        fs::remove_all(path_, error);
    }

    [[nodiscard]] std::string operator/(const char* name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

std::vector<std::string> names(const Result<std::vector<FolderEntry>>& entries) {
    REQUIRE(entries);
    std::vector<std::string> names;
    for (const FolderEntry& entry : *entries) {
        names.push_back(entry.name + (entry.kind == FileKind::folder ? "/" : ""));
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("the disk tells files, folders and what is missing") {
    const Folder folder;
    const auto files = disk();
    std::ofstream(folder / "a.sql") << "select 1";
    fs::create_directory(folder / "in");
    fs::create_directory_symlink(folder.path(), folder / "round");
    fs::create_symlink(folder / "a.sql", folder / "b.sql");
    fs::create_symlink(folder / "gone", folder / "broken.sql");
    CHECK(files->kind(folder / "a.sql") == FileKind::file);
    CHECK(files->kind(folder / "in") == FileKind::folder);
    CHECK(files->kind(folder / "round") == FileKind::folder);
    CHECK(files->kind(folder / "none") == FileKind::missing);
    // A link that leads nowhere is listed, so that reading it says so; one to a folder is not.
    CHECK(names(files->list(folder.path())) ==
          std::vector<std::string>{"a.sql", "b.sql", "broken.sql", "in/"});
    CHECK(*files->read(folder / "b.sql") == "select 1");
    CHECK(files->read(folder / "broken.sql").failure().message == "No such file or directory");
    CHECK(files->read(folder.path()).failure().message == "Is a directory");
    CHECK(files->list(folder / "none").failure().message == "No such file or directory");
}

TEST_CASE("a file is written whole or not at all") {
    const Folder folder;
    const auto files = disk();
    CHECK_FALSE(files->write(folder / "out.json", "one"));
    CHECK(*files->read(folder / "out.json") == "one");
    fs::permissions(folder / "out.json", fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink(folder / "out.json", folder / "link.json");
    CHECK_FALSE(files->write(folder / "link.json", "two"));
    CHECK(*files->read(folder / "out.json") == "two");
    CHECK(fs::is_symlink(folder / "link.json"));
    CHECK(fs::status(folder / "out.json").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(files->write(folder.path(), "x")->message == "Is a directory");
    CHECK(files->write(folder / "no/such/place", "x")->message == "No such file or directory");
    CHECK(names(files->list(folder.path())) == std::vector<std::string>{"link.json", "out.json"});
}

TEST_CASE("what is no regular file is written to as it is") {
    const auto files = disk();
    CHECK_FALSE(files->write("/dev/null", "x"));
    CHECK_FALSE(fs::is_regular_file("/dev/null"));
}
