#include "rlslint/project/tool_placeholders.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <nlohmann/json.hpp>

#include "rlslint/text/ascii.hpp"

#include "lines.hpp"
#include "path.hpp"
#include "toml_table.hpp"

namespace rlslint {
namespace {

using Read = void (*)(std::string_view text, PlaceholderValues& values);

/// `prefix` NAME = VALUE, or with a colon, a line each, as Java's properties have it.
void read_properties(std::string_view text, std::string_view prefix, PlaceholderValues& values) {
    lines::for_each(text, [&](const lines::Line& line) {
        const std::string_view entry = trimmed(line.text);
        if (!entry.starts_with(prefix)) return;
        const std::size_t separator = entry.find_first_of("=:", prefix.size());
        if (separator == entry.npos) return;
        const std::string_view name = trimmed(entry.substr(prefix.size(), separator - prefix.size()));
        const std::string_view value = trimmed(entry.substr(separator + 1));
        // What another placeholder or the environment gives is not known here.
        if (!name.empty() && value.find("${") == value.npos) values.emplace(name, value);
    });
}

/// ${flyway:defaultSchema} is the schema that it is told, else the first of those that it manages.
void add_default_schema(std::string_view text, std::string_view prefix, PlaceholderValues& values) {
    PlaceholderValues settings;
    read_properties(text, prefix, settings);
    for (const char* key : {"defaultSchema", "default-schema", "schemas"}) {
        const auto found = settings.find(key);
        if (found == settings.end()) continue;
        const std::string_view first =
            trimmed(std::string_view(found->second).substr(0, found->second.find(',')));
        values.emplace("flyway:defaultSchema", first);
    }
}

void read_flyway_conf(std::string_view text, PlaceholderValues& values) {
    read_properties(text, "flyway.placeholders.", values);
    add_default_schema(text, "flyway.", values);
}

void read_spring(std::string_view text, PlaceholderValues& values) {
    read_properties(text, "spring.flyway.placeholders.", values);
    add_default_schema(text, "spring.flyway.", values);
}

void read_flyway_toml(std::string_view text, PlaceholderValues& values) {
    TomlErrors errors("flyway.toml");
    const auto parsed = parse_toml(text, errors);
    if (!parsed) return; // its own tool will say so
    TomlTable flyway = TomlTable(*parsed, errors).table("flyway");
    std::string schema;
    flyway.read("defaultSchema", schema);
    if (!schema.empty()) values.emplace("flyway:defaultSchema", schema);
    TomlTable placeholders = flyway.table("placeholders");
    for (const std::string& name : placeholders.keys()) {
        std::string value;
        placeholders.read(name, value);
        if (placeholders.is_string(name)) values.emplace(name, value);
    }
}

void read_liquibase_properties(std::string_view text, PlaceholderValues& values) {
    read_properties(text, "parameter.", values);
}

/// The value of an attribute of an XML element.
std::string_view attribute(std::string_view element, std::string_view name) {
    for (std::size_t at = element.find(name); at != element.npos; at = element.find(name, at + 1)) {
        const std::string_view rest = trimmed(element.substr(at + name.size()));
        const bool whole =
            at > 0 && (element[at - 1] == ' ' || element[at - 1] == '\n' || element[at - 1] == '\t');
        if (!whole || !rest.starts_with('=')) continue;
        const std::string_view value = trimmed(rest.substr(1));
        if (value.empty() || (value.front() != '"' && value.front() != '\'')) return {};
        return value.substr(1, value.find(value.front(), 1) - 1);
    }
    return {};
}

/// <property name="…" value="…"/>; one for another database does not count, and the first one stays.
void read_changelog(std::string_view text, PlaceholderValues& values) {
    constexpr std::string_view opening = "<property ";
    for (std::size_t at = text.find(opening); at != text.npos; at = text.find(opening, at + 1)) {
        const std::string_view element = text.substr(at, text.find('>', at) - at);
        const std::string_view name = attribute(element, "name"), dbms = attribute(element, "dbms");
        const bool ours = dbms.empty() || dbms.find("postgres") != dbms.npos;
        if (ours && !name.empty()) values.emplace(name, attribute(element, "value"));
    }
}

/// `- property:` with `name:`, `value:` and `dbms:` below it, a line each.
void read_yaml_changelog(std::string_view text, PlaceholderValues& values) {
    bool inside = false;
    PlaceholderValues found;
    const auto finish = [&] {
        const std::string dbms = found["dbms"], name = found["name"];
        const bool ours = dbms.empty() || dbms.find("postgres") != dbms.npos;
        if (inside && ours && !name.empty()) values.emplace(name, found["value"]);
        inside = false;
        found.clear();
    };
    lines::for_each(text, [&](const lines::Line& line) {
        std::string_view entry = trimmed(line.text);
        const bool item = entry.starts_with('-');
        if (item) entry = trimmed(entry.substr(1));
        const std::size_t colon = entry.find(':');
        if (colon == entry.npos) return;
        if (item) finish();
        if (entry == "property:") {
            inside = true;
            return;
        }
        std::string_view value = trimmed(entry.substr(colon + 1));
        if (value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        if (inside) found.emplace(trimmed(entry.substr(0, colon)), value);
    });
    finish();
}

/// {"placeholders": {":NAME": "value"}}; "!ENV" and "!!" are taken from the environment.
void read_gmrc(std::string_view text, PlaceholderValues& values) {
    const auto config = nlohmann::json::parse(text, nullptr, false, true);
    if (!config.is_object() || !config.contains("placeholders")) return;
    const auto& placeholders = config["placeholders"];
    if (!placeholders.is_object()) return;
    for (const auto& [key, value] : placeholders.items()) {
        if (!key.starts_with(':') || !value.is_string()) continue;
        const std::string text_of_value = value.get<std::string>();
        if (!text_of_value.starts_with('!')) values.emplace(key.substr(1), text_of_value);
    }
}

struct Place {
    std::string_view file;
    Read read;
};

constexpr std::array<Place, 5> of_flyway{{{"flyway.toml", read_flyway_toml},
                                          {"flyway.conf", read_flyway_conf},
                                          {"conf/flyway.conf", read_flyway_conf},
                                          {"application.properties", read_spring},
                                          {"src/main/resources/application.properties", read_spring}}};
/// The main changelog, in the project's root or in the folder from which the project has its name.
constexpr std::array<std::string_view, 5> changelogs{"db.changelog-master", "db.changelog-root", "changelog",
                                                     "changelog-master", "master"};

void read_liquibase(const Files& files, const std::string& folder, ToolPlaceholders& found) {
    const auto read = [&](const std::string& name, Read read_text) {
        const std::string file = path::join(folder, name);
        if (files.kind(file) != FileKind::file) return;
        if (const Result<std::string> text = files.read(file)) read_text(*text, found.values);
        if (found.file.empty() && !found.values.empty()) found.file = path::shown(files, file);
    };
    read("liquibase.properties", read_liquibase_properties);
    for (const std::string_view in : {"", "changelog/"}) {
        for (const std::string_view name : changelogs) {
            const std::string stem = std::string(in) + std::string(name);
            read(stem + ".xml", read_changelog);
            read(stem + ".yaml", read_yaml_changelog);
            read(stem + ".yml", read_yaml_changelog);
        }
    }
}

constexpr std::array<Place, 2> of_graphile{{{".gmrc", read_gmrc}, {".gmrc.json", read_gmrc}}};

std::span<const Place> places_of(Layout layout) {
    switch (layout) {
    case Layout::flyway: return of_flyway;
    case Layout::graphile_migrate: return of_graphile;
    default: return {};
    }
}

} // namespace

ToolPlaceholders tool_placeholders(const Files& files, const Project& project) {
    constexpr int highest = 3;
    ToolPlaceholders found;
    std::string folder = path::absolute(files, project.root);
    for (int up = 0; up <= highest && found.values.empty(); ++up) {
        if (project.layout == Layout::liquibase) read_liquibase(files, folder, found);
        for (const Place& place : places_of(project.layout)) {
            const std::string file = path::join(folder, place.file);
            if (files.kind(file) != FileKind::file) continue;
            if (const Result<std::string> text = files.read(file)) place.read(*text, found.values);
            if (found.file.empty() && !found.values.empty()) found.file = path::shown(files, file);
        }
        if (folder == path::parent(folder) || files.kind(path::join(folder, ".git")) != FileKind::missing)
            break;
        folder = path::parent(folder);
    }
    return found;
}

} // namespace rlslint
