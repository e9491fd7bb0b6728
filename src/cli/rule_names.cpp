#include "rule_names.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/rules/all.hpp"
#include "rlslint/text/ascii.hpp"
#include "rlslint/text/nearest.hpp"

#include "command.hpp"

namespace rlslint {
namespace {

/// The rules that other tools have under this name; they may be more than one.
std::vector<std::string_view> known_elsewhere_as(std::string_view name) {
    std::vector<std::string_view> ids;
    for (const Rule& rule : all_rules()) {
        const auto& aliases = rule.info->aliases;
        if (std::any_of(aliases.begin(), aliases.end(),
                        [&](const Alias& alias) { return equal_ignoring_case(alias.id, name); }))
            ids.push_back(rule.info->id);
    }
    return ids;
}

std::string_view kind_of(const OptionValue& value) {
    constexpr std::string_view kinds[] = {"a whole number", "true or false", "an array of strings"};
    return kinds[value.index()];
}

std::string_view kind_of(const RuleOption& option) {
    switch (option.kind) {
    case RuleOption::Kind::number: return kind_of(OptionValue(0));
    case RuleOption::Kind::flag: return kind_of(OptionValue(false));
    case RuleOption::Kind::words: break;
    }
    return kind_of(OptionValue(std::vector<std::string>()));
}

std::string unknown_option(const RuleInfo& rule, const std::string& name) {
    std::vector<std::string_view> names{"severity"};
    for (const RuleOption& option : rule.options)
        names.push_back(option.name);
    const auto meant = nearest(name, names);
    return meant ? fmt::format("unknown key \"{}\" of rule {}: did you mean \"{}\"?", name, rule.id, *meant)
                 : fmt::format("unknown key \"{}\" of rule {}, which has {}", name, rule.id,
                               fmt::join(names, ", "));
}

/// Whether a rule has the options that it is told.
bool know_options(const RuleInfo& rule, const RuleSetting& setting, Io& io) {
    for (const auto& [name, given] : setting.options) {
        const auto known =
            std::find_if(rule.options.begin(), rule.options.end(),
                         [&wanted = name](const RuleOption& option) { return option.name == wanted; });
        if (known == rule.options.end()) {
            complain(io, fmt::format("{}: {}", given.at, unknown_option(rule, name)));
            return false;
        }
        if (kind_of(*known) != kind_of(given.value)) {
            complain(io, fmt::format("{}: \"{}\" must be {}", given.at, name, kind_of(*known)));
            return false;
        }
    }
    return true;
}

} // namespace

const Rule* look_up_rule(std::string_view id, Io& io, std::string_view at) {
    if (const Rule* const rule = find_rule(id)) return rule;
    const std::string place = at.empty() ? "" : fmt::format("{}: ", at);
    if (const auto ours = known_elsewhere_as(id); !ours.empty()) {
        complain(io, fmt::format("{}unknown rule \"{}\", which other tools have: ours is {}", place, id,
                                 fmt::join(ours, ", ")));
        return nullptr;
    }
    std::vector<std::string_view> ids;
    for (const Rule& rule : all_rules())
        ids.push_back(rule.info->id);
    const auto meant = nearest(id, ids);
    complain(io, meant ? fmt::format("{}unknown rule \"{}\": did you mean \"{}\"?", place, id, *meant)
                       : fmt::format("{}unknown rule \"{}\": `rlslint rules` lists them all", place, id));
    return nullptr;
}

bool know_rules(const Selection& selection, Io& io) {
    const auto known = [&](const std::string& id) { return look_up_rule(id, io) != nullptr; };
    return std::all_of(selection.only.begin(), selection.only.end(), known) &&
           std::all_of(selection.without.begin(), selection.without.end(), known);
}

bool know_rules(const Config& config, Io& io) {
    for (const RuleSetting& setting : config.rules) {
        const Rule* const rule = look_up_rule(setting.rule, io, setting.at);
        if (rule == nullptr || !know_options(*rule->info, setting, io)) return false;
    }
    for (const IgnoreEntry& entry : config.ignores) {
        for (const std::string& rule : entry.rules) {
            if (look_up_rule(rule, io, entry.at) == nullptr) return false;
        }
    }
    return true;
}

} // namespace rlslint
