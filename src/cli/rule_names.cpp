#include "rule_names.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/rules/all.hpp"
#include "rlslint/text/nearest.hpp"

#include "command.hpp"

namespace rlslint {

const Rule* look_up_rule(std::string_view id, Io& io) {
    if (const Rule* const rule = find_rule(id)) return rule;
    std::vector<std::string_view> ids;
    for (const Rule& rule : all_rules())
        ids.push_back(rule.info->id);
    const auto meant = nearest(id, ids);
    complain(io, meant ? fmt::format("unknown rule \"{}\": did you mean \"{}\"?", id, *meant)
                       : fmt::format("unknown rule \"{}\": `rlslint rules` lists them all", id));
    return nullptr;
}

bool know_rules(const Selection& selection, Io& io) {
    const auto known = [&](const std::string& id) { return look_up_rule(id, io) != nullptr; };
    return std::all_of(selection.only.begin(), selection.only.end(), known) &&
           std::all_of(selection.without.begin(), selection.without.end(), known);
}

} // namespace rlslint
