#include <fmt/format.h>

#include "rlslint/rules/docs.hpp"

namespace rlslint {
namespace {

/// Text anew in lines of `width`, each indented by two. Blank lines part paragraphs.
std::string reflow(std::string_view text, std::size_t width) {
    std::string lines;
    std::string line;
    const auto end_line = [&] {
        if (!line.empty()) lines += "  " + line + "\n";
        line.clear();
    };
    while (!text.empty()) {
        const std::size_t end = text.find_first_of(" \n");
        const std::string_view word = text.substr(0, end);
        if (!line.empty() && line.size() + 1 + word.size() + 2 > width) end_line();
        line.append(line.empty() || word.empty() ? "" : " ").append(word);
        const bool paragraph = end != std::string_view::npos && text.substr(end).starts_with("\n\n");
        if (paragraph) {
            end_line();
            lines += '\n';
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + (paragraph ? 2 : 1));
    }
    end_line();
    return lines;
}

std::string section(std::string_view title, const std::string& body) {
    return body.empty() ? "" : fmt::format("\n{}\n{}", title, body);
}

/// SQL as it stands, indented.
std::string code(std::string_view sql) {
    std::string lines = "    ";
    for (const char c : sql) {
        lines += c;
        if (c == '\n') lines += "    ";
    }
    return lines + "\n";
}

std::string known_as(const RuleInfo& rule) {
    std::string lines;
    for (const Alias& alias : rule.aliases)
        lines += fmt::format("  {} {}\n", alias.tool, alias.id);
    for (const std::string_view number : rule.cwe)
        lines += fmt::format("  CWE-{}\n", number);
    return lines;
}

std::string options_of(const RuleInfo& rule, std::size_t width) {
    std::string lines;
    for (const RuleOption& option : rule.options)
        lines += reflow(fmt::format("{}: {}", option.name, option.about), width);
    return lines;
}

} // namespace

std::string render_rule_text(const RuleInfo& rule, std::size_t width) {
    return fmt::format("{} ({}, {}{})\n", rule.id, to_string(rule.severity), to_string(rule.group),
                       rule.on_by_default ? "" : ", off by default") +
           reflow(rule.doc.summary, width) + section("Why it matters", reflow(rule.doc.why, width)) +
           section("When it is fine", reflow(rule.doc.when_fine, width)) +
           section("How to mend it", reflow(rule.doc.fix, width)) +
           section(fmt::format("Options, in rlslint.toml under [rules.{}]", rule.id),
                   options_of(rule, width)) +
           section("Reported", code(rule.doc.bad)) + section("Not reported", code(rule.doc.good)) +
           section("Known as", known_as(rule));
}

std::string render_rules_text(std::span<const Rule> rules) {
    std::string text;
    for (const RuleGroup group : rule_groups) {
        std::string lines;
        for (const Rule& rule : rules) {
            if (rule.info->group != group) continue;
            lines += fmt::format("  {:<34}{:<9}{:<5}{}\n", rule.info->id, to_string(rule.info->severity),
                                 rule.info->on_by_default ? "" : "off", rule.info->doc.summary);
        }
        if (!lines.empty())
            text += fmt::format("{}{}\n{}", text.empty() ? "" : "\n", to_string(group), lines);
    }
    return text;
}

} // namespace rlslint
