#include "run.hpp"

#include <algorithm>

#include <doctest/doctest.h>

namespace rlslint::test {

namespace {

std::vector<Section> add_files(Sources& sources, const std::vector<std::string>& files) {
    std::vector<Section> sections;
    for (const std::string& text : files) {
        Source source;
        source.path = std::to_string(sections.size() + 1) + ".sql";
        source.text = text;
        const SourceId id = sources.add(std::move(source));
        sections.push_back({{id, 0, static_cast<std::uint32_t>(text.size())}, Terminator::semicolon});
    }
    return sections;
}

} // namespace

Run::Run(std::string_view sql, const Platform& platform) : Run(std::vector{std::string{sql}}, platform) {}

Run::Run(const std::vector<std::string>& files, const Platform& platform) {
    const std::vector<Section> sections = add_files(sources, files);
    history = replay(sources, {}, sections, platform);
}

RelationId Run::find(std::string_view name) const {
    const std::size_t dot = name.find('.');
    const std::string_view schema = dot == std::string_view::npos ? "public" : name.substr(0, dot);
    const SchemaId id = history.catalog.find_schema(Symbol{schema});
    if (!id.valid()) return {};
    return history.catalog.find_relation(id,
                                         Symbol{dot == std::string_view::npos ? name : name.substr(dot + 1)});
}

bool Run::has_relation(std::string_view name) const { return find(name).valid(); }

const Relation& Run::relation(std::string_view name) const {
    const RelationId id = find(name);
    INFO("relation ", name);
    REQUIRE(id.valid());
    return history.catalog[id];
}

bool Run::has_policy(std::string_view table, std::string_view name) const {
    const RelationId id = find(table);
    return id.valid() && history.catalog.find_policy(id, Symbol{name}).valid();
}

const Policy& Run::policy(std::string_view table, std::string_view name) const {
    INFO("policy ", name, " on ", table);
    REQUIRE(has_policy(table, name));
    return history.catalog[history.catalog.find_policy(find(table), Symbol{name})];
}

const Role& Run::role(std::string_view name) const {
    const RoleId id = history.catalog.find_role(Symbol{name});
    INFO("role ", name);
    REQUIRE(id.valid());
    return history.catalog[id];
}

const Schema& Run::schema(std::string_view name) const {
    const SchemaId id = history.catalog.find_schema(Symbol{name});
    INFO("schema ", name);
    REQUIRE(id.valid());
    return history.catalog[id];
}

const Function& Run::function(std::string_view name) const {
    for (const Function& function : history.catalog.functions()) {
        if (function.origin.live() && function.name == Symbol{name}) return function;
    }
    INFO("function ", name);
    REQUIRE(false);
    return history.catalog.functions().front();
}

std::string Run::acl(const Acl& acl) const {
    std::vector<std::string> items;
    for (const AclEntry& entry : acl.entries) {
        for (const Privilege privilege : all_privileges) {
            if (!entry.privileges.has(privilege)) continue;
            items.push_back(history.catalog.name_of(entry.grantee) + "=" + std::string{to_string(privilege)} +
                            (entry.grantable.has(privilege) ? "*" : ""));
        }
    }
    std::sort(items.begin(), items.end());
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : " ") + item;
    return text;
}

std::string Run::acl(std::string_view name) const { return acl(relation(name).acl); }

std::string Run::owner(std::string_view name) const { return history.catalog.name_of(relation(name).owner); }

std::string Run::columns(std::string_view name) const {
    std::string text;
    for (const Column& column : relation(name).columns) {
        if (!column.dropped) text.append(text.empty() ? "" : " ").append(column.name.text());
    }
    return text;
}

std::string Run::outcome(std::size_t statement) const {
    REQUIRE(statement < history.log.size());
    const LogEntry& entry = history.log[statement];
    std::string text{to_string(entry.outcome)};
    if (!entry.sqlstate.empty()) text += " " + entry.sqlstate;
    if (!entry.why.empty()) text += " " + entry.why;
    return text;
}

bool Run::clean() const {
    bool clean = true;
    for (std::size_t i = 0; i < history.log.size(); ++i) {
        const Outcome outcome_of = history.log[i].outcome;
        if (outcome_of == Outcome::applied || outcome_of == Outcome::inert) continue;
        MESSAGE(sources.text(history.log[i].span), ": ", outcome(i));
        clean = false;
    }
    return clean;
}

} // namespace rlslint::test
