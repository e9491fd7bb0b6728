#include "config_use.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "rlslint/text/nearest.hpp"

namespace rlslint {
namespace {

std::vector<std::string> relation_names(const Model& model) {
    std::vector<std::string> names;
    for (const RelationId id : model.relations())
        names.push_back(model.catalog.name_of(id));
    return names;
}

template <class Objects> std::vector<std::string_view> live_names(const Objects& objects) {
    std::vector<std::string_view> names;
    for (const auto& object : objects) {
        if (object.origin.live()) names.push_back(object.name.text());
    }
    return names;
}

} // namespace

template <class IsThere>
void ConfigUse::add(const Config& config, const char* key, const char* what, const std::vector<Symbol>& names,
                    const std::vector<std::string_view>& candidates, IsThere is_there) {
    const auto place = config.places.find(key);
    if (place == config.places.end()) return;
    for (const Symbol name : names) {
        Use& use = named_[{config.file, key, std::string(name.text())}];
        use.at = place->second;
        use.what = what;
        use.used = use.used || is_there(name);
        if (const auto meant = nearest(name.text(), candidates)) use.meant = *meant;
    }
}

void ConfigUse::add(const Model& model, const Config& config) {
    ++projects_[config.file];
    add_expectations(model);
    const Catalog& catalog = model.catalog;
    const auto relations = relation_names(model);
    const std::vector<std::string_view> tables(relations.begin(), relations.end());
    const auto is_relation = [&](Symbol name) { return model.relation_called(name).valid(); };
    add(config, "public_tables", "table", config.public_tables, tables, is_relation);
    add(config, "service_only", "table", config.service_only, tables, is_relation);
    const auto schemas = live_names(catalog.schemas());
    const auto is_schema = [&](Symbol name) { return catalog.find_schema(name).valid(); };
    add(config, "require_rls", "schema", config.require_rls, schemas, is_schema);
    add(config, "exposed_schemas", "schema", config.exposed_schemas.value_or(std::vector<Symbol>()), schemas,
        is_schema);
    const auto roles = live_names(catalog.roles());
    const auto is_role = [&](Symbol name) { return catalog.find_role(name).valid(); };
    add(config, "api_roles", "role", config.api_roles.value_or(std::vector<Symbol>()), roles, is_role);
    add(config, "anonymous_roles", "role", config.anonymous_roles.value_or(std::vector<Symbol>()), roles,
        is_role);
    add(config, "service_roles", "role", config.service_roles.value_or(std::vector<Symbol>()), roles,
        is_role);
}

/// An expectation that several projects share may be about a relation that none of them has.
void ConfigUse::add_expectations(const Model& model) {
    for (const Expectation& expectation : model.platform.expectations) {
        if (!expectation.for_several) continue;
        Shared& shared = expectations_[{expectation.span.source.value, expectation.span.begin}];
        shared.expectation = &expectation;
        shared.met = shared.met || model.relation_called(expectation.relation).valid();
    }
}

std::vector<RunNote> ConfigUse::without_ignores(std::vector<RunNote> notes) {
    const auto of_config = [](const RunNote& note) { return !note.span.valid() && !note.file.empty(); };
    for (const RunNote& note : notes) {
        if (of_config(note)) ++ignores_[{note.file, note.message}];
    }
    std::erase_if(notes, of_config);
    return notes;
}

void ConfigUse::note_unused(std::vector<RunNote>& notes) const {
    for (const auto& [place, shared] : expectations_) {
        if (!shared.met)
            notes.push_back(
                {Severity::warning,
                 fmt::format("no project has the relation {}", shared.expectation->relation.text()),
                 shared.expectation->span, ""});
    }
    for (const auto& [named, use] : named_) {
        if (!use.used)
            notes.push_back(
                {Severity::warning,
                 fmt::format("{}: there is no {} {} here{}", named.key, use.what, named.name,
                             use.meant.empty() ? "" : fmt::format(": did you mean {}?", use.meant)),
                 {},
                 use.at});
    }
    for (const auto& [ignore, count] : ignores_) {
        const std::string file = ignore.first.substr(0, ignore.first.find(':'));
        const auto projects = projects_.find(file);
        if (projects == projects_.end() || count >= projects->second)
            notes.push_back({Severity::warning, ignore.second, {}, ignore.first});
    }
}

} // namespace rlslint
