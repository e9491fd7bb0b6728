// All mistakes at once: the bad examples of all rules in one history for each platform, each with tables,
// functions and roles of its own. Every rule still finds what it is about.

#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "rlslint/rules/all.hpp"

#include "rule_fixtures/judged.hpp"

using namespace rlslint;
using namespace rlslint::test;

namespace {

/// The names that an example makes, with a number, so that another may make one of the same name.
std::string numbered(const std::string& sql, std::size_t number) {
    static const std::regex made{
        R"((?:create (?:or replace )?(?:table|view|materialized view|foreign table|function|schema|sequence|server|type|publication|rule|trigger)) (?:if not exists )?(?:public\.)?(\w+))",
        std::regex::icase};
    std::set<std::string> names;
    for (std::sregex_iterator found{sql.begin(), sql.end(), made}, end; found != end; ++found)
        names.insert((*found)[1]);
    std::string text = sql;
    for (const std::string& name : names)
        text =
            std::regex_replace(text, std::regex{"\\b" + name + "\\b"}, name + "_" + std::to_string(number));
    return text;
}

std::vector<std::string> parts_of(const std::string& sql) {
    const std::string next = "-- next migration:\n";
    std::vector<std::string> parts;
    for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t end = sql.find(next, at);
        parts.push_back(sql.substr(at, end - at));
        at = end == std::string::npos ? end : end + next.size();
    }
    return parts;
}

/// They change what is said of others: by a statement that is not followed, which casts doubt on what comes
/// after it, or by opening every table that is still to be made.
bool reaches_further(const RuleInfo& rule) {
    return rule.id == "runaway-routine" || rule.id == "unmodelled-statement" ||
           rule.id == "default-privileges-too-broad";
}

/// Those that say in their first lines under what circumstances they are judged are judged alone.
bool stands_alone(const RuleInfo& rule) {
    return rule.doc.bad.starts_with("-- rlslint.toml") || rule.doc.bad.starts_with("-- anonymous_sign_ins");
}

/// The rule whose finding a related place is: "rls-disabled: anon can …"; else "".
std::string_view led(const Note& note) {
    const Rule* rule = find_rule(note.message.substr(0, note.message.find(": ")));
    return rule == nullptr ? "" : rule->info->id;
}

/// The rules that find something in their own files.
std::set<std::string_view> found_together(const std::string& profile,
                                          const std::vector<const RuleInfo*>& rules) {
    std::vector<File> files;
    for (const RuleInfo* rule : rules) {
        const std::string sql = numbered(std::string{rule->doc.bad}, files.size());
        for (const std::string& part : parts_of(sql))
            files.push_back(
                {std::to_string(1000 + files.size()) + "_" + std::string{rule->id} + ".sql", part});
    }
    const Judged judged{files, every_rule, profile};
    std::set<std::string_view> found;
    for (const Finding& finding : judged.findings()) {
        for (const Note& note : finding.related) // what gives way to it
            found.insert(led(note));
        std::vector<Finding> shown = finding.gathered; // with one cause in several files
        shown.push_back(finding);
        for (const Finding& one : shown) {
            const Span place = judged.sources().origin(one.span);
            const std::string path = place.valid() ? judged.sources()[place.source].path : "";
            if (path.ends_with("_" + std::string{one.rule->id} + ".sql")) found.insert(one.rule->id);
        }
    }
    return found;
}

} // namespace

TEST_CASE("every rule finds what it is about beside all the others") {
    std::map<std::string, std::vector<const RuleInfo*>> by_profile;
    for (const Rule& rule : all_rules()) {
        if (!stands_alone(*rule.info) && !reaches_further(*rule.info))
            by_profile[std::string{rule.info->example_profile}].push_back(rule.info);
    }
    for (const auto& entry : by_profile) {
        const std::set<std::string_view> found = found_together(entry.first, entry.second);
        for (const RuleInfo* rule : entry.second) {
            INFO(entry.first, ": ", rule->id);
            CHECK(found.contains(rule->id));
        }
    }
}
