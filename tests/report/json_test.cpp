#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/json_schema.hpp"

#include "sample.hpp"

using namespace rlslint;
using nlohmann::json;
using test::Sample;

namespace {

json checked(const Sample& sample) {
    const json output = json::parse(render_json(sample.report));
    const auto schema = test::JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/check.schema.json");
    CHECK(schema.check(output) == "");
    return output;
}

} // namespace

TEST_CASE("JSON has all that is known of a finding") {
    Sample sample("create table t (a int);\ncreate policy p on t for update using (true);\n");
    Finding& finding = sample.add(sample.at("(true)"));
    finding.help = "Tie it";
    finding.related = {{"created here", sample.at("t (a int)")}, {"by default", {}}};
    finding.fixes = {{"Tie it", Applicability::unsafe, "alter policy p on t using (a = 1);", {}}};
    finding.witness =
        Witness{"anon", {{"request.jwt.claims", "{}"}}, {{{"a", "1"}}}, std::nullopt, "update t set a = 2"};
    finding.suppressed = Suppression{Suppression::By::config, "known"};
    const json output = checked(sample);
    CHECK(output["findings"][0] == json::parse(R"({
        "rule": "policy-always-true", "severity": "error", "project": 0, "subject": "public.t/p",
        "message": "everyone may change every row", "help": "Tie it",
        "location": {"file": "db/1.sql", "start": {"line": 2, "column": 39}, "end": {"line": 2, "column": 45}},
        "generated": null,
        "related": [{"message": "created here",
                     "location": {"file": "db/1.sql", "start": {"line": 1, "column": 14}, "end": {"line": 1, "column": 23}}},
                    {"message": "by default", "location": null}],
        "fixes": [{"title": "Tie it", "applicability": "unsafe", "sql": "alter policy p on t using (a = 1);"}],
        "witness": {"role": "anon", "settings": {"request.jwt.claims": "{}"}, "row": {"a": "1"}, "new_row": null,
                    "sql": "update t set a = 2"},
        "fingerprint": "0000000000000abc", "suppressed": {"by": "config", "reason": "known"}})"));
    CHECK(output["tool"] == json{{"version", "0.1.0"}, {"grammar", "17"}});
}

TEST_CASE("JSON has summaries of each project and of all") {
    Sample sample("");
    sample.report.projects[0].summary = {5, 120, 2, 1, 1, 3, 1, 0, 2, {43, 41}};
    const json output = checked(sample);
    CHECK(output["projects"][0]["era"] == "explicit-grants");
    CHECK(output["projects"][0]["why"] == "asked for by --profile");
    CHECK(output["projects"][0]["summary"]["statements"] == 120);
    CHECK(output["projects"][0]["summary"]["coverage"] ==
          json::parse(R"({"reachable_tables": 43, "protected": 41, "percent": 95.3})"));
    CHECK(output["summary"]["coverage"]["percent"].is_null());
}

TEST_CASE("generated SQL is placed at its EXECUTE, the profile nowhere but as a related place") {
    Sample sample("do $$ begin execute x; end $$;");
    const SourceId made =
        sample.sources.add({"", "drop table t", Encoding::utf8, sample.at("execute x"), false});
    const SourceId profile =
        sample.sources.add({"supabase/schema.sql", "grant all", Encoding::utf8, {}, true});
    sample.add(sample.at("drop table t", made));
    sample.add(sample.at("grant", profile)).related.push_back({"granted here", sample.at("grant", profile)});
    const json output = checked(sample);
    CHECK(output["findings"][0]["location"]["start"]["column"] == 13);
    CHECK(output["findings"][0]["generated"] == json{{"sql", "drop table t"}});
    CHECK(output["findings"][1]["location"].is_null());
    CHECK(output["findings"][1]["related"][0]["location"]["file"] == "supabase/schema.sql");
}

TEST_CASE("JSON survives any text") {
    Sample sample(test::hostile, test::hostile);
    Finding& finding = sample.add(sample.at("end"), test::hostile);
    finding.subject = finding.help = test::hostile;
    finding.related.push_back({test::hostile, sample.at("\xff")});
    finding.fixes.push_back({test::hostile, Applicability::safe, test::hostile, {}});
    finding.witness =
        Witness{test::hostile, {{test::hostile, test::hostile}}, {{{test::hostile, ""}}}, {}, test::hostile};
    const json output = checked(sample);
    CHECK(output["findings"][0]["message"].get<std::string>().find("\xEF\xBF\xBD") != std::string::npos);
    CHECK(output["findings"][0]["location"]["start"]["line"] == 3);
}

TEST_CASE("JSON is the same for the same report, and empty lists are lists") {
    Sample sample("select 1");
    sample.report.projects.clear();
    CHECK(render_json(sample.report) == render_json(sample.report));
    CHECK(checked(sample)["findings"] == json::array());
    CHECK(checked(sample)["projects"] == json::array());
    CHECK(render_json(sample.report).starts_with("{\n  \"version\": 1,\n  \"tool\": {"));
}

TEST_CASE("the schema refuses what is not in the contract") {
    const auto schema = test::JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/check.schema.json");
    Sample sample("select 1");
    sample.add(sample.at("1"));
    const json right = json::parse(render_json(sample.report));
    json wrong = right;
    wrong["findings"][0]["extra"] = 1;
    CHECK(schema.check(wrong) == "$.findings[0] has the unknown key extra");
    wrong = right;
    wrong["findings"][0].erase("rule");
    CHECK(schema.check(wrong).starts_with("$.findings[0] breaks required"));
    wrong = right;
    wrong["findings"][0]["location"]["start"]["line"] = 0;
    CHECK(schema.check(wrong).starts_with("$.findings[0].location breaks anyOf"));
    wrong = right;
    wrong["findings"][0]["fingerprint"] = "abc";
    CHECK(schema.check(wrong).starts_with("$.findings[0].fingerprint breaks pattern"));
    wrong = right;
    wrong["version"] = 2;
    CHECK(schema.check(wrong) == "$.version breaks const 1");
}
