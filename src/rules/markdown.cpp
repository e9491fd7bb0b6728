#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "rlslint/rules/docs.hpp"

namespace rlslint {
namespace {

std::string source_of(const RuleInfo& rule) {
    return fmt::format("rules/{}/{}.cpp", to_string(rule.group), rule.id);
}

std::string cwe_links(const RuleInfo& rule) {
    std::string links;
    for (const std::string_view number : rule.cwe) {
        links += fmt::format("{}[CWE-{}](https://cwe.mitre.org/data/definitions/{}.html)",
                             links.empty() ? "" : ", ", number, number);
    }
    return links;
}

std::string known_as(const RuleInfo& rule) {
    std::string names;
    for (const Alias& alias : rule.aliases)
        names += fmt::format("{}{} `{}`", names.empty() ? "" : ", ", alias.tool, alias.id);
    return names;
}

std::string row(std::string_view name, std::string_view value) {
    return value.empty() ? "" : fmt::format("| {} | {} |\n", name, value);
}

std::string facts_table(const RuleInfo& rule) {
    return "| | |\n|---|---|\n" + row("Group", to_string(rule.group)) +
           row("Severity", to_string(rule.severity)) + row("By default", rule.on_by_default ? "on" : "off") +
           row("Precision", to_string(rule.precision)) + row("Security severity", rule.security_severity) +
           row("Since", rule.since) + row("CWE", cwe_links(rule)) + row("Known as", known_as(rule));
}

std::string default_of(const RuleOption& option) {
    switch (option.kind) {
    case RuleOption::Kind::number: return fmt::format("{}", option.number);
    case RuleOption::Kind::flag: return option.flag ? "true" : "false";
    case RuleOption::Kind::words: break;
    }
    return "[]";
}

/// What stands below [rules.<id>] in rlslint.toml.
std::string options_table(const RuleInfo& rule) {
    if (rule.options.empty()) return "";
    std::string text = fmt::format("| key of `[rules.{}]` | unless set | meaning |\n|---|---|---|", rule.id);
    for (const RuleOption& option : rule.options)
        text += fmt::format("\n| `{}` | `{}` | {} |", option.name, default_of(option), option.about);
    return text;
}

std::string section(std::string_view title, std::string_view text) {
    return text.empty() ? "" : fmt::format("\n## {}\n\n{}\n", title, text);
}

std::string rows_of(std::span<const Rule> rules, RuleGroup group) {
    std::string rows;
    for (const Rule& rule : rules) {
        const RuleInfo& info = *rule.info;
        if (info.group != group) continue;
        rows += fmt::format("| [{}]({}.md) | {}{} | {} |\n", info.id, info.id, to_string(info.severity),
                            info.on_by_default ? "" : ", off by default", info.doc.summary);
    }
    return rows;
}

/// Rows of "coming from another tool", by tool and id.
std::string alias_rows(std::span<const Rule> rules) {
    std::vector<std::tuple<std::string_view, std::string_view, std::string_view>> known;
    for (const Rule& rule : rules) {
        for (const Alias& alias : rule.info->aliases)
            known.emplace_back(alias.tool, alias.id, rule.info->id);
    }
    std::sort(known.begin(), known.end());
    std::string rows;
    for (const auto& [tool, theirs, ours] : known)
        rows += fmt::format("| {} | `{}` | [{}]({}.md) |\n", tool, theirs, ours, ours);
    return rows;
}

} // namespace

std::string render_rule_page(const RuleInfo& rule) {
    return fmt::format("<!-- Made from {} by scripts/update_docs. Change it there. -->\n\n# {}\n\n{}.\n\n{}",
                       source_of(rule), rule.id, rule.doc.summary, facts_table(rule)) +
           section("Why it matters", rule.doc.why) + section("When it is fine", rule.doc.when_fine) +
           section("How to mend it", rule.doc.fix) + section("Options", options_table(rule)) +
           fmt::format("\n## Examples\n\nReported (profile `{}`):\n\n```sql\n{}\n```\n\nNot "
                       "reported:\n\n```sql\n{}\n```\n",
                       rule.example_profile, rule.doc.bad, rule.doc.good);
}

std::string render_rule_index(std::span<const Rule> rules) {
    std::string page = "<!-- Made from rules/ by scripts/update_docs. Change it there. -->\n\n# Rules\n";
    for (const RuleGroup group : rule_groups) {
        const std::string rows = rows_of(rules, group);
        if (!rows.empty())
            page += fmt::format("\n## {}\n\n| rule | severity | reports |\n|---|---|---|\n{}",
                                to_string(group), rows);
    }
    return page + "\n## Coming from another tool\n\n| tool | its name | ours |\n|---|---|---|\n" +
           alias_rows(rules);
}

} // namespace rlslint
