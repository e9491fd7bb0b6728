#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
namespace fs = std::filesystem;

namespace {

constexpr const char* home = "fixtures/layouts";

std::vector<std::string> layouts() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(home))
        names.push_back(entry.path().filename().generic_string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void compare(const fs::path& golden, const std::string& text) {
    if (std::getenv("RLSLINT_UPDATE") != nullptr) {
        fs::create_directories(golden.parent_path());
        std::ofstream(golden, std::ios::binary) << text;
    }
    INFO(golden.string() << ": rewritten by this test with RLSLINT_UPDATE=1");
    CHECK((text == text_of(golden)));
}

} // namespace

TEST_CASE("every layout opens by itself, and the parts that its tool runs are linted in its order") {
    REQUIRE_MESSAGE(fs::is_directory(home), "run in the source folder");
    const auto files = disk();
    for (const std::string& name : layouts()) {
        CAPTURE(name);
        const fs::path folder = fs::path(home) / name;
        const Ran listed = run_on(*files, {"dump", "--stage", "files", folder.string()});
        CHECK(listed.code == 0);
        compare(folder / "expected/files.txt", listed.out);
        const Ran checked = run_on(*files, {folder.string()});
        CHECK(checked.code == 1);
        compare(folder / "expected/report.txt", checked.out);
    }
}

TEST_CASE("each layout's fixture tells the same story: one policy too many, and all of it understood") {
    const auto files = disk();
    for (const std::string& name : layouts()) {
        if (name == "monorepo") continue;
        CAPTURE(name);
        const Ran ran = run_on(*files, {std::string(home) + "/" + name, "--rule", "policy-always-true",
                                        "--profile", "supabase", "--strict", "--format", "json"});
        const auto report = nlohmann::json::parse(ran.out);
        CHECK(report["projects"].size() == 1);
        CHECK(std::string(name).starts_with(report["projects"][0]["layout"].get<std::string>()));
        REQUIRE(report["findings"].size() == 1);
        CHECK(report["findings"][0]["subject"] == "public.loans/staff");
        CHECK(ran.err.empty());
    }
}
