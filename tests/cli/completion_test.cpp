#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

std::string output_of(const std::vector<std::string>& arguments) {
    MemoryFiles files;
    const Ran ran = run_on(files, arguments);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
    return ran.out;
}

/// The long options in a help text, but for those in its examples.
std::set<std::string> options_in(std::string help) {
    help.resize(std::min(help.find("\nExamples:"), help.size()));
    std::set<std::string> found;
    for (std::size_t at = help.find("--"); at != std::string::npos; at = help.find("--", at)) {
        const std::size_t end = help.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
        if (end - at > 2) found.insert(help.substr(at, end - at));
        at = std::min(end, help.size());
    }
    return found;
}

/// The commands that --help lists.
std::vector<std::string> listed_commands() {
    const std::string help = output_of({"--help"});
    std::vector<std::string> names;
    std::size_t at = help.find("Subcommands:");
    REQUIRE(at != std::string::npos);
    for (at = help.find('\n', at) + 1; help.compare(at, 2, "  ") == 0; at = help.find('\n', at) + 1) {
        if (help[at + 2] != ' ') names.push_back(help.substr(at + 2, help.find(' ', at + 2) - at - 2));
    }
    return names;
}

std::string without(std::string text, char what) {
    std::erase(text, what);
    return text;
}

} // namespace

TEST_CASE("completions and the manual page have every command and option that --help has") {
    const std::vector<std::string> commands = listed_commands();
    REQUIRE(std::find(commands.begin(), commands.end(), "check") != commands.end());
    REQUIRE(std::find(commands.begin(), commands.end(), "completion") != commands.end());
    const std::string bash = output_of({"completion", "bash"});
    const std::string zsh = output_of({"completion", "zsh"});
    const std::string fish = output_of({"completion", "fish"});
    const std::string man = without(output_of({"man"}), '\\');
    for (const std::string& command : commands) {
        CAPTURE(command);
        for (const std::string& text : {bash, zsh, fish, man})
            CHECK(contains(text, command));
        for (const std::string& option : options_in(output_of({command, "--help"}))) {
            CAPTURE(option);
            CHECK(contains(bash, option));
            CHECK(contains(zsh, option));
            CHECK(contains(fish, " -l " + option.substr(2)));
            CHECK(contains(man, option));
        }
    }
}

TEST_CASE("completions know what an option takes") {
    const std::string fish = output_of({"completion", "fish"});
    CHECK(contains(fish, "-l fail-on -x -a 'error warning info never'"));
    CHECK(contains(fish, "-l baseline -r -F"));
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const std::string script = output_of({"completion", shell});
        CAPTURE(shell);
        CHECK(contains(script, "text json sarif"));
        CHECK(contains(script, "policy-always-true"));
        CHECK(contains(script, "supabase-auto-expose"));
        CHECK(contains(script, "graphile-migrate"));
    }
}

TEST_CASE("completion wants a shell that it knows") {
    MemoryFiles files;
    CHECK(run_on(files, {"completion"}).code == 2);
    CHECK(run_on(files, {"completion", "tcsh"}).code == 2);
}

TEST_CASE("the manual page holds nothing that roff would take for a request") {
    const std::string man = output_of({"man"});
    CHECK(man.starts_with(".TH RLSLINT 1"));
    const std::set<std::string> ours{"TH", "SH", "SS", "TP", "br", "nf", "fi"};
    for (std::size_t begin = 0; begin < man.size(); begin = man.find('\n', begin) + 1) {
        CHECK(man[begin] != '\'');
        if (man[begin] == '.') CHECK(ours.contains(man.substr(begin + 1, 2)));
    }
    for (const char* part : {".SH EXAMPLES", ".SH EXIT CODES", ".SS rlslint matrix"})
        CHECK(contains(man, part));
}
