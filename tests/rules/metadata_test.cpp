#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"

using namespace rlslint;

namespace {

namespace fs = std::filesystem;

const fs::path root = RLSLINT_SOURCE_DIR;

bool is_kebab_case(std::string_view id) {
    return !id.empty() && id.front() != '-' && id.back() != '-' &&
           std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

bool has_file(const fs::path& folder, std::string_view prefix) {
    if (!fs::is_directory(folder)) return false;
    return std::any_of(fs::directory_iterator{folder}, fs::directory_iterator{},
                       [&](const fs::directory_entry& entry) {
                           return entry.path().filename().string().starts_with(prefix);
                       });
}

std::size_t line_count(const fs::path& file) {
    std::ifstream in{file};
    return static_cast<std::size_t>(std::count(std::istreambuf_iterator<char>{in}, {}, '\n'));
}

/// Every rule's source: the folders of rules/ that are not the profiles.
std::set<std::string> rule_files() {
    std::set<std::string> ids;
    for (const auto& entry : fs::recursive_directory_iterator{root / "rules"}) {
        const bool is_rule =
            entry.path().extension() == ".cpp" && entry.path().parent_path() != root / "rules";
        if (is_rule) ids.insert(entry.path().stem().string());
    }
    return ids;
}

} // namespace

TEST_CASE("a rule's id is its file, its fixture folder and its page") {
    for (const Rule& rule : all_rules()) {
        const RuleInfo& info = *rule.info;
        const std::string id{info.id};
        CAPTURE(id);
        CHECK(is_kebab_case(id));
        const fs::path source = root / "rules" / to_string(info.group) / (id + ".cpp");
        REQUIRE(fs::exists(source));
        CHECK(line_count(source) < 150);
        CHECK(has_file(root / "fixtures/rules" / id, "bad_"));
        CHECK(has_file(root / "fixtures/rules" / id, "good_"));
        CHECK(find_rule(id) == &rule);
    }
    CHECK(find_rule("no-such-rule") == nullptr);
}

TEST_CASE("every rule's source is in the list, once") {
    std::set<std::string> listed;
    for (const Rule& rule : all_rules())
        CHECK(listed.insert(std::string{rule.info->id}).second);
    CHECK(listed == rule_files());
}

TEST_CASE("rules stand in the list by group") {
    const auto by_group = [](const Rule& a, const Rule& b) { return a.info->group < b.info->group; };
    CHECK(std::is_sorted(all_rules().begin(), all_rules().end(), by_group));
}

TEST_CASE("every rule says what people need to know") {
    for (const Rule& rule : all_rules()) {
        const RuleInfo& info = *rule.info;
        CAPTURE(info.id);
        CHECK(!info.doc.summary.empty());
        CHECK(!info.doc.summary.ends_with('.'));
        CHECK(info.doc.summary.find('`') == std::string_view::npos);
        CHECK(info.doc.why.ends_with('.'));
        CHECK(info.doc.when_fine.ends_with('.'));
        CHECK(info.doc.fix.ends_with('.'));
        CHECK(info.doc.bad.ends_with(';'));
        CHECK(info.doc.good.ends_with(';'));
        CHECK(!info.since.empty());
        if (!info.security_severity.empty()) CHECK(!info.cwe.empty());
    }
}

TEST_CASE("the leads name rules that there are") {
    for (const Lead& lead : leads()) {
        CAPTURE(lead.leader);
        CAPTURE(lead.follower);
        REQUIRE(find_rule(lead.leader) != nullptr);
        REQUIRE(find_rule(lead.follower) != nullptr);
        CHECK(find_rule(lead.leader)->info->severity >= find_rule(lead.follower)->info->severity);
    }
}
