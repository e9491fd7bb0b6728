#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "rlslint/catalog/platform.hpp"
#include "rlslint/project/config.hpp"

/// What the comment lines that a fixture begins with say of the circumstances under which it is judged.
namespace rlslint::test {

inline std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    const auto last = text.find_last_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

/// What follows `-- key:`; empty where no line has it.
inline std::string directive(const std::string& text, const std::string& key) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line) && line.starts_with("--");) {
        const std::string said = trimmed(line.substr(2));
        if (said.starts_with(key + ":")) return trimmed(said.substr(key.size() + 1));
    }
    return "";
}

inline void add_names(const std::string& list, std::vector<Symbol>& names) {
    std::istringstream items{list};
    for (std::string item; std::getline(items, item, ',');)
        names.emplace_back(trimmed(item));
}

/// The configuration, and the lists of it that have a line of their own.
inline void apply_head(const std::string& text, Platform& platform) {
    auto config = parse_config(directive(text, "rlslint.toml"), "rlslint.toml");
    if (!config) throw std::runtime_error(config.failure().message);
    apply(*config, platform);
    add_names(directive(text, "public_tables"), platform.public_tables);
    add_names(directive(text, "service_only"), platform.service_only);
    platform.anonymous_sign_ins = directive(text, "anonymous_sign_ins") == "true";
}

} // namespace rlslint::test
