// Every format, with more findings and harder text than anyone will see.

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "sample.hpp"

using namespace rlslint;
using nlohmann::json;
using test::Sample;

namespace {

constexpr std::size_t many = 10'000;

/// Findings all over a file of many lines, each with something of everything.
void fill(Sample& sample) {
    const auto lines = static_cast<std::uint32_t>(many);
    for (std::uint32_t i = 0; i < lines; ++i) {
        Finding& finding = sample.add({sample.file, i * 10, i * 10 + 9}, test::hostile);
        finding.fingerprint = i;
        finding.severity = i % 3 == 0 ? Severity::error : i % 3 == 1 ? Severity::warning : Severity::info;
        finding.related = {{test::hostile, {sample.file, i * 10, i * 10 + 1}}};
        finding.help = test::hostile;
    }
}

std::string many_lines() {
    std::string text;
    for (std::size_t i = 0; i < many; ++i)
        text += "select 1;\n";
    return text;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

} // namespace

TEST_CASE("10,000 findings with hostile text, in every format") {
    Sample sample(many_lines());
    fill(sample);
    CHECK(json::parse(render_json(sample.report))["findings"].size() == many);
    CHECK(json::parse(render_sarif(sample.report))["runs"][0]["results"].size() == many);
    CHECK(json::parse(render_gitlab(sample.report)).size() == many);
    CHECK(count(render_junit(sample.report), "<testcase ") >= many);
    CHECK(count(render_html(sample.report), "class=\"item\"") == many);
    CHECK(count(render_text(sample.report, {.findings_only = true}), "[policy-always-true]\n") == many);
    CHECK(render_markdown(sample.report).size() <= 65'000);
    CHECK(count(render_github(sample.report), "\n") <= 40);
}

TEST_CASE("a line of a million characters does not make a report of millions") {
    std::string sql(1'000'000, 'x');
    sql.replace(500'000, 6, "(true)");
    Sample sample(sql);
    sample.add(sample.at("(true)"));
    for (const std::string& report :
         {render_text(sample.report, {}), render_html(sample.report), render_markdown(sample.report),
          render_github(sample.report), render_gitlab(sample.report), render_junit(sample.report),
          render_json(sample.report), render_sarif(sample.report)})
        CHECK(report.size() < 30'000);
}
