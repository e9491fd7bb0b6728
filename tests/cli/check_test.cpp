#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "session.hpp"

using namespace rlslint;
using namespace rlslint::test;
using nlohmann::json;

namespace {

json report_of(Files& files, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Ran ran = run_on(files, arguments);
    const json report = json::parse(ran.out);
    const auto schema = JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/check.schema.json");
    CHECK(schema.check(report) == "");
    return report;
}

} // namespace

TEST_CASE("findings are exit 1, a clean project is exit 0") {
    MemoryFiles open = project_of(open_policy), closed = project_of(clean);
    const Ran found = run_on(open, {});
    CHECK(found.code == 1);
    CHECK(found.err.empty());
    CHECK(contains(found.out, "supabase/migrations/20250101000000_notes.sql:3:"));
    CHECK(contains(found.out, "[policy-always-true]"));
    const Ran nothing = run_on(closed, {"check", "."});
    CHECK(nothing.out ==
          "Profile supabase-auto-expose, era auto-expose: the last migration, 20250101000000_notes.sql, "
          "is older than 2026-10-30\n"
          "Layout supabase: 1 file, 3 statements, 0 unmodelled, 0 undetermined, 0 syntax errors\n"
          "Coverage: 1 of 1 reachable table protected, 100.0 %\n"
          "0 errors, 0 warnings, 0 infos\n");
    CHECK(nothing.code == 0);
}

TEST_CASE("--fail-on decides which findings fail") {
    MemoryFiles files = project_of(open_policy);
    CHECK(run_on(files, {"--fail-on", "error"}).code == 1);
    CHECK(run_on(files, {"--fail-on", "info"}).code == 1);
    const Ran never = run_on(files, {"--fail-on", "never"});
    CHECK(never.code == 0);
    CHECK(contains(never.out, "[policy-always-true]"));
}

TEST_CASE("--rule and --exclude-rule choose what runs") {
    MemoryFiles files = project_of(open_policy);
    CHECK(run_on(files, {"--rule", "rls-disabled"}).code == 0);
    CHECK(run_on(files, {"--rule", "rls-disabled,policy-always-true"}).code == 1);
    CHECK(run_on(files, {"--rule", "rls-disabled", "--rule", "policy-always-true", "."}).code == 1);
    CHECK_FALSE(
        contains(run_on(files, {"--exclude-rule", "policy-always-true", "."}).out, "[policy-always-true]"));
}

TEST_CASE("--strict fails on what was not understood") {
    MemoryFiles files =
        project_of(clean + "create text search configuration x (copy = english);\nselect from where;\n");
    const Ran strict = run_on(files, {"--strict", "--fail-on", "never"});
    CHECK(strict.code == 2);
    CHECK(contains(strict.err, "rlslint: error: incomplete (--strict): "));
    CHECK(contains(strict.err, "1 with syntax errors"));
    CHECK(contains(strict.err, ":1: unmodelled: CREATE TEXT SEARCH CONFIGURATION"));
    CHECK(contains(run_on(files, {"--verbose"}).out, "note: unmodelled: CREATE TEXT SEARCH CONFIGURATION"));
    CHECK(contains(strict.out, "Layout supabase"));
    MemoryFiles whole = project_of(clean);
    CHECK(run_on(whole, {"--strict"}).code == 0);
}

TEST_CASE("one bad statement is one finding, and the rest is judged") {
    MemoryFiles files = project_of("creat table x (a int);\n" + open_policy);
    const json report = report_of(files, {});
    CHECK(report["summary"]["syntax_errors"] == 1);
    REQUIRE(report["findings"].size() >= 2);
    CHECK(report["findings"][0]["rule"] == "syntax-error");
    CHECK(report["findings"][0]["location"]["start"] == json{{"line", 1}, {"column", 1}});
}

TEST_CASE("nothing to lint is exit 2, with what was looked for") {
    MemoryFiles files;
    files.put_folder("empty");
    const Ran empty = run_on(files, {"empty"});
    CHECK(empty.code == 2);
    CHECK(empty.out.empty());
    CHECK(empty.err ==
          "rlslint: error: nothing to lint: found no migrations of any tool and no other *.sql files in "
          "empty\n");
    const Ran missing = run_on(files, {"gone"});
    CHECK(missing.code == 2);
    CHECK(missing.err == "rlslint: error: gone: no such file or folder\n");
}

TEST_CASE("what cannot be read is exit 2, and the rest is judged") {
    MemoryFiles files{{"db/1.sql", clean}, {"db/2.sql", ""}, {"db/in/3.sql", ""}};
    files.lock("db/2.sql");
    files.lock("db/in");
    const Ran ran = run_on(files, {"db", "gone.sql"});
    CHECK(ran.code == 2);
    CHECK(ran.err == "rlslint: error: db/in: cannot be read: Permission denied\n"
                     "rlslint: error: gone.sql: no such file or folder\n"
                     "rlslint: error: db/2.sql: cannot be read: Permission denied\n");
    CHECK(contains(ran.out, "1 file, 3 statements"));
}

TEST_CASE("a folder that holds nothing beside one that does is a warning") {
    MemoryFiles files = project_of(clean);
    files.put_folder("empty");
    const Ran ran = run_on(files, {"supabase", "empty"});
    CHECK(ran.code == 0);
    CHECK(contains(ran.out, "warning: found no migrations of any tool and no other *.sql files in empty\n"));
}

TEST_CASE("binary files, archives, UTF-16 and NUL bytes are told") {
    std::string wide = "\xFF\xFE";
    for (const char c : clean)
        wide += {c, '\0'};
    MemoryFiles files{{"a.sql", "PGDMP\x01\x0e"}, {"w.sql", wide}, {"z.sql", clean + std::string(1, '\0')}};
    const Ran archive = run_on(files, {"a.sql"});
    CHECK(archive.code == 2);
    CHECK(contains(archive.err, "rlslint: error: a.sql: is an archive of pg_dump, not SQL"));
    const Ran utf16 = run_on(files, {"w.sql"});
    CHECK(utf16.code == 0);
    CHECK(contains(utf16.out, "w.sql: note: decoded from UTF-16LE\n"));
    CHECK(contains(utf16.out, "1 file, 3 statements, 0 unmodelled, 0 undetermined, 0 syntax errors"));
    const Ran nul = run_on(files, {"z.sql"});
    CHECK(contains(nul.out, "z.sql: warning: holds NUL bytes"));
    CHECK(contains(nul.out, "3 statements"));
}

TEST_CASE("standard input is linted, under the name it is given") {
    MemoryFiles files;
    files.standard_input = open_policy;
    const json nameless = report_of(files, {"-", "--profile", "supabase-auto-expose"});
    CHECK(nameless["findings"][0]["location"]["file"] == "<stdin>");
    const json named = report_of(files, {"--stdin-filepath", "supabase/migrations/20250101_x.sql"});
    CHECK(named["findings"][0]["location"]["file"] == "supabase/migrations/20250101_x.sql");
    CHECK(named["projects"][0]["layout"] == "supabase");
}

TEST_CASE("a path after -- is a path, whatever it begins with") {
    MemoryFiles files{{"--strict.sql", clean}};
    CHECK(contains(run_on(files, {"--", "--strict.sql"}).out, "1 file, 3 statements"));
    CHECK(contains(run_on(files, {"check", "--", "--strict.sql"}).out, "1 file, 3 statements"));
}

TEST_CASE("profile and era are the project's own, or what is asked for") {
    MemoryFiles files = project_of(open_policy);
    CHECK(report_of(files, {})["projects"][0]["profile"] == "supabase-auto-expose");
    CHECK(report_of(files, {"--profile", "supabase"})["projects"][0]["why"] == "asked for by --profile");
    const Ran unknown = run_on(files, {"--profile", "supabas"});
    CHECK(unknown.code == 2);
    CHECK(unknown.err ==
          "rlslint: error: --profile: unknown profile \"supabas\": did you mean \"supabase\"?\n");
    files.put("supabase/config.toml", "[api]\nauto_expose_new_tables = false\n");
    CHECK(report_of(files, {})["projects"][0]["era"] == "explicit-grants");
    files.put("supabase/config.toml", "[api\n");
    const Ran broken = run_on(files, {});
    CHECK(broken.code == 2);
    CHECK(broken.err.starts_with("rlslint: error: supabase/config.toml:1:"));
    CHECK(contains(broken.out, "[policy-always-true]"));
}

TEST_CASE("rlslint.toml counts, and what is wrong in it is exit 2") {
    MemoryFiles files = project_of(open_policy);
    files.put("rlslint.toml", "public_tables = [\"notes\"]\n");
    CHECK_FALSE(contains(run_on(files, {}).out, "[policy-always-true]"));
    files.put("other.toml", "profile = \"postgres\"\n");
    CHECK(report_of(files, {"--config", "other.toml"})["projects"][0]["why"] == "set in other.toml");
    files.put("rlslint.toml", "\npublictables = []\n");
    const Ran wrong = run_on(files, {});
    CHECK(wrong.code == 2);
    CHECK(
        wrong.err ==
        "rlslint: error: rlslint.toml:2:1: unknown key \"publictables\": did you mean \"public_tables\"?\n");
    CHECK(run_on(files, {"--config", "gone.toml"}).err ==
          "rlslint: error: gone.toml: No such file or directory\n");
    files.put("rlslint.toml", "profile = \"x\"\n");
    CHECK(run_on(files, {}).err.starts_with("rlslint: error: rlslint.toml: unknown profile \"x\": "));
}

TEST_CASE("--output writes a file, and standard output stays empty") {
    MemoryFiles files = project_of(open_policy);
    const Ran written = run_on(files, {"--format", "json", "--output", "report.json"});
    CHECK(written.code == 1);
    CHECK(written.out.empty());
    CHECK(files.text("report.json") == run_on(files, {"--format", "json"}).out);
    files.lock("locked.json");
    const Ran failed = run_on(files, {"--output", "locked.json"});
    CHECK(failed.code == 2);
    CHECK(failed.err == "rlslint: error: cannot write locked.json: Permission denied\n");
}

TEST_CASE("several formats, each with its output") {
    MemoryFiles files = project_of(open_policy);
    const Ran both =
        run_on(files, {"--format", "text", "--output", "-", "--format", "junit", "--output", "r.xml"});
    CHECK(both.code == 1);
    CHECK(contains(both.out, "[policy-always-true]"));
    CHECK(files.text("r.xml").starts_with("<?xml"));
    CHECK(contains(run_on(files, {"--format", "github"}).out, "::error file="));
    CHECK(contains(run_on(files, {"--format", "gitlab"}).out, "\"check_name\": \"policy-always-true\""));
    CHECK(run_on(files, {"--format", "markdown"}).out.starts_with("## rlslint: "));
    CHECK(
        run_on(files, {"--format", "json,sarif"}).err ==
        "rlslint: error: more than one format goes to standard output: name an --output for each but one\n");
    CHECK(run_on(files, {"--output", "a", "--output", "b"}).err ==
          "rlslint: error: more --output than --format: the n-th file is for the n-th format\n");
    CHECK(run_on(files, {"--format", "json,sarif", "--output", "a", "--output", "a"}).err ==
          "rlslint: error: two formats would be written to a\n");
}

TEST_CASE("of few findings that are shown the heaviest are") {
    MemoryFiles files = project_of("create table public.plans (id bigint primary key);\n"
                                   "alter table public.plans enable row level security;\n" +
                                   open_policy);
    CHECK(contains(run_on(files, {}).out, "info: public.plans has no policy"));
    const std::string out = run_on(files, {"--max-findings", "1"}).out;
    CHECK(contains(out, "[policy-always-true]\n"));
    CHECK_FALSE(contains(out, "info: public.plans has no policy"));
    CHECK(contains(out, "By rule: policy-always-true 1, rls-without-policies 1\n"));
}

TEST_CASE("the fingerprints that explain takes are at hand") {
    MemoryFiles files = project_of(open_policy);
    const std::string fingerprint =
        nlohmann::json::parse(run_on(files, {"--format", "json"}).out)["findings"][0]["fingerprint"];
    const std::string out = run_on(files, {"--verbose"}).out;
    CHECK(contains(out, "  its story: rlslint explain " + fingerprint + "\n"));
    CHECK(run_on(files, {"explain", fingerprint}).code == 0);
}

TEST_CASE("what is shown may be less than what counts") {
    MemoryFiles files = project_of(open_policy);
    const Ran none = run_on(files, {"--max-findings", "0"});
    CHECK(none.code == 1);
    CHECK_FALSE(contains(none.out, "[policy-always-true]"));
    CHECK(contains(none.out, "1 more finding is not shown (--max-findings 0)"));
    CHECK(contains(none.out, "By rule: policy-always-true 1\n"));
    CHECK(run_on(files, {"--quiet", "--max-findings", "0"}).out.empty());
    const Ran warnings = run_on(files, {"--min-severity", "warning", "--fail-on", "info"});
    CHECK(warnings.code == 1);
    CHECK_FALSE(contains(warnings.out, " info: "));
    CHECK(contains(warnings.out, " error: "));
}

TEST_CASE("colours: on a terminal, or when asked for, never in a file") {
    MemoryFiles files = project_of(open_policy);
    const auto colored = [&](std::vector<std::string> arguments, bool terminal) {
        return contains(run_on(files, arguments, terminal).out, "\x1b[");
    };
    CHECK(colored({}, true));
    CHECK_FALSE(colored({}, false));
    CHECK(colored({"--color", "always"}, false));
    CHECK_FALSE(colored({"--color", "never"}, true));
    CHECK(run_on(files, {"--output", "r.txt"}, true).code == 1);
    CHECK_FALSE(contains(files.text("r.txt"), "\x1b["));
}

TEST_CASE("several projects are judged apart and counted together") {
    MemoryFiles files{{"a/supabase/migrations/1.sql", open_policy},
                      {"b/supabase/migrations/1.sql", open_policy}};
    const json report = report_of(files, {"a", "b"});
    REQUIRE(report["projects"].size() == 2);
    CHECK(report["projects"][1]["root"] == "b");
    CHECK(report["summary"]["files"] == 2);
    CHECK(report["summary"]["errors"] == 2 * report["projects"][0]["summary"]["errors"].get<int>());
    CHECK(report["findings"].back()["project"] == 1);
    CHECK(report["findings"].back()["location"]["file"] == "b/supabase/migrations/1.sql");
}

TEST_CASE("the same finding in two projects has two fingerprints") {
    MemoryFiles files{{"a/supabase/migrations/1_notes.sql", open_policy},
                      {"b/supabase/migrations/1_notes.sql", open_policy}};
    const auto report =
        nlohmann::json::parse(run_on(files, {"--rule", "policy-always-true", "--format", "json"}).out);
    const auto& findings = report["findings"];
    REQUIRE(findings.size() == 2);
    CHECK(findings[0]["fingerprint"] != findings[1]["fingerprint"]);
    const Ran second = run_on(files, {"explain", findings[1]["fingerprint"].get<std::string>()});
    CHECK(contains(second.out, "b/supabase/migrations/1_notes.sql:3:"));
    CHECK(!contains(second.out, "a/supabase"));
}

TEST_CASE("files that psql would include are told to be missing") {
    MemoryFiles files = project_of(clean + "\\i other.sql\n\\echo done\n");
    const Ran ran = run_on(files, {});
    CHECK(contains(ran.out, "20250101000000_notes.sql:5:1: warning: not followed: \\i other.sql\n"));
    CHECK_FALSE(contains(ran.out, "echo"));
}

TEST_CASE("a stream that takes nothing is told") {
    MemoryFiles files = project_of(clean);
    std::ostringstream out, err;
    out.setstate(std::ios::badbit);
    Io io{files, out, err, false, 100};
    CHECK(run({}, io) == 2);
    CHECK(err.str().starts_with("rlslint: error: cannot write to standard output: "));
}

TEST_CASE("an empty standard input is nothing to lint") {
    MemoryFiles files;
    for (const char* nothing : {"", " \n\t\n"}) {
        files.standard_input = nothing;
        const Ran ran = run_on(files, {"-"});
        CHECK(ran.code == 2);
        CHECK(ran.err == "rlslint: error: nothing to lint: standard input is empty\n");
    }
    files.standard_input = "-- nothing yet\n";
    CHECK(run_on(files, {"-"}).code == 0);
}

TEST_CASE("a tool's file that is named alone is said to be judged alone") {
    MemoryFiles files = project_of(clean);
    files.put("supabase/migrations/20250102000000_more.sql", "select 1;");
    files.put("plain/1.sql", "select 1;");
    const std::string file = "supabase/migrations/20250101000000_notes.sql";
    CHECK(
        contains(run_on(files, {file}).out,
                 file + ": note: judged as a whole history, without what supabase runs before and after it"));
    CHECK_FALSE(contains(run_on(files, {"supabase/migrations"}).out, "judged as a whole"));
    CHECK_FALSE(contains(run_on(files, {"plain/1.sql"}).out, "judged as a whole"));
}

TEST_CASE("an HTML page of findings") {
    MemoryFiles files = project_of(open_policy);
    const Ran ran = run_on(files, {"--format", "html", "--output", "r.html"});
    CHECK(ran.code == 1);
    CHECK(contains(files.text("r.html"), "data-kind=\"error\""));
}

TEST_CASE("whoever watches is told what is being done, and that it is over") {
    MemoryFiles files = project_of(clean);
    std::vector<std::string> stages;
    std::ostringstream out, err;
    Io io{
        files, out, err,  false,
        100,   {},  true, [&](const char* stage) {
              stages.emplace_back(stage == nullptr ? "over" : stage); }};
    CHECK(run({}, io) == 0);
    REQUIRE(stages.size() >= 3);
    CHECK(stages.front() == "reading");
    CHECK(stages.back() == "over");
    CHECK(contains(out.str(), "0 infos ("));
    CHECK(contains(out.str(), " s)\n"));
}

TEST_CASE("where nobody is known who could reach anything, it is said") {
    const std::string sql = "create table notes (id bigint);\nalter table notes enable row level security;\n";
    const auto ran = [](const std::string& text) {
        MemoryFiles files{{"a.sql", text}};
        return run_on(files, {"--profile", "postgres", "a.sql"}).out;
    };
    CHECK(contains(ran(sql), "warning: no role that clients hold is known here"));
    CHECK(!contains(ran("create role app login;\n" + sql), "no role that clients hold"));
    CHECK(!contains(ran("create table notes (id bigint);\n"), "no role that clients hold"));
}
