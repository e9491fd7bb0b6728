#include <doctest/doctest.h>

#include "rlslint/report/matrix.hpp"

#include "sample.hpp"

using namespace rlslint;
using test::Sample;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

Matrix matrix() {
    const MatrixCell none{"none", "no-policy", {}, {}, {}};
    const MatrixCell some{
        "some", "policy", "owner = (select auth.uid())", {}, {{"p<1>", true, "a < b", "1.sql:3:15"}}};
    const MatrixCell all{"all", "rls-off", {}, std::vector<std::string>{"id"}, {}};
    Matrix matrix;
    matrix.roles = {"anon", "service_role"};
    matrix.trusted_roles = {"service_role"};
    matrix.commands = {"select", "delete"};
    const auto relation = [&](std::string name, const MatrixCell& cell) {
        MatrixRelation row;
        row.name = std::move(name);
        row.kind = "table";
        row.pattern = "custom";
        row.access = {{"anon", {{"select", cell, {}, {}}, {"delete", none, {}, none}}},
                      {"service_role", {{"select", all, {}, {}}, {"delete", all, {}, all}}}};
        return row;
    };
    matrix.relations = {relation("public.a", none), relation("public.b & c", all),
                        relation("public.d", some)};
    matrix.relations[2].through = {{"anon", "select", {"public.v", "public.w"}, "all"}};
    return matrix;
}

} // namespace

TEST_CASE("HTML: a finding with its place, clause, help and address") {
    Sample sample("create policy p on t\n  for update using (a < 1);\n");
    sample.report.home = "https://example.org/r";
    Finding& finding = sample.add(sample.at("(a < 1)"));
    finding.help = "Tie it";
    finding.fixes = {{"Tie it once", Applicability::display, "Tie\nit", {}}, // the help shows it
                     {"Or drop it", Applicability::display, "drop policy p on t;", {}}};
    finding.related = {{"the table", sample.at("t\n")}};
    const std::string page = render_html(sample.report);
    CHECK(page.starts_with("<!DOCTYPE html>\n"));
    for (const char* part :
         {"<article class=\"item\" id=\"f-0000000000000abc\" data-kind=\"error\">",
          "everyone may change every row</h3>", "db/1.sql:2:20", "href=\"#f-0000000000000abc\"",
          "href=\"https://example.org/r/blob/main/docs/rules/policy-always-true.md\"",
          "   2 |   for update using <mark>(a &lt; 1)</mark>;\n", "<pre>Tie it</pre>",
          "<li>db/1.sql:1:20: the table</li>"}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
    CHECK(contains(page, "<p>Or drop it</p><pre>drop policy p on t;</pre>"));
    CHECK_FALSE(contains(page, "Tie it once"));
}

TEST_CASE("HTML: by file, the suppressed apart; the reader may ask for the heaviest first") {
    Sample sample("select 1;");
    sample.add(sample.at("1"), "a hint").severity = Severity::info;
    sample.add(sample.at("1"), "a hole");
    sample.add(sample.at("1"), "known").suppressed = Suppression{Suppression::By::config, "meant so"};
    sample.add({}, "all of it");
    sample.report.summary.suppressed = 1;
    const std::string page = render_html(sample.report);
    CHECK(contains(page, "<h2>db/1.sql <span class=\"quiet\">1 error, 1 info</span></h2>"));
    CHECK(contains(page, "<h2>the project as a whole <span class=\"quiet\">1 error</span></h2>"));
    CHECK(page.find("a hint") < page.find("a hole"));
    CHECK(page.find("a hole") < page.find("all of it"));
    CHECK(count(page, "class=\"item\"") == 3);
    CHECK(count(page, "class=\"group\"") == 2);
    CHECK(contains(page, "<select id=\"order\""));
    CHECK(contains(page, "<summary>1 suppressed</summary>"));
    CHECK(contains(page, "meant so"));
}

TEST_CASE("HTML: long names break where they are divided, short ones nowhere") {
    Sample sample("select 1;");
    Finding& finding =
        sample.add(sample.at("1"), "anon can read public.a_name_that_is_far_too_long & public.t");
    finding.subject = "public.t";
    const std::string page = render_html(sample.report);
    CHECK(contains(page, "public.a_<wbr>name_<wbr>that_<wbr>is_<wbr>far_<wbr>too_<wbr>long &amp; public.t<"));
    CHECK(contains(page, "· public.t ·"));
}

TEST_CASE("HTML: nothing of others is markup, and no page asks for anything elsewhere") {
    Sample sample(test::hostile, test::hostile);
    Finding& finding = sample.add({sample.file, 0, static_cast<std::uint32_t>(test::hostile.size())},
                                  "</h2><script>alert(1)");
    finding.help = finding.subject = test::hostile;
    finding.fixes = {{test::hostile, Applicability::display, test::hostile, {}}};
    finding.related = {{"' onload='x", {}}};
    const std::string page = render_html(sample.report);
    CHECK(count(page, "<script>") == 1);
    CHECK_FALSE(contains(page, "alert(1)\n"));
    CHECK_FALSE(contains(page, "' onload"));
    CHECK(page.find('\x1b') == std::string::npos);
    CHECK(page.find('\xff') == std::string::npos);
    for (const char* outside : {"src=", "@import", "url(", "http:"})
        CHECK_FALSE(contains(page, outside));
}

TEST_CASE("HTML: a very long line shows the clause and what stands around it") {
    std::string sql(100'000, 'x');
    sql.replace(50'000, 6, "CLAUSE");
    Sample sample(sql);
    sample.add(sample.at("CLAUSE"));
    const std::string page = render_html(sample.report);
    CHECK(contains(page, "xxx<mark>CLAUSE</mark>xxx"));
    CHECK(page.size() < 20'000);
}

TEST_CASE("HTML matrix: the most open first, each cell with its reasons") {
    const std::string page = render_matrix_html(matrix());
    CHECK(page.find("public.b &amp; c</h2>") < page.find("public.d</h2>"));
    CHECK(page.find("public.d</h2>") < page.find("public.a</h2>"));
    for (const char* part :
         {"id=\"public.d\" data-kind=\"some\"", "id=\"r1\" data-kind=\"all\"",
          "<td><a class=\"some\" href=\"#public.d-0-select\">some</a></td>",
          "<div class=\"why\" id=\"public.d-0-select\"><p><b>anon select</b>",
          "<pre>owner = (select auth.uid())</pre>",
          "<li>permissive policy <b>p&lt;1&gt;</b> <span class=\"quiet\">1.sql:3:15</span><pre>a &lt; "
          "b</pre></li>",
          "<p>also all through public.v → public.w</p>", "<code>id</code>", "all (1)", "none (1)"}) {
        CAPTURE(part);
        CHECK(contains(page, part));
    }
    CHECK(contains(render_matrix_html({}), "0 relations"));
}
