// The examples in the rules' own documentation: the bad one gives exactly its own finding, the good
// one none, with every rule on that is on by default, and the rule itself.

#include <doctest/doctest.h>

#include "rlslint/rules/all.hpp"

#include "rule_fixtures/judged.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// An example is one file, or several where it says so.
std::vector<File> files_of(std::string_view sql) {
    constexpr std::string_view next = "-- next migration:\n";
    std::vector<File> files;
    for (std::size_t at = 0; at != sql.npos;) {
        const std::size_t end = sql.find(next, at);
        files.push_back({std::to_string(files.size() + 1) + ".sql", std::string{sql.substr(at, end - at)}});
        at = end == sql.npos ? end : end + next.size();
    }
    return files;
}

std::vector<std::string> rules_found(const RuleInfo& info, std::string_view sql) {
    const Judged judged{files_of(sql), info.id, std::string{info.example_profile}};
    std::vector<std::string> ids;
    for (const Finding& finding : judged.findings())
        ids.emplace_back(finding.rule->id);
    return ids;
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("each rule's bad example gives its own finding alone, its good one none") {
    for (const Rule& rule : all_rules()) {
        CAPTURE(rule.info->id);
        CHECK(rules_found(*rule.info, rule.info->doc.bad) == Ids{std::string{rule.info->id}});
        CHECK(rules_found(*rule.info, rule.info->doc.good) == Ids{});
    }
}
