#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/version.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

Ran run_nowhere(const std::vector<std::string>& arguments) {
    MemoryFiles files;
    return run_on(files, arguments);
}

} // namespace

TEST_CASE("--version says which grammar is inside") {
    const Ran ran = run_nowhere({"--version"});
    CHECK(ran.code == 0);
    CHECK(ran.out ==
          "rlslint " + std::string(version) + " (PostgreSQL " + std::string(grammar) + " grammar)\n");
}

TEST_CASE("help names the subcommands, shows examples and explains exit codes") {
    for (const char* flag : {"--help", "-h"}) {
        const Ran ran = run_nowhere({flag});
        CHECK(ran.code == 0);
        CHECK(ran.err.empty());
        for (const char* part : {"check", "rules", "explain", "dump", "Examples:", "Exit codes:"}) {
            CAPTURE(part);
            CHECK(contains(ran.out, part));
        }
    }
    const Ran ran = run_nowhere({"check", "--help"});
    CHECK(ran.code == 0);
    for (const char* option : {"--rule", "--exclude-rule", "--profile", "--config", "--fail-on", "--strict",
                               "--format", "--output", "--color", "--stdin-filepath"}) {
        CAPTURE(option);
        CHECK(contains(ran.out, option));
    }
}

TEST_CASE("wrong usage is exit 2, on standard error alone") {
    const std::vector<std::vector<std::string>> wrong{
        {"--frmat", "json"},
        {"--format", "xml"},
        {"--fail-on", "fatal"},
        {"--color", "sometimes"},
        {"--rule"},
        {"--output"},
        {"explain"},
        {"explain", "a", "b"},
        {"rules", "--x"},
        {"dump"},
        {"dump", "--stage", "x"},
    };
    for (const auto& arguments : wrong) {
        const Ran ran = run_nowhere(arguments);
        CAPTURE(arguments.front());
        CHECK(ran.code == 2);
        CHECK(ran.out.empty());
        CHECK(ran.err.starts_with("rlslint: error: "));
        CHECK(contains(ran.err, "rlslint --help"));
    }
    CHECK(contains(run_nowhere({"--format", "xml"}).err, "text,json,sarif"));
}

TEST_CASE("unknown rules are answered with the nearest") {
    const Ran near = run_nowhere({"explain", "rls-disbled"});
    CHECK(near.code == 2);
    CHECK(near.err == "rlslint: error: unknown rule \"rls-disbled\": did you mean \"rls-disabled\"?\n");
    CHECK(run_nowhere({"--rule", "always-true"}).err ==
          "rlslint: error: unknown rule \"always-true\": did you mean \"policy-always-true\"?\n");
    const Ran far = run_nowhere({"check", "--exclude-rule", "rls-disabled,zzzz"});
    CHECK(far.code == 2);
    CHECK(far.err == "rlslint: error: unknown rule \"zzzz\": `rlslint rules` lists them all\n");
}

TEST_CASE("a mistyped subcommand is answered with the nearest") {
    const Ran ran = run_nowhere({"chek"});
    CHECK(ran.code == 2);
    CHECK(ran.err == "rlslint: error: there is no file, folder or subcommand chek: did you mean check?\n"
                     "Try rlslint --help\n");
    CHECK(contains(run_nowhere({"migrations"}).err, "no such file or folder"));
    MemoryFiles files{{"rule/1.sql", "select 1;"}};
    CHECK(run_on(files, {"rule"}).code == 0);
}

TEST_CASE("dump without a stage names them") {
    CHECK(contains(run_nowhere({"dump"}).err,
                   "dump needs --stage files|statements|ast|catalog|predicates|access\n"));
}

TEST_CASE("rules are listed, for people and for programs") {
    const Ran text = run_nowhere({"rules"});
    CHECK(text.code == 0);
    CHECK(contains(text.out, "policy-always-true"));
    const Ran list = run_nowhere({"rules", "--format", "json"});
    CHECK(list.code == 0);
    CHECK(contains(nlohmann::json::parse(list.out).dump(), "\"policy-always-true\""));
}

TEST_CASE("a rule is explained") {
    const Ran ran = run_nowhere({"explain", "policy-always-true"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "policy-always-true"));
    CHECK(contains(ran.out, "create policy"));
}
