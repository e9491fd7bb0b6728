#include "workspace.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/project/choose.hpp"
#include "rlslint/project/config.hpp"
#include "rlslint/project/load.hpp"
#include "rlslint/project/profile.hpp"

namespace rlslint {
namespace {

/// The configuration that --config names, else the one nearest above the project's first file.
Result<Config> config_for(const Files& files, const Project& project, const InputOptions& options) {
    if (options.config) return read_config(files, *options.config);
    const auto found = find_config(files, project.files.front().path);
    return found ? read_config(files, *found) : Config{};
}

/// What Supabase's own configuration says; what is wrong with it is a note, since it is not ours.
SupabaseConfig supabase_config_for(const Files& files, const Project& project, std::vector<RunNote>& notes) {
    if (project.layout != Layout::supabase) return {};
    Result<SupabaseConfig> config = read_supabase_config(files, project.root);
    if (config) return std::move(*config);
    notes.push_back({Severity::error, config.failure().message, {}, ""});
    return {};
}

std::vector<std::string_view> texts_of(const Sources& sources, const std::vector<Section>& sections) {
    std::vector<std::string_view> texts;
    texts.reserve(sections.size());
    for (const Section& section : sections)
        texts.push_back(sources.text(section.span));
    return texts;
}

/// A profile that does not exist is blamed on whoever asked for it.
Failure blame(const Failure& failure, const InputOptions& options, const Config& config) {
    if (options.profile) return {fmt::format("--profile: {}", failure.message)};
    if (config.profile) return {fmt::format("{}: {}", config.file, failure.message)};
    return failure;
}

Result<LoadedProject> load_project(const Files& files, Project project, const InputOptions& options,
                                   Workspace& workspace) {
    LoadedProject loaded;
    loaded.project = std::move(project);
    const Result<Config> config = config_for(files, loaded.project, options);
    if (!config) return config.failure();
    loaded.config_file = config->file;
    const SupabaseConfig supabase = supabase_config_for(files, loaded.project, workspace.notes);
    loaded.sections = load(files, loaded.project, workspace.sources, workspace.notes);

    const auto texts = texts_of(workspace.sources, loaded.sections);
    Choice choice = choose_profile({options.profile, &*config, &supabase, &loaded.project, texts});
    Result<Profile> profile = load_profile(choice.profile);
    if (!profile) return blame(profile.failure(), options, *config);
    loaded.why = std::move(choice.why);
    loaded.platform = std::move(profile->platform);
    if (supabase.schemas) loaded.platform.exposed_schemas = *supabase.schemas;
    apply(*config, loaded.platform);
    loaded.profile_source = workspace.sources.add({fmt::format("{}/schema.sql", choice.profile),
                                                   std::move(profile->schema_sql),
                                                   Encoding::utf8,
                                                   {},
                                                   true});
    return loaded;
}

DiscoverOptions discover_options(const InputOptions& options) {
    DiscoverOptions discover;
    if (options.stdin_filepath) discover.input_name = *options.stdin_filepath;
    if (options.layout) discover.layout = parse_layout(*options.layout);
    discover.exclude = options.exclude;
    return discover;
}

/// Says what was looked for, and of what there was why it does not count.
Failure nothing_to_lint(const std::string& looked_for, const std::vector<LeftOut>& left_out) {
    constexpr std::size_t most = 3;
    std::string message = "nothing to lint";
    if (!looked_for.empty()) message += ": found no " + looked_for;
    for (std::size_t i = 0; i < std::min(most, left_out.size()); ++i)
        message += fmt::format("\n  left out: {} ({})", left_out[i].path, left_out[i].why);
    if (left_out.size() > most) message += fmt::format("\n  and {} more", left_out.size() - most);
    return {std::move(message)};
}

} // namespace

bool Workspace::incomplete() const {
    return std::any_of(notes.begin(), notes.end(),
                       [](const RunNote& note) { return note.severity == Severity::error; });
}

Result<Workspace> open_workspace(const Files& files, const InputOptions& options) {
    Discovery found = discover(files, options.paths_to_read(), discover_options(options));
    Workspace workspace;
    workspace.left_out = std::move(found.left_out);
    workspace.notes = std::move(found.notes);
    for (Project& project : found.projects) {
        Result<LoadedProject> loaded = load_project(files, std::move(project), options, workspace);
        if (!loaded) return loaded.failure();
        workspace.projects.push_back(std::move(*loaded));
    }
    const std::string looked_for = fmt::format("{}", fmt::join(found.looked_for, ", "));
    if (!workspace.projects.empty()) {
        if (!looked_for.empty())
            workspace.notes.push_back({Severity::warning, "found no " + looked_for, {}, ""});
    } else if (!workspace.incomplete()) {
        return nothing_to_lint(looked_for, workspace.left_out);
    }
    return workspace;
}

} // namespace rlslint
