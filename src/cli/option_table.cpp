#include "option_table.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "rlslint/project/layout.hpp"
#include "rlslint/project/profile.hpp"
#include "rlslint/rules/all.hpp"

namespace rlslint {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == at)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::vector<std::string> rule_ids() {
    std::vector<std::string> ids;
    for (const Rule& rule : all_rules())
        ids.emplace_back(rule.info->id);
    return ids;
}

/// What an option's name alone tells of its values.
std::vector<std::string> words_of(const std::string& name) {
    const auto texts = [](const std::vector<std::string_view>& names) {
        return std::vector<std::string>(names.begin(), names.end());
    };
    if (name == "--rule" || name == "--exclude-rule" || name == "RULE" || name == "WHAT") return rule_ids();
    if (name == "--profile") return texts(profile_names());
    if (name == "--layout") return texts(layout_names());
    return {};
}

/// CLI11 gives "text|json" as we wrote it, and "FORMAT:{text,json}" where it holds the choices itself.
void read_type(const std::string& type, OptionRow& row) {
    const std::size_t braces = type.find(":{");
    row.value = type.substr(0, braces);
    if (braces != std::string::npos)
        row.values.words = split(type.substr(braces + 2, type.size() - braces - 3), ',');
    else if (type.find('|') != std::string::npos)
        row.values.words = split(type, '|');
    row.values.files = row.value == "FILE" || row.value == "PATH";
}

OptionRow row_of(const CLI::Option& option) {
    OptionRow row;
    row.about = option.get_description();
    row.positional = option.get_positional();
    row.values.wanted = option.get_items_expected_max() > 0;
    if (row.values.wanted) read_type(option.get_type_name(), row);
    if (row.positional) {
        row.names = {option.get_name(true)};
        row.values.files = row.names.front() == "PATH";
    } else {
        for (const std::string& name : option.get_snames())
            row.names.push_back("-" + name);
        for (const std::string& name : option.get_lnames())
            row.names.push_back("--" + name);
    }
    if (row.values.words.empty()) row.values.words = words_of(row.names.back());
    return row;
}

std::vector<OptionRow> rows_of(const CLI::App& app) {
    std::vector<OptionRow> rows;
    for (const CLI::Option* const option : app.get_options())
        rows.push_back(row_of(*option));
    return rows;
}

} // namespace

OptionTable option_table(const CLI::App& app) {
    OptionTable table{app.get_description(), app.get_footer(), rows_of(app), {}};
    // Without a filter, only those that were called.
    for (const CLI::App* const command : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (command->get_group().empty()) continue;
        table.commands.push_back({command->get_name(), command->get_description(), rows_of(*command)});
    }
    return table;
}

} // namespace rlslint
