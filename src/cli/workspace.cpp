#include "workspace.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/project/choose.hpp"
#include "rlslint/project/config.hpp"
#include "rlslint/project/load.hpp"
#include "rlslint/project/profile.hpp"
#include "rlslint/project/tool_placeholders.hpp"
#include "rlslint/rules/all.hpp"
#include "rlslint/text/ascii.hpp"
#include "rlslint/text/line_index.hpp"
#include "rlslint/text/thread.hpp"

#include "command.hpp"
#include "one_database.hpp"

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

/// An era that the configuration names chooses among Supabase's two profiles.
std::optional<Failure> settle_era(const InputOptions& options, const Config& config, Choice& choice) {
    if (!config.era || options.profile) return std::nullopt;
    const std::string& at = config.places.find("era")->second;
    if (!choice.profile.starts_with("supabase"))
        return Failure{fmt::format("{}: profile {} has no eras", at, choice.profile)};
    if (*config.era != "explicit-grants" && *config.era != "auto-expose")
        return Failure{fmt::format("{}: \"era\" must be explicit-grants or auto-expose", at)};
    choice.profile = *config.era == "auto-expose" ? "supabase-auto-expose" : "supabase";
    choice.why = fmt::format("set in {}", config.file);
    return std::nullopt;
}

/// Not what pg_dump wrote, nor what declares a schema where no migrations are.
bool has_steps(const Project& project) {
    if (project.layout != Layout::supabase) return project.layout != Layout::pg_dump;
    return std::any_of(project.files.begin(), project.files.end(), [](const ProjectFile& file) {
        return file.path.find("supabase/migrations/") != std::string::npos ||
               file.path.starts_with("migrations/");
    });
}

/// The platform that the profile gives, then Supabase's own configuration, then ours.
std::optional<Failure> set_up_platform(const InputOptions& options, Choice choice, LoadedProject& loaded,
                                       Sources& sources) {
    if (auto failure = settle_era(options, loaded.config, choice)) return failure;
    Result<Profile> profile = load_profile(choice.profile);
    if (!profile) return blame(profile.failure(), options, loaded.config);
    loaded.why = std::move(choice.why);
    loaded.platform = std::move(profile->platform);
    loaded.platform.steps_in_time = has_steps(loaded.project);
    if (loaded.supabase.schemas) loaded.platform.exposed_schemas = *loaded.supabase.schemas;
    loaded.platform.anonymous_sign_ins = loaded.supabase.anonymous_sign_ins;
    apply(loaded.config, loaded.platform);
    loaded.profile_source = sources.add({fmt::format("{}/schema.sql", choice.profile),
                                         std::move(profile->schema_sql),
                                         Encoding::utf8,
                                         {},
                                         true});
    return std::nullopt;
}

/// Turns what must have row security into the severity of the rule that looks for it, where there is one.
void heed_required_rls(Config& config) {
    constexpr std::string_view rule = "rls-disabled-unreachable";
    if (config.require_rls.empty() && !config.require_rls_everywhere) return;
    const bool said = std::any_of(config.rules.begin(), config.rules.end(), [&](const RuleSetting& setting) {
        return setting.rule == rule && (setting.severity || setting.off);
    });
    if (find_rule(rule) == nullptr || said) return;
    config.rules.push_back(
        {std::string(rule), Severity::error, false, config.places.find("require_rls")->second});
}

/// A configuration that a finding is about, as a source; read once for all the projects under it.
SourceId source_of(const Files& files, const std::string& file, Workspace& workspace) {
    for (const auto& [path, source] : workspace.configurations) {
        if (path == file) return source;
    }
    Result<std::string> text = files.read(file);
    if (!text) return {};
    const SourceId source = workspace.sources.add(
        {.path = file, .text = std::move(*text), .encoding = Encoding::utf8, .parent = {}});
    workspace.configurations.emplace_back(file, source);
    return source;
}

/// Finds the bytes of what is expected, so that findings have a place.
void place_expectations(const Files& files, LoadedProject& loaded, Workspace& workspace) {
    for (std::size_t i = 0; i < loaded.config.expectations.size(); ++i) {
        const ExpectEntry& entry = loaded.config.expectations[i];
        const SourceId source = source_of(files, entry.file, workspace);
        if (!source.valid()) continue;
        const LineIndex lines(workspace.sources[source].text);
        loaded.platform.expectations[i].span = {source, lines.offset(entry.begin), lines.offset(entry.end)};
    }
}

/// What a configuration of several projects expects may be meant of any of them.
void note_shared_expectations(std::vector<LoadedProject>& projects) {
    for (LoadedProject& one : projects) {
        const auto sharing = std::count_if(projects.begin(), projects.end(), [&](const LoadedProject& other) {
            return other.config.file == one.config.file;
        });
        for (Expectation& expectation : one.platform.expectations)
            expectation.for_several = sharing > 1;
    }
}

/// Standard input that held nothing, and nothing else with it: whatever should have written to it failed.
bool is_empty_input(const LoadedProject& loaded, const Sources& sources) {
    const auto is_input = [](const ProjectFile& file) { return file.standard_input; };
    return std::all_of(loaded.project.files.begin(), loaded.project.files.end(), is_input) &&
           std::all_of(loaded.sections.begin(), loaded.sections.end(),
                       [&](const Section& section) { return trimmed(sources.text(section.span)).empty(); });
}

/// A file of a tool's that was named alone is judged as if it were all there is.
void note_part_of_history(const LoadedProject& loaded, const InputOptions& options,
                          std::vector<RunNote>& notes) {
    const Project& project = loaded.project;
    const bool of_tool = project.layout != Layout::plain && project.layout != Layout::pg_dump;
    if (!of_tool || options.paths.size() != 1 || project.files.size() != 1) return;
    const ProjectFile& file = project.files.front();
    if (file.path != options.paths.front() || file.standard_input) return;
    notes.push_back({Severity::info,
                     fmt::format("judged as a whole history, without what {} runs before and after it: name "
                                 "the folder to lint that",
                                 to_string(project.layout)),
                     {},
                     file.path});
}

/// None where the configuration leaves nothing of the project.
Result<std::optional<LoadedProject>> load_project(const Files& files, Project project,
                                                  const InputOptions& options, Workspace& workspace) {
    LoadedProject loaded;
    loaded.project = std::move(project);
    Result<Config> config = config_for(files, loaded.project, options);
    if (!config) return config.failure();
    loaded.config = std::move(*config);
    heed_required_rls(loaded.config);
    exclude(loaded.project, loaded.config.exclude, fmt::format("excluded by {}", loaded.config.file));
    if (loaded.project.files.empty()) {
        std::move(loaded.project.left_out.begin(), loaded.project.left_out.end(),
                  std::back_inserter(workspace.left_out));
        return std::optional<LoadedProject>();
    }
    loaded.supabase = supabase_config_for(files, loaded.project, workspace.notes);
    ToolPlaceholders of_tool = tool_placeholders(files, loaded.project);
    if (!of_tool.values.empty()) loaded.placeholders_from = of_tool.file;
    loaded.config.placeholders.merge(of_tool.values); // ours stay
    loaded.sections =
        load(files, loaded.project, workspace.sources, workspace.notes, loaded.config.placeholders);
    if (!workspace.incomplete() && is_empty_input(loaded, workspace.sources))
        return Failure{"nothing to lint: standard input is empty"};
    note_part_of_history(loaded, options, workspace.notes);
    const auto texts = texts_of(workspace.sources, loaded.sections);
    Choice choice =
        choose_profile({options.profile, &loaded.config, &loaded.supabase, &loaded.project, texts});
    if (auto failure = set_up_platform(options, std::move(choice), loaded, workspace.sources))
        return *failure;
    place_expectations(files, loaded, workspace);
    return std::optional(std::move(loaded));
}

/// The layout that --layout or the nearest configuration names.
Result<std::optional<Layout>> layout_for(const Files& files, const InputOptions& options) {
    if (options.layout) return parse_layout(*options.layout);
    const std::string first = options.paths_to_read().front();
    const auto file = options.config ? options.config : find_config(files, first == "-" ? "." : first);
    if (!file) return std::optional<Layout>();
    const Result<Config> config = read_config(files, *file);
    if (!config) return config.failure();
    return config->layout ? parse_layout(*config->layout) : std::optional<Layout>();
}

DiscoverOptions discover_options(const InputOptions& options, std::optional<Layout> layout) {
    DiscoverOptions discover;
    discover.layout = layout;
    if (options.stdin_filepath) discover.input_name = *options.stdin_filepath;
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
    const Result<std::optional<Layout>> layout = layout_for(files, options);
    if (!layout) return layout.failure();
    Discovery found = discover(files, options.paths_to_read(), discover_options(options, *layout));
    Workspace workspace;
    workspace.jobs = options.jobs == 0 ? cores() : options.jobs;
    workspace.left_out = std::move(found.left_out);
    workspace.notes = std::move(found.notes);
    for (Project& project : found.projects) {
        auto loaded = load_project(files, std::move(project), options, workspace);
        if (!loaded) return loaded.failure();
        if (*loaded) workspace.projects.push_back(std::move(**loaded));
    }
    join_one_databases(workspace);
    note_shared_expectations(workspace.projects);
    const std::string looked_for = fmt::format("{}", fmt::join(found.looked_for, ", "));
    if (!workspace.projects.empty()) {
        if (!looked_for.empty())
            workspace.notes.push_back({Severity::warning, "found no " + looked_for, {}, ""});
    } else if (!workspace.incomplete()) {
        return nothing_to_lint(looked_for, workspace.left_out);
    }
    return workspace;
}

std::optional<Workspace> open_or_complain(const InputOptions& options, Io& io) {
    Result<Workspace> workspace = open_workspace(io.files, options);
    if (!workspace) {
        complain(io, workspace.failure().message);
        return std::nullopt;
    }
    complain_of_errors(io, workspace->notes);
    if (workspace->projects.empty()) return std::nullopt;
    return std::move(*workspace);
}

} // namespace rlslint
