#include <doctest/doctest.h>

#include "rlslint/lint/gather.hpp"
#include "rlslint/lint/kit.hpp"

#include "rule_info.hpp"

using namespace rlslint;
using test::rule_info;

namespace {

constexpr RuleInfo apple = rule_info("apple");
constexpr RuleInfo zebra = rule_info("zebra");

struct World {
    World() {
        one = sources.add({.path = "1.sql", .text = "select 1; select 2; select 3;"});
        two = sources.add({.path = "2.sql", .text = "select 4;"});
    }

    [[nodiscard]] static Finding finding(const RuleInfo& rule, Span span, std::string message) {
        Finding finding;
        finding.rule = &rule;
        finding.severity = Severity::warning;
        finding.subject = "public.t";
        finding.message = std::move(message);
        finding.span = span;
        return finding;
    }

    [[nodiscard]] Finding caused(std::uint32_t at, std::string message, const std::string& sql) const {
        Finding about = finding(apple, {one, at, at + 6}, std::move(message));
        about.cause = {"the function", "policy"};
        about.fixes.push_back({"Mend it", Applicability::unsafe, sql, {}});
        about.help = with_sql("Mend it so", sql);
        return about;
    }

    Sources sources;
    SourceId one, two;
};

} // namespace

TEST_CASE("findings with one cause are one, which mends them all") {
    World world;
    std::vector<Finding> findings{world.caused(0, "a", "one;"), world.caused(10, "b", "two;"),
                                  world.caused(20, "c", "one;")};
    findings[0].severity = Severity::info;
    findings[1].related.push_back({"the function", {world.two, 0, 6}});
    findings[2].related.push_back({"the function", {world.two, 0, 6}});
    gather(world.sources, findings);
    REQUIRE(findings.size() == 1);
    const Finding& only = findings[0];
    CHECK(only.message == "b; so it is with 2 more policies");
    CHECK(only.fixes.at(0).sql == "two;\none;");
    CHECK(only.help == "Mend it so:\n    two;\n    one;");
    REQUIRE(only.related.size() == 3);
    CHECK(only.related[0].message == "the function");
    CHECK(only.related[1].message == "a");
    CHECK(only.related[2].message == "c");
    CHECK(only.gathered.size() == 2);
}

TEST_CASE("what is silenced stands by itself") {
    World world;
    std::vector<Finding> findings{world.caused(0, "a", "one;"), world.caused(10, "b", "two;"),
                                  world.caused(20, "c", "one;")};
    findings[0].suppressed = Suppression{Suppression::By::comment, "meant so"};
    gather(world.sources, findings);
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].message == "a");
    CHECK(findings[1].message == "b; so it is with 1 more policy");
}

TEST_CASE("what is said again in the same words is said once a file") {
    World world;
    std::vector<Finding> findings{
        World::finding(apple, {world.one, 0, 6}, "a"), World::finding(zebra, {world.one, 0, 6}, "a"),
        World::finding(apple, {world.one, 10, 16}, "a"), World::finding(apple, {world.one, 20, 26}, "b"),
        World::finding(apple, {world.two, 0, 6}, "a")};
    gather(world.sources, findings);
    REQUIRE(findings.size() == 4);
    CHECK(findings[0].message == "a; so it is in 1 more place");
    REQUIRE(findings[0].related.size() == 1);
    CHECK(findings[0].related[0].message == "here too");
    CHECK(findings[1].message == "a");
    CHECK(findings[2].message == "b");
    CHECK(findings[3].span.source == world.two);
}
