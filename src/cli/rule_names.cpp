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
        if (look_up_rule(setting.rule, io, setting.at) == nullptr) return false;
    }
    for (const IgnoreEntry& entry : config.ignores) {
        for (const std::string& rule : entry.rules) {
            if (look_up_rule(rule, io, entry.at) == nullptr) return false;
        }
    }
    return true;
}

} // namespace rlslint
