#include <doctest/doctest.h>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

Ran run_in(Pipeline pipeline, Files& files, std::vector<std::string> arguments) {
    std::ostringstream out, err;
    Io io{files, out, err, false, 100, std::move(pipeline)};
    arguments.insert(arguments.begin(), "--ci");
    const int code = run(arguments, io);
    return {code, out.str(), err.str()};
}

const Pipeline github{Pipeline::Service::github, "/tmp/summary.md"};
const Pipeline gitlab{Pipeline::Service::gitlab, ""};

} // namespace

TEST_CASE("--ci on GitHub: annotations, and the step's summary") {
    MemoryFiles files = project_of(open_policy);
    files.put("/tmp/summary.md", "an earlier tool's");
    const Ran ran = run_in(github, files, {});
    CHECK(ran.code == 1);
    CHECK(ran.out.starts_with("::error file=supabase/migrations/20250101000000_notes.sql,line=3,"));
    CHECK(files.text("/tmp/summary.md").starts_with("an earlier tool's\n## rlslint: 1 error"));
}

TEST_CASE("--ci on GitHub: a step without a summary file, and a full one") {
    MemoryFiles files = project_of(open_policy);
    CHECK(run_in({Pipeline::Service::github, ""}, files, {}).code == 1);
    files.put("/tmp/summary.md", std::string(1024 * 1024, 'x'));
    CHECK(run_in(github, files, {}).code == 1);
    CHECK(files.text("/tmp/summary.md").size() == 1024 * 1024);
}

TEST_CASE("--ci writes beside what is asked for, and takes standard output only where it is free") {
    MemoryFiles files = project_of(open_policy);
    const Ran sarif = run_in(github, files, {"--format", "sarif", "--output", "r.sarif"});
    CHECK(files.has("r.sarif"));
    CHECK(sarif.out.starts_with("::error "));
    const Ran json = run_in(github, files, {"--format", "json"});
    CHECK(json.out.starts_with("{"));
    CHECK(contains(files.text("/tmp/summary.md"), "rlslint: 1 error"));
}

TEST_CASE("--ci elsewhere: text, on GitLab a Code Quality report too") {
    MemoryFiles files = project_of(open_policy);
    const std::string text = run_on(files, {}).out;
    CHECK(run_in({}, files, {}).out == text);
    CHECK(run_in(gitlab, files, {}).out == text);
    CHECK(contains(files.text("gl-code-quality-report.json"), "\"policy-always-true\""));
    CHECK(run_in({}, files, {"--format", "json"}).out == run_on(files, {"--format", "json"}).out);
}
