// Our SARIF in the eyes of Microsoft's validator, an npm package: npm install -g @microsoft/sarif-multitool

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "report/sample.hpp"
#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
namespace fs = std::filesystem;

namespace {

/// How the validator is called; empty where it is not to be had. One that RLSLINT_SARIF_MULTITOOL names must be.
std::string validator() {
    const char* const named = std::getenv("RLSLINT_SARIF_MULTITOOL");
    const std::string command = named != nullptr ? named : "sarif-multitool";
    const bool there = std::system(("'" + command + "' version > /dev/null 2>&1").c_str()) == 0;
    if (there) return command;
    REQUIRE_MESSAGE(named == nullptr, "RLSLINT_SARIF_MULTITOOL does not run: " << command);
    MESSAGE("skipped: sarif-multitool is not installed, so that SARIF is not validated");
    return "";
}

/// The errors and warnings of one set of its rules.
std::vector<std::string> complaints(const std::string& command, const fs::path& file, const char* kind) {
    const fs::path verdict = file.string() + ".verdict";
    const std::string line = "'" + command + "' validate '" + file.string() + "' --rule-kind " + kind +
                             " --log ForceOverwrite --output '" + verdict.string() + "' > /dev/null 2>&1";
    REQUIRE_MESSAGE(std::system(line.c_str()) == 0, line);
    std::ifstream in(verdict);
    const auto log = nlohmann::json::parse(in);
    const auto& run = log["runs"][0];
    CHECK(run["invocations"][0]["executionSuccessful"] == true);
    std::vector<std::string> all;
    for (const auto& result : run.value("results", nlohmann::json::array())) {
        if (result.value("level", "warning") != "note") all.push_back(result.dump());
    }
    fs::remove(verdict);
    return all;
}

void check_valid(const std::string& command, const std::string& sarif) {
    const fs::path file = fs::temp_directory_path() / ("rlslint-" + std::to_string(getpid()) + ".sarif");
    std::ofstream(file, std::ios::binary) << sarif;
    for (const char* kind : {"Sarif", "Ghas"})
        CHECK(complaints(command, file, kind) == std::vector<std::string>{});
    fs::remove(file);
}

} // namespace

TEST_CASE("Microsoft's validator has nothing to say of our SARIF") {
    const std::string command = validator();
    if (command.empty()) return;
    const auto files = disk();
    for (const auto& project : fs::directory_iterator("fixtures/projects")) {
        if (project.is_directory())
            check_valid(command, run_on(*files, {project.path().string(), "--format", "sarif"}).out);
    }
}

TEST_CASE("nor of one with everything in it, and hostile text") {
    const std::string command = validator();
    if (command.empty()) return;
    Sample sample("create policy p on t using (true);\n");
    sample.report.home = "https://example.org/rlslint";
    RuleInfo cycle = Sample::open_rule;
    cycle.id = "recursive-policy";
    sample.report.rules = {&Sample::open_rule, &cycle}; // the sample's other one has no documentation
    Finding& finding = sample.add(sample.at("(true)"), hostile);
    finding.help = finding.subject = hostile;
    finding.related = {{hostile, sample.at("p on")}, {"without a place", {}}};
    finding.fixes = {{"Tie it", Applicability::unsafe, hostile, sample.at("(true)")}};
    sample.add(sample.at("p on"), "known").suppressed = Suppression{Suppression::By::config, hostile};
    Finding& steps = sample.add(sample.at("p on"), "a cycle");
    steps.rule = &cycle;
    steps.related = {{"first here", sample.at("t using")}, {"then nowhere", {}}};
    sample.add({}, "the project as a whole");
    sample.report.notes = {{Severity::error, hostile, {}, "db/gone.sql"},
                           {Severity::info, "here", sample.at("t using"), ""}};
    check_valid(command, render_sarif(sample.report));
}
