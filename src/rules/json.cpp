#include <nlohmann/json.hpp>

#include "rlslint/rules/docs.hpp"

namespace rlslint {
namespace {

using Json = nlohmann::ordered_json;

Json default_of(const RuleOption& option) {
    switch (option.kind) {
    case RuleOption::Kind::number: return option.number;
    case RuleOption::Kind::flag: return option.flag;
    case RuleOption::Kind::words: break;
    }
    return Json::array();
}

Json json_of(const RuleInfo& rule) {
    Json cwe = Json::array();
    for (const std::string_view number : rule.cwe)
        cwe.push_back(number);
    Json aliases = Json::array();
    for (const Alias& alias : rule.aliases)
        aliases.push_back({{"tool", alias.tool}, {"id", alias.id}});
    Json options = Json::array();
    for (const RuleOption& option : rule.options)
        options.push_back({{"name", option.name}, {"default", default_of(option)}, {"about", option.about}});
    return {
        {"id", rule.id},
        {"group", to_string(rule.group)},
        {"severity", to_string(rule.severity)},
        {"default", rule.on_by_default},
        {"precision", to_string(rule.precision)},
        {"security_severity", rule.security_severity.empty() ? Json(nullptr) : Json(rule.security_severity)},
        {"since", rule.since},
        {"cwe", std::move(cwe)},
        {"aliases", std::move(aliases)},
        {"options", std::move(options)},
        {"summary", rule.doc.summary},
        {"why", rule.doc.why},
        {"when_fine", rule.doc.when_fine},
        {"fix", rule.doc.fix},
        {"example_profile", rule.example_profile},
        {"bad", rule.doc.bad},
        {"good", rule.doc.good}};
}

} // namespace

std::string render_rules_json(std::span<const Rule> rules) {
    Json list = Json::array();
    for (const Rule& rule : rules)
        list.push_back(json_of(*rule.info));
    return Json{{"version", 1}, {"rules", std::move(list)}}.dump(2) + "\n";
}

} // namespace rlslint
