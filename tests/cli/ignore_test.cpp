#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
using nlohmann::json;

namespace {

const std::string table = "create table public.notes (id bigint primary key, owner uuid);\n"
                          "alter table public.notes enable row level security;\n";
const std::string policy = "create policy p on public.notes for all using (true)";
const std::string ignore = "-- rlslint-ignore policy-always-true: read by everyone on purpose\n";

/// Who silenced the one finding; empty: nobody.
std::string silenced_by(MemoryFiles& files, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"--rule", "policy-always-true", "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const json report = json::parse(run_on(files, arguments).out);
    REQUIRE(report["findings"].size() == 1);
    const json& suppressed = report["findings"][0]["suppressed"];
    CHECK(report["summary"]["suppressed"] == (suppressed.is_null() ? 0 : 1));
    return suppressed.is_null()
               ? ""
               : suppressed["by"].get<std::string>() + ": " + suppressed["reason"].get<std::string>();
}

std::string silenced_by(const std::string& sql) {
    MemoryFiles files = project_of(sql);
    return silenced_by(files);
}

std::string notes_of(const std::string& sql) {
    MemoryFiles files = project_of(sql);
    std::string notes,
        out = run_on(files, {"--rule", "policy-always-true,unused-ignore,ignore-without-reason"}).out;
    for (std::size_t at = out.find(": warning: "); at != std::string::npos;
         at = out.find(": warning: ", at + 1)) {
        const std::size_t begin = out.rfind('\n', at) + 1;
        notes += out.substr(begin, out.find('\n', at) - begin) + "\n";
    }
    return notes;
}

const std::string file = "supabase/migrations/20250101000000_notes.sql";

} // namespace

TEST_CASE("a comment before, in or behind a statement silences a rule there") {
    const std::string said = "comment: read by everyone on purpose";
    CHECK(silenced_by(table + ignore + policy + ";\n") == said);
    CHECK(silenced_by(table + "create policy p on public.notes\n  " + ignore + "  for all using (true);\n") ==
          said);
    CHECK(silenced_by(table + policy + "; " + ignore) == said);
    CHECK(silenced_by(table + "/* rlslint-ignore policy-always-true: read by everyone on purpose */\n" +
                      policy + ";") == said);
    CHECK(silenced_by(table + "-- rlslint-ignore rls-disabled, policy-always-true: x\n" + policy + ";") ==
          "comment: x");
    CHECK(silenced_by(ignore + table + policy + ";\n") == "");
    CHECK(silenced_by(table + policy + ";\n" + ignore) == "");
    CHECK(silenced_by(table + "select '" + ignore + "';\n" + policy + ";") == "");
}

TEST_CASE("a file can be silenced as a whole") {
    CHECK(silenced_by(table + policy + ";\n-- rlslint-ignore-file policy-always-true: a demo\n") ==
          "file: a demo");
}

TEST_CASE("silenced findings do not fail, and are counted") {
    MemoryFiles files = project_of(table + ignore + policy + ";\n");
    const Ran ran = run_on(files, {"--rule", "policy-always-true"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "0 errors, 0 warnings, 0 infos"));
}

TEST_CASE("ignores that are of no use are told") {
    CHECK(notes_of(ignore + table) ==
          file + ":1:1: warning: unused ignore: there is no policy-always-true here [unused-ignore]\n");
    CHECK(notes_of("-- rlslint-ignore policy-always-tru: x\n" + table) ==
          file + ":1:1: warning: unknown rule \"policy-always-tru\": did you mean \"policy-always-true\"?\n");
    CHECK(notes_of("-- rlslint-ignore policy-always-true\n" + table) ==
          file + ":1:1: warning: not heeded: an ignore says which rule and why: `-- rlslint-ignore RULE: "
                 "reason` [ignore-without-reason]\n");
    CHECK(notes_of("-- rlslint-ignore rls-disabled: did not run\n" + table) == "");
}

TEST_CASE("the configuration silences by rule and object or file, with a reason") {
    MemoryFiles files = project_of(table + policy + ";\n");
    const auto entry = [](const std::string& what) {
        return "[[ignore]]\nrule = 'policy-always-true'\n" + what + "\nreason = 'known'\n";
    };
    for (const char* what :
         {"object = 'public.notes/p'", "object = 'public.notes'", "object = ['x', 'public.*']",
          "path = 'supabase/**'", "path = '*_notes.sql'", "object = '*.notes'\npath = 'supabase'"}) {
        CAPTURE(what);
        files.put("rlslint.toml", entry(what));
        CHECK(silenced_by(files) == "config: known");
    }
    files.put("rlslint.toml", entry("object = 'public.other'"));
    CHECK(silenced_by(files) == "");
    CHECK(contains(run_on(files, {}).out, "rlslint.toml:1:1: warning: unused ignore: there is no "
                                          "policy-always-true about public.other here\n"));
    files.put("rlslint.toml", "[[ignore]]\nrule = 'policy-always-true'\nobject = 'x'\n");
    CHECK(run_on(files, {}).err == "rlslint: error: rlslint.toml:1:1: an [[ignore]] needs a \"reason\"\n");
    files.put("rlslint.toml", "[[ignore]]\nrule = 'policy-always'\nobject = 'x'\nreason = 'y'\n");
    CHECK(run_on(files, {}).err == "rlslint: error: rlslint.toml:1:1: unknown rule \"policy-always\": did "
                                   "you mean \"policy-always-true\"?\n");
}

TEST_CASE("the configuration sets severities, and turns rules off") {
    MemoryFiles files = project_of(table + policy + ";\n");
    files.put("rlslint.toml", "[rules]\npolicy-always-true = 'info'\n");
    CHECK(run_on(files, {}).code == 0);
    CHECK(contains(run_on(files, {}).out, ": info: "));
    files.put("rlslint.toml", "[rules.policy-always-true]\nseverity = 'off'\n");
    CHECK_FALSE(contains(run_on(files, {}).out, "[policy-always-true]"));
    CHECK(contains(run_on(files, {"--rule", "policy-always-true"}).out, "[policy-always-true]"));
    files.put("rlslint.toml", "[rules]\npolicy-always-true = 'loud'\n");
    CHECK(run_on(files, {}).err ==
          "rlslint: error: rlslint.toml:2:22: \"policy-always-true\" must be error, warning, info or off\n");
    files.put("rlslint.toml", "[rules]\nrls-disbled = 'off'\n");
    CHECK(
        run_on(files, {}).err ==
        "rlslint: error: rlslint.toml:2:15: unknown rule \"rls-disbled\": did you mean \"rls-disabled\"?\n");
}

TEST_CASE("an ignore at one of several findings with one cause silences that one alone") {
    const std::string two = table +
                            "-- rlslint-ignore auth-call-per-row: three rows\n"
                            "create policy p on public.notes for select using (owner = auth.uid());\n"
                            "create policy q on public.notes for delete using (owner = auth.uid());\n"
                            "create policy r on public.notes for insert with check (owner = auth.uid());\n";
    MemoryFiles files = project_of(two);
    const json report =
        json::parse(run_on(files, {"--rule", "auth-call-per-row", "--format", "json"}).out)["findings"];
    REQUIRE(report.size() == 2);
    CHECK(report[0]["subject"] == "public.notes/p");
    CHECK(report[0]["suppressed"]["reason"] == "three rows");
    CHECK(report[1]["subject"] == "public.notes/q");
    CHECK(report[1]["suppressed"].is_null());
    CHECK(report[1]["message"].get<std::string>().ends_with("; so it is with 1 more clause"));
}
