#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <doctest/doctest.h>
#ifdef __APPLE__
#include <util.h>
#else
#include <pty.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

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

/// Runs a shell command as `shell` does, on a terminal: its standard output and error are one.
Ran on_terminal(const std::string& command) {
    int terminal = -1;
    winsize size{30, 70, 0, 0};
    const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
    REQUIRE(child != -1);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command.c_str(), RLSLINT_EXECUTABLE, nullptr);
        std::_Exit(127);
    }
    Ran ran;
    char block[4096];
    for (ssize_t count = 0; (count = read(terminal, block, sizeof block)) > 0;)
        ran.out.append(block, static_cast<std::size_t>(count));
    close(terminal);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
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

TEST_CASE("on a terminal there is colour, unless it is not wanted, and the time that it took") {
    const std::string unset = "unset NO_COLOR; export TERM=xterm; ";
    constexpr std::string_view escape = "\x1b[";
    const Ran plain = on_terminal(unset + on_saas("\"$0\"", ""));
    CHECK(plain.code == 1);
    CHECK(contains(plain.out, escape));
    CHECK(contains(plain.out, " s)"));
    CHECK(!contains(on_terminal(unset + on_saas("NO_COLOR=1 \"$0\"", "")).out, escape));
    CHECK(contains(on_terminal(unset + on_saas("NO_COLOR= \"$0\"", "")).out, escape));
    CHECK(!contains(on_terminal(unset + on_saas("TERM=dumb \"$0\"", "")).out, escape));
    CHECK(contains(on_terminal(unset + on_saas("NO_COLOR=1 \"$0\"", "--color always")).out, escape));
    CHECK(!contains(on_terminal(unset + on_saas("\"$0\"", "| cat")).out, escape));
}

TEST_CASE("on a terminal what takes more than a second is told meanwhile, and wiped") {
    const std::string slow = "{ sleep 2; echo \"create table t (a int);\"; } | \"$0\" - --profile postgres";
    const Ran ran = on_terminal(slow + " > /dev/null");
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "rlslint: reading"));
    CHECK(ran.out.ends_with("\r\x1b[K"));
    CHECK(on_terminal("echo \"create table t (a int);\" | \"$0\" - --profile postgres > /dev/null")
              .out.empty());
    CHECK(on_terminal("(" + slow + ") > /dev/null 2>&1").out.empty());
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

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

/// What the program says of this SQL where the shell gives it a stack of 512 KB.
Ran on_small_stack(const std::string& sql) {
    char path[] = "/tmp/rlslint-hostile-XXXXXX";
    const int descriptor = mkstemp(path);
    REQUIRE(descriptor >= 0);
    REQUIRE(write(descriptor, sql.data(), sql.size()) == static_cast<ssize_t>(sql.size()));
    close(descriptor);
    const Ran ran =
        shell("ulimit -s 512; \"$0\" - --profile postgres --color never 2>&1 < " + std::string{path});
    std::remove(path);
    return ran;
}

} // namespace

TEST_CASE("what nests deep needs no deep stack") {
    const auto ends = [](const std::string& sql) {
        const int code = on_small_stack(sql).code;
        return code == 0 || code == 1;
    };
    CHECK(ends("select " + repeated("1+", 100'000) + "1;"));
    CHECK(ends("select " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + ";"));
    CHECK(ends("do $$ begin execute " + repeated("'x'||", 20'000) + "'x'; end $$;"));
    std::string heirs = "create table t0 (a int);\n";
    for (int i = 1; i < 1000; ++i)
        heirs += "create table t" + std::to_string(i) + " () inherits (t" + std::to_string(i - 1) + ");\n";
    CHECK(ends(heirs + "alter table t0 add b int;"));
}

TEST_CASE("text that would take the server's lexer for ever is told") {
    CHECK(contains(on_small_stack("select " + repeated("+", 200'000) + "1;").out,
                   "more than 1000 operators with no space between them"));
    CHECK(contains(on_small_stack(repeated("/*", 200'000)).out, "unterminated /* comment"));
}

TEST_CASE("a routine that doubles a text ends") {
    const Ran ran = on_small_stack("do $$ declare s text := 'x'; begin\n"
                                   "for i in 1..200 loop s := s || s; end loop; execute s; end $$;");
    CHECK(ran.code == 1);
    CHECK(contains(ran.out, "running this DO comes to no end: a text of more than 8 MB"));
}
