#include <doctest/doctest.h>

#include "rlslint/lint/engine.hpp"
#include "rlslint/lint/kit.hpp"

#include "rule_info.hpp"

using namespace rlslint;
using test::rule_info;

namespace {

constexpr RuleInfo zebra = rule_info("zebra", Severity::error);
constexpr RuleInfo apple = rule_info("apple", Severity::warning);
constexpr RuleInfo opt_in = rule_info("opt-in", Severity::warning, false);
constexpr RuleInfo unprotected = rule_info("rls-disabled", Severity::error);
constexpr RuleInfo idle_policies = rule_info("policies-without-rls", Severity::error);
constexpr RuleInfo granted = rule_info("grant-without-rls", Severity::error);

Span at(std::uint32_t source, std::uint32_t begin, std::uint32_t end) {
    return {SourceId{source}, begin, end};
}

void say_nothing(const Model&, Sink&) {}

/// Two files of the user's, one of the profile's, and one made by an EXECUTE in the first.
struct World {
    World() {
        sources.add({.path = "1.sql", .text = "select  1; -- one\nSELECT 1;"});
        sources.add({.path = "2.sql", .text = "select 2;"});
        sources.add({.path = "schema.sql", .text = "select 3;", .profile = true});
        sources.add({.path = "1.sql", .text = "select 4;", .parent = at(0, 7, 9)});
    }

    std::vector<Finding> judge(std::vector<Rule> rules, const Selection& selection = {}) const {
        return rlslint::judge(Model{sources, history, platform}, rules, selection).findings;
    }

    Sources sources;
    History history;
    Platform platform;
};

std::vector<std::string> messages(const std::vector<Finding>& findings) {
    std::vector<std::string> all;
    for (const Finding& finding : findings)
        all.push_back(finding.message);
    return all;
}

using Messages = std::vector<std::string>;

} // namespace

TEST_CASE("findings come by place, the heaviest first, those without a place last") {
    const Rule last{&zebra, [](const Model&, Sink& sink) {
                        sink.report(sink.finding("project", {}, "of the whole project"));
                        sink.report(sink.finding("public.b", at(1, 0, 6), "in the second file"));
                        sink.report(sink.finding("public.a", at(0, 11, 13), "further down"));
                        sink.report(sink.finding("public.a", at(0, 0, 6), "an error"));
                        sink.report(sink.finding("public.a", at(3, 0, 6), "of dynamic SQL, at its EXECUTE"));
                    }};
    const Rule first{&apple, [](const Model&, Sink& sink) {
                         sink.report(sink.finding("public.z", at(0, 0, 6), "a warning"));
                         sink.report(
                             sink.finding("public.a", at(0, 0, 6), "a warning of an earlier subject"));
                     }};
    CHECK(messages(World{}.judge({last, first})) == Messages{"an error", "a warning of an earlier subject",
                                                             "a warning", "of dynamic SQL, at its EXECUTE",
                                                             "further down", "in the second file",
                                                             "of the whole project"});
}

TEST_CASE("a finding is never heavier than its rule, but may be lighter") {
    const Rule rule{&apple, [](const Model&, Sink& sink) {
                        Finding finding = sink.finding("public.a", at(0, 0, 6), "too heavy");
                        finding.severity = Severity::error;
                        sink.report(finding);
                        finding.severity = Severity::info;
                        finding.message = "light";
                        sink.report(finding);
                    }};
    const auto findings = World{}.judge({rule});
    REQUIRE(messages(findings) == Messages{"too heavy", "light"});
    CHECK(findings[0].severity == Severity::warning);
    CHECK(findings[1].severity == Severity::info);
}

TEST_CASE("what the profile made is no finding's place") {
    const Rule rule{&apple, [](const Model&, Sink& sink) {
                        sink.report(sink.finding("auth.users", at(2, 0, 6), "nobody can mend this"));
                    }};
    CHECK(World{}.judge({rule}).empty());
}

TEST_CASE("rules are selected by id, opt-in ones only so") {
    const auto says_hello = [](const Model&, Sink& sink) {
        sink.report(sink.finding("project", {}, "hello"));
    };
    const std::vector<Rule> rules{{&zebra, says_hello}, {&apple, says_hello}, {&opt_in, says_hello}};
    const auto ids = [&](const Selection& selection) {
        Messages selected;
        for (const Finding& finding : World{}.judge(rules, selection))
            selected.emplace_back(finding.rule->id);
        return selected;
    };
    CHECK(ids({}) == Messages{"zebra", "apple"});
    CHECK(ids({.only = {}, .without = {"zebra"}, .with = {}}) == Messages{"apple"});
    CHECK(ids({.only = {"opt-in"}, .without = {}, .with = {}}) == Messages{"opt-in"});
    CHECK(ids({.only = {"opt-in", "zebra"}, .without = {"zebra"}, .with = {}}) == Messages{"opt-in"});
    CHECK(ids({.only = {"no-such-rule"}, .without = {}, .with = {}}).empty());
}

TEST_CASE("a finding that another leads becomes its related place, and takes its own along") {
    const Rule disabled{&unprotected, [](const Model&, Sink& sink) {
                            Finding finding = sink.finding("public.a", at(0, 0, 6), "open");
                            finding.related.push_back({"granted here", at(1, 0, 6)});
                            sink.report(std::move(finding));
                            sink.report(sink.finding("public.b", at(0, 8, 9), "open too"));
                        }};
    const Rule policies{&idle_policies, [](const Model&, Sink& sink) {
                            sink.report(sink.finding("public.a", at(0, 11, 13), "idle"));
                        }};
    const Rule grant{&granted, [](const Model&, Sink& sink) {
                         sink.report(sink.finding("public.a", at(1, 0, 6), "granted"));
                         sink.report(sink.finding("public.c", at(1, 7, 8), "granted elsewhere"));
                     }};

    SUBCASE("of the same object only, along a chain to its first leader") {
        const auto findings = World{}.judge({disabled, policies, grant});
        REQUIRE(messages(findings) == Messages{"open too", "idle", "granted elsewhere"});
        const auto& related = findings[1].related;
        REQUIRE(related.size() == 2);
        CHECK(related[0].message == "rls-disabled: open");
        CHECK(related[0].span == at(0, 0, 6));
        CHECK(related[1].message == "granted here");
    }
    SUBCASE("and one about a policy of that object too") {
        const Rule about_policy{&granted, [](const Model&, Sink& sink) {
                                    sink.report(sink.finding("public.a/p", at(1, 0, 6), "its policy"));
                                    sink.report(sink.finding("public.c/p", at(1, 7, 8), "another's"));
                                }};
        CHECK(messages(World{}.judge({disabled, about_policy})) == Messages{"open", "open too", "another's"});
    }
    SUBCASE("not when the leader is not asked for") {
        const auto findings = World{}.judge({disabled, policies, grant},
                                            {.only = {}, .without = {"policies-without-rls"}, .with = {}});
        CHECK(messages(findings) == Messages{"open", "open too", "granted elsewhere"});
    }
}

TEST_CASE("every pair of leads ends: no rule leads itself, even by way of others") {
    for (const Lead& lead : leads()) {
        std::string_view leader = lead.leader;
        for (std::size_t step = 0; step <= leads().size(); ++step) {
            for (const Lead& next : leads()) {
                if (next.follower == leader) leader = next.leader;
            }
        }
        CHECK(leader != lead.follower);
    }
}

TEST_CASE("fingerprints survive layout, and tell repeats apart") {
    const auto print_of = [](void (*check)(const Model&, Sink&)) { return World{}.judge({{&apple, check}}); };
    const auto loose = print_of(
        [](const Model&, Sink& sink) { sink.report(sink.finding("public.a", at(0, 0, 9), "select  1")); });
    const auto twice = print_of([](const Model&, Sink& sink) {
        sink.report(sink.finding("public.a", at(0, 18, 26), "SELECT 1"));
        sink.report(sink.finding("public.a", at(0, 0, 9), "select  1"));
        sink.report(sink.finding("public.b", at(0, 0, 9), "of another object"));
    });
    REQUIRE(loose.size() == 1);
    REQUIRE(twice.size() == 3);
    CHECK(loose[0].clause == "select 1");
    CHECK(twice[0].fingerprint == loose[0].fingerprint);
    CHECK(twice[1].subject == "public.b");
    CHECK(twice[1].fingerprint != loose[0].fingerprint);
    CHECK(twice[2].clause == loose[0].clause);
    CHECK(twice[2].fingerprint != loose[0].fingerprint);
}

TEST_CASE("fingerprints stay what they are from version to version: baselines hold them") {
    const Rule rule{&apple, [](const Model&, Sink& sink) {
                        sink.report(sink.finding("public.a", at(0, 0, 9), "whatever the message"));
                    }};
    CHECK(World{}.judge({rule}).at(0).fingerprint == 0x930561d96f662193u);
}

TEST_CASE("what is in doubt is withheld, and said by statement and rule") {
    static const auto doubtful = [](const Model& model, Sink& sink) {
        for (int i = 0; i < 3; ++i) {
            Finding finding = sink.finding("x", at(0, 0, 6), "maybe");
            if (i > 0) finding.in_doubt = at(1, 0, 6);
            sink.report(std::move(finding));
        }
        (void)model;
    };
    const World world;
    const Judgement judged = rlslint::judge(Model{world.sources, world.history, world.platform},
                                            std::vector<Rule>{{&apple, doubtful}}, {});
    CHECK(judged.findings.size() == 1);
    REQUIRE(judged.notes.size() == 1);
    CHECK(judged.notes[0].span == at(1, 0, 6));
    CHECK(judged.notes[0].message.starts_with("2 findings are withheld (" + std::string{apple.id} + " 2): "));
}

TEST_CASE("no rule, no finding") { CHECK(World{}.judge({{&apple, say_nothing}}).empty()); }
