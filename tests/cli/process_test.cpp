#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/wait.h>

#include "session.hpp"

using namespace rlslint::test;

/// What only shows in a process of its own: descriptors, signals, the exit code.
namespace {

/// Runs a shell command with $0 being the program; its exit code, and what it wrote to
/// descriptor 1.
Ran shell(const std::string& command) {
    const std::string line = "sh -c '" + command + "' " RLSLINT_EXECUTABLE;
    std::FILE* const pipe = popen(line.c_str(), "r");
    REQUIRE(pipe != nullptr);
    Ran ran;
    char block[4096];
    while (const std::size_t count = std::fread(block, 1, sizeof block, pipe))
        ran.out.append(block, count);
    const int status = pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

constexpr const char* saas = "fixtures/projects/saas";

std::string on_saas(const std::string& before, const std::string& behind) {
    return before + " " + saas + " " + behind;
}

} // namespace

TEST_CASE("the process's exit code is the run's") {
    CHECK(shell("\"$0\" --version").code == 0);
    CHECK(shell(on_saas("\"$0\"", "> /dev/null")).code == 1);
    CHECK(shell("\"$0\" /no/such/path 2> /dev/null").code == 2);
    CHECK(shell("echo \"create table t (a int);\" | \"$0\" - --profile postgres > /dev/null").code == 0);
}

TEST_CASE("messages go to standard error, reports to standard output") {
    CHECK(shell("\"$0\" /no/such/path 2> /dev/null").out.empty());
    CHECK(contains(shell("\"$0\" /no/such/path 2>&1").out, "no such file or folder"));
}

TEST_CASE("a reader that goes away is no trouble") {
    // The exit code of the left side of the pipe, by way of descriptor 3.
    CHECK(shell("{ { \"$0\" rules --format json; echo $? >&3; } | true; } 3>&1 2>&1").out == "0\n");
    CHECK(shell(on_saas("{ { \"$0\" --format sarif", "; echo $? >&3; } | true; } 3>&1 2>&1")).out == "1\n");
}

TEST_CASE("a standard output that takes nothing is") {
    if (std::system("test -w /dev/full") == 0) {
        const Ran full = shell("\"$0\" rules 2>&1 > /dev/full");
        CHECK(full.code == 2);
        CHECK(full.out == "rlslint: error: cannot write to standard output: No space left on device\n");
    }
    const Ran closed = shell("\"$0\" rules 2>&1 >&-");
    CHECK(closed.code == 2);
    CHECK(contains(closed.out, "rlslint: error: cannot write to standard output: "));
}

TEST_CASE("closed descriptors are not taken by files") {
    const Ran ran = shell(on_saas("\"$0\"", "--output /dev/null >&- 2>&- <&-; echo $?"));
    CHECK(ran.out == "1\n");
}

TEST_CASE("the same input gives the same bytes") {
    const std::string twice = on_saas("\"$0\" --format json", "");
    const Ran first = shell(twice), second = shell(twice);
    CHECK((first.out == second.out));
    CHECK_FALSE(first.out.empty());
}
