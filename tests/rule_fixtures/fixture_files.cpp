#include "rule_fixtures/fixture_files.hpp"

#include <algorithm>
#include <fstream>

namespace rlslint::test {
namespace {

namespace fs = std::filesystem;

File read(const fs::path& path, const fs::path& under) {
    std::ifstream in{path, std::ios::binary};
    return {path.lexically_relative(under).generic_string(), {std::istreambuf_iterator<char>{in}, {}}};
}

std::vector<fs::path> entries(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator{folder})
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::vector<File> files_of(const fs::path& fixture) {
    if (!fs::is_directory(fixture)) return {read(fixture, fixture.parent_path())};
    std::vector<File> files;
    for (const fs::path& path : entries(fixture))
        files.push_back(read(path, fixture.parent_path()));
    return files;
}

} // namespace

std::vector<RuleFixture> rule_fixtures() {
    std::vector<RuleFixture> fixtures;
    for (const fs::path& folder : entries(fs::path{RLSLINT_SOURCE_DIR} / "fixtures/rules")) {
        for (const fs::path& fixture : entries(folder))
            fixtures.push_back({folder.filename().string(), fixture.filename().string(), files_of(fixture)});
    }
    return fixtures;
}

} // namespace rlslint::test
