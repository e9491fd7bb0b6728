#include "project.hpp"

#include <utility>

#include "rlslint/lint/engine.hpp"
#include "rlslint/rules/all.hpp"

namespace rlslint::bench {

Loaded load(std::span<const std::string> files) {
    Loaded loaded;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const SourceId id = loaded.sources.add({.path = std::to_string(i) + ".sql", .text = files[i]});
        loaded.sections.push_back({.span = {id, 0, static_cast<std::uint32_t>(files[i].size())}});
    }
    return loaded;
}

Project::Project(std::span<const std::string> files) : loaded(load(files)) {
    Profile profile = std::move(*load_profile("supabase-auto-expose"));
    platform = std::move(profile.platform);
    schema = loaded.sources.add(
        {.path = "supabase-auto-expose/schema.sql", .text = std::move(profile.schema_sql), .profile = true});
}

History Project::history() { return replay(loaded.sources, schema, loaded.sections, platform); }

std::size_t Project::findings() {
    const History made = history();
    const Model model(loaded.sources, made, platform);
    return judge(model, all_rules(), {}).findings.size();
}

} // namespace rlslint::bench
