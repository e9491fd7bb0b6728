#include "in_force.hpp"

#include <fmt/format.h>

#include "rlslint/text/ascii.hpp"

namespace rlslint {
namespace {

std::string toml_string(std::string_view text) {
    std::string value = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') value += '\\';
        value += c;
    }
    value += '"';
    return value;
}

/// An array of what `text_of` makes of the items.
template <class Items, class TextOf> std::string list(const Items& items, TextOf text_of) {
    std::string values;
    for (const auto& item : items) {
        if (!values.empty()) values += ", ";
        values += toml_string(text_of(item));
    }
    return fmt::format("[{}]", values);
}

std::string list(const std::vector<std::string>& texts) {
    return list(texts, [](const std::string& text) { return std::string_view(text); });
}

std::string list(const std::vector<Symbol>& names) {
    return list(names, [](Symbol name) { return name.text(); });
}

std::string list(const std::vector<SessionFunction>& functions) {
    return list(functions, [](const SessionFunction& function) {
        const std::string_view name = function.name.text();
        return function.schema.empty() ? std::string(name)
                                       : fmt::format("{}.{}", function.schema.text(), name);
    });
}

std::string toml_of(const OptionValue& value) {
    if (const int* const number = std::get_if<int>(&value)) return fmt::format("{}", *number);
    if (const bool* const flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    return list(std::get<std::vector<std::string>>(value));
}

class Settings {
public:
    explicit Settings(const LoadedProject& project) : project_(project) {}

    std::vector<InForce> run() {
        const Platform& platform = project_.platform;
        add("profile", toml_string(platform.profile), project_.why);
        if (!platform.era.empty()) add("era", toml_string(platform.era), project_.why);
        add("layout", toml_string(to_string(project_.project.layout)), "what the files show");
        add("exclude", list(project_.config.exclude), "");
        if (!project_.config.extends.empty()) add("extends", toml_string(project_.config.extends), "");
        if (project_.config.baseline) add("baseline", toml_string(*project_.config.baseline), "");
        add_names();
        add("placeholders", placeholders(), project_.placeholders_from);
        for (const RuleSetting& rule : project_.config.rules) {
            if (rule.severity || rule.off)
                found_.push_back({"rules." + rule.rule,
                                  toml_string(rule.severity ? to_string(*rule.severity) : "off"), rule.at});
            for (const auto& [name, option] : rule.options)
                found_.push_back({"rules." + rule.rule + "." + name, toml_of(option.value), option.at});
        }
        for (const IgnoreEntry& entry : project_.config.ignores)
            found_.push_back({"ignore", list(entry.rules), entry.at});
        for (const ExpectEntry& entry : project_.config.expectations)
            found_.push_back({"expect", expected(entry.expectation), entry.at});
        return std::move(found_);
    }

private:
    void add_names() {
        const Platform& platform = project_.platform;
        const std::string profile = fmt::format("profile {}", platform.profile);
        add("api_roles", list(platform.api_roles), profile);
        add("anonymous_roles", list(platform.anonymous_roles), profile);
        add("service_roles", list(platform.service_roles), profile);
        add("exposed_schemas", list(platform.exposed_schemas),
            project_.supabase.schemas ? "supabase/config.toml" : profile);
        add("identity_settings", list(platform.identity_settings), profile);
        add("session_functions", list(platform.session_functions), profile);
        add("public_tables", list(platform.public_tables), "");
        add("service_only", list(platform.service_only), "");
        add("require_rls", platform.require_rls_everywhere ? "\"all\"" : list(platform.require_rls), "");
        add("identity_columns", list(platform.identity_columns), "");
        add("tenant_columns", list(platform.tenant_columns), "");
        add("sensitive_names", list(platform.sensitive_names), "");
        add("anonymous_sign_ins", platform.anonymous_sign_ins ? "true" : "false",
            platform.anonymous_sign_ins ? "supabase/config.toml" : "");
    }

    [[nodiscard]] static std::string expected(const Expectation& one) {
        return fmt::format("{{role = {}, relation = {}, command = {}, access = {}}}",
                           toml_string(one.role.text()), toml_string(one.relation.text()),
                           toml_string(lower_case(to_string(one.command))),
                           toml_string(to_string(one.access)));
    }

    [[nodiscard]] std::string placeholders() const {
        std::string values;
        for (const auto& [name, value] : project_.config.placeholders)
            values += fmt::format("{}{} = {}", values.empty() ? "" : ", ", name, toml_string(value));
        return fmt::format("{{{}}}", values);
    }

    /// What rlslint.toml says comes from there, whatever would hold without it.
    void add(std::string key, std::string value, const std::string& otherwise) {
        const auto said = project_.config.places.find(key);
        std::string from = said == project_.config.places.end() ? otherwise : said->second;
        const bool by_option = key == "profile" && project_.why.find("--profile") != std::string::npos;
        if (by_option) from = project_.why;
        found_.push_back({std::move(key), std::move(value), from.empty() ? "default" : std::move(from)});
    }

    const LoadedProject& project_;
    std::vector<InForce> found_;
};

} // namespace

std::vector<InForce> settings_in_force(const LoadedProject& project) { return Settings(project).run(); }

} // namespace rlslint
