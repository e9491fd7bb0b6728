#include <doctest/doctest.h>

#include "sample.hpp"

using namespace rlslint;
using test::Sample;

namespace {

std::string text_of(const Sample& sample, TextOptions options = {}) {
    return render_text(sample.report, options);
}

/// What is written about the findings, without the summary.
std::string findings_of(const Sample& sample, TextOptions options = {}) {
    const std::string text = text_of(sample, options);
    return text.substr(0, text.find("Profile "));
}

} // namespace

TEST_CASE("a finding is its place, what it says, the line, and what to do") {
    Sample sample("create table t (a int);\ncreate policy p on t for update using (true);\n");
    Finding& finding = sample.add(sample.at("using (true)"));
    finding.related.push_back({"created here", sample.at("t (a int)")});
    finding.related.push_back({"granted by default", {}});
    finding.help = "Tie rows to their owner:\n    alter policy p on t\n        using (a = 1);";
    CHECK(findings_of(sample) == R"(db/1.sql:2:33: error: everyone may change every row [policy-always-true]
  2 | create policy p on t for update using (true);
    |                                 ^^^^^^^^^^^^
  db/1.sql:1:14: note: created here
  note: granted by default
  help: Tie rows to their owner:
      alter policy p on t
          using (a = 1);

)");
}

TEST_CASE(
    "findings of several files stand below each file's name, and the errors are told again at the end") {
    Sample sample("using (true)");
    sample.add(sample.at("true"), "first");
    sample.add(sample.at("true"), "second").severity = Severity::warning;
    const SourceId other = sample.sources.add({"db/2.sql", "using (true)", Encoding::utf8, {}, false});
    sample.add(sample.at("true", other), "third").severity = Severity::info;
    sample.add({}, "whole").severity = Severity::info;
    sample.report.by_rule = {{"policy-always-true", 7}};
    const std::string text = text_of(sample);
    CHECK(text.starts_with("── db/1.sql ── 1 error, 1 warning\n\ndb/1.sql:1:8: error: first"));
    CHECK(text.find("\n── db/2.sql ── 1 info\n\ndb/2.sql:1:8: info: third") != std::string::npos);
    CHECK(text.find("\n── the project as a whole ── 1 info\n\ninfo: whole") != std::string::npos);
    CHECK(
        text.ends_with("By rule: policy-always-true 7\nErrors first:\n"
                       "  0000000000000abc db/1.sql:1:8: first [policy-always-true]\n"
                       "The whole story of a finding: rlslint explain FINGERPRINT (of others: --verbose)\n"));
    CHECK(text_of(sample, {.findings_only = true}).starts_with("db/1.sql:1:8: error: first"));
    CHECK(text_of(sample, {.fingerprints = true}).find("  its story: rlslint explain 0000000000000abc\n") !=
          std::string::npos);
}

TEST_CASE("of very many errors the end lists the first ones") {
    Sample sample("using (true)");
    for (int i = 0; i < 25; ++i)
        sample.add(sample.at("true"));
    CHECK(text_of(sample).find("  … and 5 more\n") != std::string::npos);
}

TEST_CASE("the profile's SQL is told from the project's files") {
    Sample sample("using (true)");
    const SourceId profile =
        sample.sources.add({"supabase/schema.sql", "grant select", Encoding::utf8, {}, true});
    sample.add(sample.at("true")).related.push_back({"granted here", sample.at("grant", profile)});
    CHECK(text_of(sample).find("  profile supabase, schema.sql:1:1: note: granted here\n") !=
          std::string::npos);
}

TEST_CASE("the summary names profile, era, layout, coverage and counts") {
    Sample sample("");
    Summary& summary = sample.report.projects[0].summary;
    summary = {5, 120, 2, 1, 1, 3, 1, 0, 2, {43, 41}};
    sample.report.summary = summary;
    CHECK(text_of(sample) == R"(Profile supabase, era explicit-grants: asked for by --profile
Layout supabase: 5 files, 120 statements, 2 unmodelled, 1 undetermined, 1 syntax error
Coverage: 41 of 43 reachable tables protected, 95.3 %
3 errors, 1 warning, 0 infos, 2 suppressed
)");
    sample.report.projects[0].era = "";
    sample.report.projects[0].summary = {};
    sample.report.projects.push_back(sample.report.projects[0]);
    sample.report.projects[1].root = "apps/b";
    sample.report.summary = {};
    CHECK(text_of(sample) == R"(.
Profile supabase: asked for by --profile
Layout supabase: 0 files, 0 statements, 0 unmodelled, 0 undetermined, 0 syntax errors
Coverage: clients reach no table of an exposed schema
apps/b
Profile supabase: asked for by --profile
Layout supabase: 0 files, 0 statements, 0 unmodelled, 0 undetermined, 0 syntax errors
Coverage: clients reach no table of an exposed schema
0 errors, 0 warnings, 0 infos
)");
}

TEST_CASE("coverage is never rounded up") {
    CHECK(Coverage{3, 2}.percent() == doctest::Approx(66.6));
    CHECK(Coverage{100000, 99999}.percent() == doctest::Approx(99.9));
    CHECK(Coverage{7, 7}.percent() == doctest::Approx(100.0));
    CHECK(Coverage{0, 0}.percent() == std::nullopt);
}

TEST_CASE("marks stand under what they mark, whatever its width") {
    Sample tabs("\tusing\t(true)");
    tabs.add(tabs.at("(true)"));
    CHECK(findings_of(tabs).find("  1 |     using   (true)\n    |             ^^^^^^\n") !=
          std::string::npos);
    Sample wide("名 'é' e\xCC\x81 😀 (true) -- 表");
    wide.add(wide.at("(true)"));
    CHECK(findings_of(wide).find("    |             ^^^^^^\n") != std::string::npos);
    Sample point("select");
    point.add({point.file, 6, 6});
    CHECK(findings_of(point).find("  1 | select\n    |       ^\n") != std::string::npos);
}

TEST_CASE("a clause of several lines is marked on each, up to the fourth") {
    Sample sample("using (\n  a = 1\n\n  and b = 2 \n)");
    sample.add({sample.file, 0, 33});
    CHECK(findings_of(sample).find("  1 | using (\n    | ^^^^^^^\n  2 |   a = 1\n    |   ^^^^^\n"
                                   "  4 |   and b = 2 \n    |   ^^^^^^^^^\n  5 | )\n    | ^\n") !=
          std::string::npos);
    Sample longer("(\n1\n2\n3\n4\n5\n)");
    longer.add({longer.file, 0, 13});
    CHECK(findings_of(longer).find("  4 | 3\n    | ^\n    | … to line 7\n") != std::string::npos);
}

TEST_CASE("of a long line the part around the mark is shown") {
    const std::string filler(100'000, 'x');
    Sample sample(filler + " using (true) " + filler);
    sample.add(sample.at("using (true)"));
    const std::string text = findings_of(sample, {.color = false, .width = 60});
    CHECK(text.size() < 400);
    CHECK(text.find("  1 | …xxxxxxxxxxxxxxxx using (true) xxxxxxxxxxxxxxxxxxxxxx…\n"
                    "    |                   ^^^^^^^^^^^^\n") != std::string::npos);
    Sample all(filler);
    all.add({all.file, 0, 100'000});
    CHECK(findings_of(all, {.color = false, .width = 60}).size() < 400);
    Sample narrow("using (true)");
    narrow.add(narrow.at("true"));
    CHECK(findings_of(narrow, {.color = false, .width = 0}).find("using (true)\n") != std::string::npos);
}

TEST_CASE("generated SQL is shown below the EXECUTE that runs it") {
    Sample sample("do $$ begin execute format('…', t); end $$;");
    const SourceId made = sample.sources.add({"", "create policy p on t using (true)", Encoding::utf8,
                                              sample.at("execute format('…', t)"), false});
    sample.add(sample.at("true", made));
    CHECK(findings_of(sample).starts_with(
        R"(db/1.sql:1:13: error: everyone may change every row [policy-always-true]
  1 | do $$ begin execute format('…', t); end $$;
    |             ^^^^^^^^^^^^^^^^^^^^^^
  in the SQL that is run here:
  1 | create policy p on t using (true)
    |                             ^^^^
)"));
}

TEST_CASE("a finding about the project as a whole needs no place, a suppressed one is not shown") {
    Sample sample("");
    sample.add({});
    sample.add({}, "silenced").suppressed = Suppression{Suppression::By::comment, "known"};
    CHECK(findings_of(sample) == "error: everyone may change every row [policy-always-true]\n\n");
}

TEST_CASE("notes about the run come before the summary") {
    Sample sample("\\i other.sql\n");
    sample.report.notes = {{Severity::info, "decoded from UTF-16LE", {}, "db/2.sql"},
                           {Severity::warning, "not followed", sample.at("\\i"), ""}};
    CHECK(findings_of(sample) ==
          "db/2.sql: note: decoded from UTF-16LE\ndb/1.sql:1:1: warning: not followed\n\n");
}

TEST_CASE("what comes from files cannot steer the terminal") {
    Sample sample(test::hostile, "db/\x1b]0;title\x07.sql");
    Finding& finding = sample.add(sample.at("%"), test::hostile);
    finding.help = test::hostile;
    finding.related.push_back({test::hostile, sample.at("end")});
    sample.report.notes.push_back({Severity::info, test::hostile, {}, test::hostile});
    sample.report.projects[0].why = test::hostile;
    const std::string text = text_of(sample);
    for (const char* bad : {"\x1b", "\x07", "\r", "\t", "\xff", "\xed\xa0\x80", "\xe2\x80\xae"}) {
        CHECK(text.find(bad) == std::string::npos);
    }
}

TEST_CASE("colour only where it is asked for") {
    Sample sample("using (true)");
    sample.add(sample.at("true")).help = "do something";
    CHECK(text_of(sample).find('\x1b') == std::string::npos);
    const std::string text = text_of(sample, {.color = true, .width = 100});
    CHECK(text.find("\x1b[1m\x1b[31merror\x1b[0m") != std::string::npos);
    CHECK(text.find("\x1b[1m\x1b[31m^^^^\x1b[0m") != std::string::npos);
}

TEST_CASE("help is wrapped for a terminal, its SQL is not") {
    Sample sample("select 1;");
    sample.add({}).help = "one two three four five six\n    select one, two, three, four, five, six;\nseven";
    TextOptions options;
    options.width = 24;
    CHECK(render_text(sample.report, options).find("  help: one two three four five six\n") !=
          std::string::npos);
    options.wrap = true;
    CHECK(render_text(sample.report, options)
              .find("  help: one two three\n        four five six\n      select one, two, three, four, five, "
                    "six;\n  seven\n") != std::string::npos);
}

TEST_CASE("the time is told where reports may differ by it") {
    Sample sample("select 1;");
    CHECK(render_text(sample.report, {}).find(" s)") == std::string::npos);
    sample.report.seconds = 1.24;
    CHECK(render_text(sample.report, {}).find("0 infos (1.2 s)\n") != std::string::npos);
}
