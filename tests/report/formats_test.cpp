#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "sample.hpp"

using namespace rlslint;
using nlohmann::json;
using test::Sample;

namespace {

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

/// Elements open and close in pairs, attributes are quoted: enough for what is written here.
bool well_formed(std::string_view xml) {
    std::vector<std::string> open;
    for (auto at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
        const std::string_view tag = xml.substr(at + 1, xml.find('>', at) - at - 1);
        if (count(tag, "\"") % 2 != 0 || tag.find('<') != std::string_view::npos) return false;
        const std::string name{tag.substr(0, tag.find_first_of(" /"))};
        if (tag.starts_with('?') || tag.ends_with('/')) continue;
        if (!tag.starts_with('/')) {
            open.push_back(name);
        } else {
            if (open.empty() || open.back() != tag.substr(1)) return false;
            open.pop_back();
        }
    }
    return open.empty();
}

} // namespace

TEST_CASE("GitHub: an annotation at the clause, its text escaped") {
    Sample sample("create table t (a int);\ncreate policy p on t for update using (true);\n", "a,b:c%/1.sql");
    sample.add(sample.at("(true)"), "100 % of rows\nare open").help = "Tie it, to a row: now";
    CHECK(render_github(sample.report) ==
          "::error "
          "file=a%2Cb%3Ac%25/1.sql,line=2,endLine=2,col=39,endColumn=45,title=policy-always-true::100 %25 "
          "of rows%0Aare open%0ATie it, to a row: now\n");
}

TEST_CASE("GitHub: the heaviest first, ten of a kind, and how many there are") {
    Sample sample("select 1;");
    sample.add({}, "small").severity = Severity::info;
    for (int i = 0; i < 12; ++i)
        sample.add(sample.at("1"), "big");
    sample.add(sample.at("1"), "hidden").suppressed = Suppression{};
    const std::string out = render_github(sample.report);
    CHECK(count(out, "::error ") == 10);
    CHECK(out.find("10 of 12 error annotations shown") != std::string::npos);
    CHECK(out.find("::notice file=rlslint.toml,line=1,endLine=1,title=") > out.find("::error "));
    CHECK(out.find("hidden") == std::string::npos);
}

TEST_CASE("GitLab: what Code Quality asks for") {
    Sample sample("create table t (a int);\ncreate policy p on t for update using (true);\n");
    sample.add(sample.at("(true)"));
    Finding& other = sample.add({}, test::hostile);
    other.project = 1;
    other.severity = Severity::info;
    const json out = json::parse(render_gitlab(sample.report));
    REQUIRE(out.size() == 2);
    CHECK(out[0] ==
          json::parse(R"({"description": "everyone may change every row", "check_name": "policy-always-true",
        "fingerprint": "0000000000000abc", "severity": "critical",
        "location": {"path": "db/1.sql", "lines": {"begin": 2, "end": 2}}})"));
    CHECK(out[1]["fingerprint"] != out[0]["fingerprint"]);
    CHECK(out[1]["severity"] == "info");
}

TEST_CASE("JUnit: findings fail, rules without any pass") {
    Sample sample("create policy p on t for update using (true);\n");
    sample.add(sample.at("(true)")).help = "Tie it";
    sample.add({}).suppressed = Suppression{Suppression::By::comment, "known"};
    const std::string out = render_junit(sample.report);
    CHECK(well_formed(out));
    CHECK(out.find("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"") != std::string::npos);
    CHECK(out.find(
              "<failure type=\"error\" message=\"everyone may change every row\">db/1.sql:1:39: everyone may "
              "change every row&#10;Tie it</failure>") != std::string::npos);
    CHECK(out.find("<skipped message=\"known\"/>") != std::string::npos);
}

TEST_CASE("JUnit: a project without findings passes by its rules") {
    Sample sample("");
    sample.report.projects[0].root = "a & b";
    const std::string out = render_junit(sample.report);
    CHECK(well_formed(out));
    CHECK(out.find("<testsuite name=\"a &amp; b\" tests=\"1\" failures=\"0\"") != std::string::npos);
    CHECK(out.find("name=\"policy-always-true\"/>") != std::string::npos);
}

TEST_CASE("Markdown: heaviest first, fixes as code, nothing of others as markup") {
    Sample sample("create policy p on t for update using (true);\n", "db/[x](y)_1.sql");
    sample.report.summary.errors = 1;
    sample.add({}, "@everyone <script>").severity = Severity::warning;
    sample.add(sample.at("(true)")).fixes = {{"Tie it", Applicability::unsafe, "select '```';", {}}};
    const std::string out = render_markdown(sample.report);
    CHECK(out.starts_with("## rlslint: 1 error, 0 warnings, 0 infos\n"));
    CHECK(out.find("**error**") < out.find("**warning**"));
    CHECK(out.find("  ````sql\n  select '```';\n  ````\n") != std::string::npos);
    CHECK(out.find("@everyone") == std::string::npos);
    CHECK(out.find("<script>") == std::string::npos);
    CHECK(out.find("[x](y)") == std::string::npos);
}

TEST_CASE("Markdown: what has no room is counted") {
    Sample sample("select 1;");
    for (int i = 0; i < 10'000; ++i)
        sample.add(sample.at("1"), "a finding with some words in it");
    const std::string out = render_markdown(sample.report);
    CHECK(out.size() <= 65'000);
    CHECK(out.find(" more, for which there is no room here.") != std::string::npos);
    CHECK(out.find("profile supabase") != std::string::npos);
}

TEST_CASE("no format chokes on hostile text") {
    Sample sample(test::hostile, test::hostile);
    Finding& finding =
        sample.add({sample.file, 0, static_cast<std::uint32_t>(test::hostile.size())}, test::hostile);
    finding.help = finding.subject = test::hostile;
    finding.fixes = {{test::hostile, Applicability::display, test::hostile, {}}};
    CHECK(count(render_github(sample.report), "\n") == 1);
    CHECK(json::parse(render_gitlab(sample.report)).size() == 1);
    CHECK(well_formed(render_junit(sample.report)));
    CHECK(render_markdown(sample.report).find('\x1b') == std::string::npos);
}
