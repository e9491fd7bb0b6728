#include "difference.hpp"

#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "rlslint/catalog/dump.hpp"

namespace rlslint::testing {
namespace {

using nlohmann::json;

// The fields that together name an object of a section.
std::vector<std::string> key_fields(const std::string& section) {
    if (section == "policies" || section == "columns") return {"table", "name"};
    if (section == "memberships") return {"role", "member", "grantor"};
    if (section == "default_acl") return {"role", "schema", "kind"};
    return {"name"};
}

std::map<std::string, json> by_key(const json& objects, const std::string& section) {
    std::map<std::string, json> sorted;
    for (const json& object : objects) {
        std::string key;
        for (const std::string& field : key_fields(section)) {
            const json& part = object.at(field);
            key += (key.empty() ? "" : "/") + (part.is_string() ? part.get<std::string>() : part.dump());
        }
        sorted[key] = object;
    }
    return sorted;
}

void compare_objects(const std::string& section, const std::string& key, const json& ours,
                     const json& servers, std::vector<Difference>& differences) {
    for (const auto& [field, value] : servers.items()) {
        const json mine = ours.value(field, json{});
        if (mine == value) continue;
        differences.push_back({section + " " + field, section + " " + key + " " + field,
                               "ours " + mine.dump() + ", the server's " + value.dump()});
    }
}

void compare_sections(const std::string& section, const json& ours, const json& servers,
                      std::vector<Difference>& differences) {
    const std::map<std::string, json> mine = by_key(ours, section);
    const std::map<std::string, json> theirs = by_key(servers, section);
    for (const auto& [key, object] : theirs) {
        const auto found = mine.find(key);
        if (found != mine.end()) {
            compare_objects(section, key, found->second, object, differences);
        } else {
            differences.push_back({section + " missing", section + " " + key, "only on the server"});
        }
    }
    for (const auto& [key, object] : mine) {
        if (theirs.contains(key)) continue;
        differences.push_back({section + " invented", section + " " + key, "only ours"});
    }
}

std::string first_line(std::string_view text) { return std::string{text.substr(0, text.find('\n'))}; }

std::string verdict(const std::string& sqlstate, const std::string& message) {
    return sqlstate.empty() ? "runs" : "fails with " + sqlstate + " (" + message + ")";
}

// The log's entry for the statement at a place; none for what another text made.
const LogEntry* entry_at(const Fixture& fixture, const History& history, Span statement) {
    for (const LogEntry& entry : history.log) {
        const Span place = fixture.sources.origin(entry.span);
        if (place.source == statement.source && statement.begin <= place.begin &&
            place.begin <= statement.end) {
            return &entry;
        }
    }
    return nullptr;
}

bool tolerated(const Fixture& fixture, Span statement) {
    const std::string_view behind =
        std::string_view{fixture.sources[statement.source].text}.substr(statement.end);
    return first_line(behind).ends_with("-- tolerated");
}

bool claims_to_know(const LogEntry& entry) {
    return entry.outcome != Outcome::unmodelled && entry.outcome != Outcome::undetermined;
}

std::string sqlstate_of(const LogEntry& entry) {
    return entry.outcome == Outcome::syntax_error && entry.sqlstate.empty() ? "42601" : entry.sqlstate;
}

Difference difference_of(const Fixture& fixture, std::size_t number, const Ran& ran, const LogEntry* entry) {
    const std::string mine = entry == nullptr ? "" : sqlstate_of(*entry);
    const std::string theirs = ran.error ? ran.error->sqlstate : "";
    return {"statement " + mine + "/" + theirs, "statement " + std::to_string(number),
            first_line(fixture.sources.text(ran.span)) + ": ours " +
                verdict(mine, entry == nullptr ? "" : entry->why) + ", the server's " +
                verdict(theirs, ran.error ? ran.error->message : "")};
}

bool agree(const Fixture& fixture, const Ran& ran, const LogEntry* entry) {
    const std::string mine = entry == nullptr ? "" : sqlstate_of(*entry);
    const std::string theirs = ran.error ? ran.error->sqlstate : "";
    return tolerated(fixture, ran.span) ? mine.empty() && ran.error : mine == theirs;
}

void append(std::vector<Difference>& all, const std::vector<Difference>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

} // namespace

std::vector<Difference> compare_catalogs(const std::string& ours, const std::string& servers) {
    std::vector<Difference> differences;
    const json mine = json::parse(ours);
    const json theirs = json::parse(servers);
    for (const auto& [section, objects] : theirs.items()) {
        compare_sections(section, mine.value(section, json::array()), objects, differences);
    }
    return differences;
}

Comparison compare_statements(const Fixture& fixture, const History& ours, const std::vector<Ran>& servers) {
    Comparison result;
    for (std::size_t i = 0; i < servers.size(); ++i) {
        const Ran& ran = servers[i];
        const LogEntry* entry = entry_at(fixture, ours, ran.span);
        if (entry != nullptr && !claims_to_know(*entry)) {
            ++result.unclaimed;
        } else if (agree(fixture, ran, entry)) {
            ++result.agreed;
        } else {
            const bool query = entry != nullptr && entry->outcome == Outcome::inert;
            (query ? result.refused_queries : result.differences)
                .push_back(difference_of(fixture, i + 1, ran, entry));
        }
    }
    return result;
}

History replayed(Fixture& fixture) {
    Platform platform = fixture.profile.platform;
    platform.server_version = server_version();
    const SourceId schema =
        fixture.sources.add({"<profile>/schema.sql", fixture.profile.schema_sql, Encoding::utf8, {}, true});
    return replay(fixture.sources, schema, fixture.sections, platform);
}

Comparison compare_both_ways(Fixture& fixture) {
    const ServerHistory server{fixture.profile, fixture.sources, fixture.sections};
    const History history = replayed(fixture);
    Comparison result = compare_statements(fixture, history, server.ran());
    append(result.differences, compare_catalogs(dump_catalog(history.catalog), server.catalog()));
    return result;
}

std::vector<Difference> compare(Fixture& fixture) {
    Comparison result = compare_both_ways(fixture);
    append(result.differences, result.refused_queries);
    return std::move(result.differences);
}

} // namespace rlslint::testing
