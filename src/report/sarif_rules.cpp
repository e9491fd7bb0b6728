#include "sarif_rules.hpp"

#include <set>

#include <fmt/format.h>

namespace rlslint::sarif {
namespace {

/// "policy-always-true" as "PolicyAlwaysTrue".
std::string pascal_case(std::string_view id) {
    std::string name;
    bool word_begins = true;
    for (const char c : id) {
        const bool letter = c >= 'a' && c <= 'z';
        if (c != '-') name += word_begins && letter ? static_cast<char>(c - 'a' + 'A') : c;
        word_begins = c == '-';
    }
    return name;
}

std::string sentence(std::string_view text) {
    return fmt::format("{}{}", text, text.ends_with('.') ? "" : ".");
}

std::string fenced(std::string_view sql) { return fmt::format("```sql\n{}\n```", sql); }

std::string help_markdown(const RuleDoc& doc) {
    return fmt::format(
        "{}\n\n{}\n\n**When it is fine.** {}\n\n**How to fix it.** {}\n\nReported:\n\n{}\n\nNot "
        "reported:\n\n{}\n",
        sentence(doc.summary), doc.why, doc.when_fine, doc.fix, fenced(doc.bad), fenced(doc.good));
}

std::string help_text(const RuleDoc& doc) {
    return fmt::format("{}\n\n{}\n\nWhen it is fine: {}\n\nHow to fix it: {}\n", sentence(doc.summary),
                       doc.why, doc.when_fine, doc.fix);
}

/// Code scanning shows a rule under "Security" for its tag and its severity number.
Json properties(const RuleInfo& rule) {
    const bool security = !rule.security_severity.empty();
    Json tags = Json::array({to_string(rule.group)});
    if (security) tags.push_back("security");
    for (const std::string_view cwe : rule.cwe)
        tags.push_back(fmt::format("external/cwe/cwe-{:0>3}", cwe));
    Json all = {
        {"tags", std::move(tags)},
        {"precision", to_string(rule.precision)},
        {"problem.severity", rule.severity == Severity::info ? "recommendation" : to_string(rule.severity)}};
    if (security) all["security-severity"] = rule.security_severity;
    return all;
}

Json relationships(const RuleInfo& rule) {
    Json all = Json::array();
    for (const std::string_view cwe : rule.cwe) {
        all.push_back({{"target", {{"id", cwe}, {"toolComponent", {{"name", "CWE"}, {"index", 0}}}}},
                       {"kinds", Json::array({"superset"})}});
    }
    return all;
}

Json describe(const RuleInfo& rule, const std::string& home) {
    Json all = {{"id", rule.id},
                {"name", pascal_case(rule.id)},
                {"shortDescription", message(sentence(rule.doc.summary))},
                {"fullDescription", message(rule.doc.why)},
                {"help", {{"text", help_text(rule.doc)}, {"markdown", help_markdown(rule.doc)}}}};
    if (!home.empty()) all["helpUri"] = fmt::format("{}/blob/main/docs/rules/{}.md", home, rule.id);
    all["defaultConfiguration"] = {{"enabled", rule.on_by_default}, {"level", level(rule.severity)}};
    if (!rule.cwe.empty()) all["relationships"] = relationships(rule);
    all["properties"] = properties(rule);
    return all;
}

} // namespace

Json message(std::string_view text) { return {{"text", text}}; }

std::string_view level(Severity severity) {
    return severity == Severity::info ? "note" : to_string(severity);
}

Json driver(const Report& report) {
    Json all = {{"name", "rlslint"}, {"version", report.version}, {"semanticVersion", report.version}};
    if (!report.home.empty()) all["informationUri"] = report.home;
    all["supportedTaxonomies"] = Json::array({{{"name", "CWE"}, {"index", 0}}});
    all["rules"] = Json::array();
    for (const RuleInfo* rule : report.rules)
        all["rules"].push_back(describe(*rule, report.home));
    return all;
}

Json taxonomies(const Report& report) {
    std::set<int> numbers;
    for (const RuleInfo* rule : report.rules) {
        for (const std::string_view cwe : rule->cwe)
            numbers.insert(std::stoi(std::string(cwe)));
    }
    Json taxa = Json::array();
    for (const int number : numbers) {
        taxa.push_back({{"id", std::to_string(number)},
                        {"helpUri", fmt::format("https://cwe.mitre.org/data/definitions/{}.html", number)}});
    }
    return Json::array({{{"name", "CWE"},
                         {"organization", "MITRE"},
                         {"shortDescription", message("The MITRE Common Weakness Enumeration")},
                         {"informationUri", "https://cwe.mitre.org/"},
                         {"isComprehensive", false},
                         {"taxa", std::move(taxa)}}});
}

} // namespace rlslint::sarif
