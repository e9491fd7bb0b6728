#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "rlslint/rules/all.hpp"
#include "rlslint/rules/docs.hpp"
#include "support/json_schema.hpp"

using namespace rlslint;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path{RLSLINT_SOURCE_DIR} / "docs/rules";

std::map<std::string, std::string> rendered_pages() {
    std::map<std::string, std::string> pages{{"README.md", render_rule_index(all_rules())}};
    for (const Rule& rule : all_rules())
        pages[std::string{rule.info->id} + ".md"] = render_rule_page(*rule.info);
    return pages;
}

std::string text_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::map<std::string, std::string> stored_pages() {
    std::map<std::string, std::string> pages;
    if (!fs::is_directory(folder)) return pages;
    for (const auto& entry : fs::directory_iterator{folder})
        pages[entry.path().filename().string()] = text_of(entry.path());
    return pages;
}

void store(const std::map<std::string, std::string>& pages) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (const auto& [name, text] : pages)
        std::ofstream{folder / name, std::ios::binary} << text;
}

const fs::path changelog = fs::path{RLSLINT_SOURCE_DIR} / "CHANGELOG.md";

/// Adds rules to the first list of rules in the changelog: that of what is not released yet.
void note_in_changelog(const std::vector<std::string>& ids) {
    std::string text = text_of(changelog);
    const std::string_view heading = "\n### Rules\n\n";
    const std::size_t at = text.find(heading);
    REQUIRE(at != std::string::npos);
    std::string lines;
    for (const std::string& id : ids)
        lines += "- New: `" + id + "`.\n";
    text.insert(at + heading.size(), lines);
    std::ofstream{changelog, std::ios::binary} << text;
}

/// The rules that the changelog says nothing of.
std::vector<std::string> unmentioned_rules() {
    const std::string text = text_of(changelog);
    std::vector<std::string> ids;
    for (const Rule& rule : all_rules()) {
        std::string id{rule.info->id};
        if (text.find("`" + id + "`") == std::string::npos) ids.push_back(std::move(id));
    }
    return ids;
}

const RuleInfo& some_rule() { return *find_rule("rls-disabled")->info; }

} // namespace

TEST_CASE("docs/rules is what the rules say: scripts/update_docs writes it anew") {
    const auto pages = rendered_pages();
    if (std::getenv("RLSLINT_UPDATE") != nullptr) store(pages);
    const auto stored = stored_pages();
    CHECK(stored.size() == pages.size());
    for (const auto& page : pages) {
        CAPTURE(page.first);
        REQUIRE(stored.contains(page.first));
        CHECK(stored.at(page.first) == page.second);
    }
}

TEST_CASE("the changelog tells of every rule: scripts/update_docs adds those that are new") {
    if (const auto ids = unmentioned_rules(); !ids.empty() && std::getenv("RLSLINT_UPDATE") != nullptr)
        note_in_changelog(ids);
    CHECK(unmentioned_rules() == std::vector<std::string>{});
}

TEST_CASE("the terminal's text keeps to its width, but for SQL") {
    const std::string text = render_rule_text(some_rule(), 60);
    CHECK(text.starts_with("rls-disabled (error, coverage)\n"));
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = text.find('\n', begin);
        const std::string line = text.substr(begin, end - begin);
        CAPTURE(line);
        CHECK((line.size() <= 60 || line.starts_with("    ")));
        begin = end + 1;
    }
    CHECK(text.find("splinter 0013_rls_disabled_in_public") != std::string::npos);
    CHECK(text.find("CWE-862") != std::string::npos);
}

TEST_CASE("the terminal's text keeps every word") {
    const std::string why{some_rule().doc.why};
    const std::string text = render_rule_text(some_rule(), 40);
    const auto words = [](std::string all) {
        for (char& c : all)
            c = c == '\n' ? ' ' : c;
        std::string plain;
        for (const char c : all) {
            if (c != ' ' || (!plain.empty() && plain.back() != ' ')) plain += c;
        }
        return plain;
    };
    CHECK(words(text).find(words(why)) != std::string::npos);
}

TEST_CASE("the list has a line for every rule") {
    const std::string text = render_rules_text(all_rules());
    for (const Rule& rule : all_rules())
        CHECK(text.find("  " + std::string{rule.info->id} + " ") != std::string::npos);
    CHECK(text.starts_with("coverage\n"));
}

TEST_CASE("the JSON holds every rule's metadata, after its schema") {
    const auto json = nlohmann::json::parse(render_rules_json(all_rules()));
    CHECK(test::JsonSchema::of_file(RLSLINT_SOURCE_DIR "/docs/schema/rules.schema.json").check(json) == "");
    REQUIRE(json["rules"].size() == all_rules().size());
    const auto& first = json["rules"][0];
    CHECK(first["id"] == "rls-disabled");
    CHECK(first["severity"] == "error");
    CHECK(first["default"] == true);
    CHECK(first["cwe"] == nlohmann::json::array({"862"}));
    CHECK(first["aliases"][0]["tool"] == "splinter");
}
