#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
namespace fs = std::filesystem;

namespace {

/// The projects under fixtures/projects, each with its reports in expected/.
std::vector<std::string> projects() {
    std::vector<std::string> paths;
    for (const auto& entry : fs::directory_iterator("fixtures/projects")) {
        if (entry.is_directory()) paths.push_back(entry.path().generic_string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Goldens hold for every grammar and outlive a release.
std::string timeless(std::string report) {
    report = std::regex_replace(report, std::regex("(\"grammar\": )\"[0-9]+\""), "$1\"17\"");
    return std::regex_replace(report, std::regex("(\"(version|semanticVersion)\": )\"0\\.[0-9]+\\.[0-9]+\""),
                              "$1\"0.1.0\"");
}

/// The rules' docs have a test and pages of their own.
std::string without_docs(const std::string& sarif) {
    auto log = nlohmann::ordered_json::parse(sarif);
    for (auto& rule : log["runs"][0]["tool"]["driver"]["rules"]) {
        for (const char* key : {"shortDescription", "fullDescription", "help"})
            rule.erase(key);
    }
    return log.dump(2) + "\n";
}

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void compare(const std::string& project, const std::string& format, const char* name) {
    const auto files = disk();
    const Ran ran = run_on(*files, {project, "--format", format});
    CHECK(ran.err.empty());
    CHECK(ran.code <= 1);
    const fs::path golden = fs::path(project) / "expected" / name;
    const std::string report = timeless(format == "sarif" ? without_docs(ran.out) : ran.out);
    if (std::getenv("RLSLINT_UPDATE") != nullptr) {
        fs::create_directories(golden.parent_path());
        std::ofstream(golden, std::ios::binary) << report;
    }
    INFO(golden.string() << ": rewritten by this test with RLSLINT_UPDATE=1");
    CHECK((report == text_of(golden)));
}

} // namespace

TEST_CASE("whole projects give the reports that they are known to give") {
    REQUIRE_MESSAGE(fs::is_directory("fixtures/projects"), "run in the source folder");
    REQUIRE_FALSE(projects().empty());
    for (const std::string& project : projects()) {
        CAPTURE(project);
        compare(project, "text", "report.txt");
        compare(project, "json", "report.json");
        compare(project, "sarif", "report.sarif");
    }
}

TEST_CASE("reports keep to the contract") {
    const auto schema = JsonSchema::of_file("docs/schema/check.schema.json");
    const auto files = disk();
    for (const std::string& project : projects()) {
        CAPTURE(project);
        CHECK(schema.check(nlohmann::json::parse(run_on(*files, {project, "--format", "json"}).out)) == "");
    }
}
