#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/text/line_index.hpp"

#include "sample.hpp"

using namespace rlslint;
using nlohmann::json;
using test::Sample;

namespace {

json run_of(const Sample& sample) {
    const json log = json::parse(render_sarif(sample.report));
    CHECK(log["version"] == "2.1.0");
    CHECK(log["$schema"].is_string());
    REQUIRE(log["runs"].size() == 1);
    return log["runs"][0];
}

/// The fingerprints that code scanning gives the lines of a text.
std::vector<std::string> line_hashes(const std::string& text, std::size_t lines,
                                     Encoding encoding = Encoding::utf8) {
    Sample sample("");
    const SourceId file = sample.sources.add({"a.sql", text, encoding, {}, false});
    const LineIndex index(text);
    for (std::uint32_t line = 1; line <= lines; ++line) {
        const std::uint32_t at = index.offset({line, 1});
        sample.add({file, at, at});
    }
    std::vector<std::string> hashes;
    const json run = run_of(sample);
    for (const json& result : run["results"]) {
        hashes.push_back(result["partialFingerprints"].value("primaryLocationLineHash", ""));
    }
    return hashes;
}

} // namespace

TEST_CASE("SARIF lists every rule, with what code scanning wants to know") {
    Sample sample("select 1");
    sample.report.home = "https://example.org/rlslint";
    const json driver = run_of(sample)["tool"]["driver"];
    CHECK(driver["name"] == "rlslint");
    CHECK(driver["semanticVersion"] == "0.1.0");
    CHECK(driver["informationUri"] == "https://example.org/rlslint");
    REQUIRE(driver["rules"].size() == 2);
    const json& open = driver["rules"][0];
    CHECK(open["id"] == "policy-always-true");
    CHECK(open["name"] == "PolicyAlwaysTrue");
    CHECK(open["shortDescription"]["text"] == "A policy lets everyone in.");
    CHECK(open["help"]["markdown"].get<std::string>().find("```sql\nselect 1;\n```") != std::string::npos);
    CHECK(open["helpUri"] == "https://example.org/rlslint/blob/main/docs/rules/policy-always-true.md");
    CHECK(open["defaultConfiguration"] == json::parse(R"({"enabled": true, "level": "error"})"));
    CHECK(open["properties"] == json::parse(R"({"tags": ["policies", "security", "external/cwe/cwe-863",
        "external/cwe/cwe-1050"], "precision": "very-high", "problem.severity": "error", "security-severity": "9.1"})"));
    const json& slow = driver["rules"][1];
    CHECK(slow["defaultConfiguration"] == json::parse(R"({"enabled": false, "level": "note"})"));
    CHECK(slow["properties"] ==
          json::parse(
              R"({"tags": ["performance"], "precision": "high", "problem.severity": "recommendation"})"));
}

TEST_CASE("rules refer to MITRE's weaknesses") {
    const json run = run_of(Sample("select 1"));
    const json& taxonomy = run["taxonomies"][0];
    CHECK(taxonomy["name"] == "CWE");
    CHECK(taxonomy["taxa"][0]["id"] == "863");
    CHECK(taxonomy["taxa"][1]["id"] == "1050");
    const json& driver = run["tool"]["driver"];
    CHECK(driver["supportedTaxonomies"] == json::parse(R"([{"name": "CWE", "index": 0}])"));
    CHECK(driver["rules"][0]["relationships"][0] == json::parse(R"(
        {"target": {"id": "863", "toolComponent": {"name": "CWE", "index": 0}}, "kinds": ["superset"]})"));
}

TEST_CASE("a result has its rule, place, related places and fingerprints") {
    Sample sample("create table t (a int);\ncreate policy p on t for update using (true);\n", "db/ä b.sql");
    Finding& finding = sample.add(sample.at("(true)"));
    finding.rule = &Sample::slow_rule;
    finding.severity = Severity::info;
    finding.help = "Tie it";
    const SourceId profile =
        sample.sources.add({"supabase/schema.sql", "grant all", Encoding::utf8, {}, true});
    finding.related = {{"created here", sample.at("t (a int)")}, {"granted", sample.at("grant", profile)}};
    const json run = run_of(sample);
    const json& result = run["results"][0];
    CHECK(result["ruleId"] == "auth-call-per-row");
    CHECK(result["ruleIndex"] == 1);
    CHECK(result["level"] == "note");
    CHECK(result["message"]["text"] == "everyone may change every row");
    CHECK(result["locations"] == json::parse(R"([{
        "physicalLocation": {"artifactLocation": {"uri": "db/%C3%A4%20b.sql", "uriBaseId": "%SRCROOT%"},
                             "region": {"startLine": 2, "startColumn": 39, "endLine": 2, "endColumn": 45}},
        "logicalLocations": [{"fullyQualifiedName": "public.t/p"}]}])"));
    CHECK(result["relatedLocations"].size() == 2);
    CHECK(result["relatedLocations"][0]["physicalLocation"]["region"]["startColumn"] == 14);
    CHECK_FALSE(result["relatedLocations"][1].contains("physicalLocation"));
    CHECK(result["partialFingerprints"]["rlslint/v1"] == "0000000000000abc");
    CHECK(result["properties"]["help"] == "Tie it");
    CHECK(run["columnKind"] == "unicodeCodePoints");
    CHECK(run["originalUriBaseIds"].contains("%SRCROOT%"));
    CHECK(run["automationDetails"]["id"] == "rlslint/");
}

TEST_CASE("what has no place stands at the project's anchor") {
    Sample sample("select 1");
    sample.add({}).subject = "project";
    const json where = run_of(sample)["results"][0]["locations"][0]["physicalLocation"];
    CHECK(where["artifactLocation"]["uri"] == "rlslint.toml");
    CHECK(where["region"] == json{{"startLine", 1}});
}

TEST_CASE("only fixes that edit a file are SARIF's") {
    Sample sample("create policy p on t using (auth.uid() = a);");
    Finding& finding = sample.add(sample.at("auth.uid()"));
    finding.fixes = {{"Wrap", Applicability::safe, "(select auth.uid())", sample.at("auth.uid()")},
                     {"Add", Applicability::unsafe, "alter policy p on t using (false);", {}}};
    const json fixes = run_of(sample)["results"][0]["fixes"];
    REQUIRE(fixes.size() == 1);
    CHECK(fixes[0]["artifactChanges"][0]["replacements"][0] == json::parse(R"json({
        "deletedRegion": {"startLine": 1, "startColumn": 29, "endLine": 1, "endColumn": 39},
        "insertedContent": {"text": "(select auth.uid())"}})json"));
}

TEST_CASE("what could not be read is told by the invocation") {
    Sample sample("select 1");
    sample.report.notes = {{Severity::info, "decoded from UTF-16LE", {}, "a.sql"}};
    CHECK(run_of(sample)["invocations"][0]["executionSuccessful"] == true);
    sample.report.notes.push_back({Severity::error, "cannot be read: Permission denied", {}, "b.sql"});
    const json invocation = run_of(sample)["invocations"][0];
    CHECK(invocation["executionSuccessful"] == false);
    CHECK(invocation["toolExecutionNotifications"][1] == json::parse(R"({
        "level": "error", "message": {"text": "cannot be read: Permission denied"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "b.sql", "uriBaseId": "%SRCROOT%"}}}]})"));
}

TEST_CASE("suppressed results say by what") {
    Sample sample("select 1");
    sample.add(sample.at("1")).suppressed = Suppression{Suppression::By::file, "known"};
    sample.add(sample.at("1")).suppressed = Suppression{Suppression::By::baseline, ""};
    const json results = run_of(sample)["results"];
    CHECK(results[0]["suppressions"] == json::parse(R"([{"kind": "inSource", "justification": "known"}])"));
    CHECK(results[1]["suppressions"][0]["kind"] == "external");
}

TEST_CASE("SARIF survives any text") {
    Sample sample(test::hostile, test::hostile);
    Finding& finding = sample.add(sample.at("end"), test::hostile);
    finding.related.push_back({test::hostile, sample.at("\xff")});
    finding.fixes.push_back({test::hostile, Applicability::safe, test::hostile, sample.at("%")});
    sample.report.notes.push_back({Severity::error, test::hostile, {}, test::hostile});
    const json result = run_of(sample)["results"][0];
    const std::string uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    CHECK(uri.find_first_of(" \"\\<>\n\x1b") == std::string::npos);
    CHECK(uri.find("%FF%FE") != std::string::npos);
}

/// The values were checked against GitHub's own implementation.
TEST_CASE("line fingerprints are those that code scanning computes") {
    using Hashes = std::vector<std::string>;
    CHECK(line_hashes("", 1) == Hashes{"c129715d7a2bc9a3:1"});
    const Hashes three =
        line_hashes("create table t (a int);\n\n  \talter table t enable row level security;", 3);
    CHECK(three == Hashes{"421b099ce37f2885:1", "90a77790a2298f57:1", "f01421e170e12529:1"});
    CHECK(line_hashes("create table t (a int);\r\n\r\n alter table t enable row level security;", 3) ==
          three);
    CHECK(line_hashes("create table t (a int);\n\n  \talter table t enable row level security;", 1,
                      Encoding::utf16_le) == Hashes{""});
    CHECK(line_hashes("select 'ä', '😀', '\xff';", 1, Encoding::utf8_bom) == Hashes{"417d88ab355fc049:1"});
    std::string same;
    for (int i = 0; i < 6; ++i)
        same += "grant select on all tables in schema public to anon;\n";
    same.pop_back();
    CHECK(line_hashes(same, 6) == Hashes{"eb1a8b7a4a4ed613:1", "eb1a8b7a4a4ed613:2", "eb1a8b7a4a4ed613:3",
                                         "eb1a8b7a4a4ed613:4", "500b65e5e95b4f65:1", "a3624dd1e9dae1c5:1"});
}

TEST_CASE("SARIF: steps are a code flow, and suppressions are of all results or none") {
    Sample sample("create policy p on t using (true);\n");
    RuleInfo cycle = Sample::open_rule;
    cycle.id = "recursive-policy";
    Finding& finding = sample.add(sample.at("(true)"));
    finding.rule = &cycle;
    finding.related = {{"a policy of t", sample.at("p on")}, {"reads t again", {}}};
    const auto alone = nlohmann::json::parse(render_sarif(sample.report))["runs"][0]["results"][0];
    CHECK_FALSE(alone.contains("suppressions"));
    const auto& steps = alone["codeFlows"][0]["threadFlows"][0]["locations"];
    REQUIRE(steps.size() == 2);
    CHECK(steps[0]["location"]["message"]["text"] == "a policy of t");
    CHECK(steps[0]["location"]["physicalLocation"]["region"]["startColumn"] == 15);
    CHECK(steps[1]["location"]["physicalLocation"]["region"]["startColumn"] == 28);
    sample.add({}).suppressed = Suppression{};
    const auto both = nlohmann::json::parse(render_sarif(sample.report))["runs"][0]["results"];
    CHECK(both[0]["suppressions"] == nlohmann::json::array());
    CHECK(both[1]["suppressions"].size() == 1);
}
