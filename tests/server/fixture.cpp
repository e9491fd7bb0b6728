#include "fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "rlslint/project/choose.hpp"
#include "rlslint/project/load.hpp"
#include "support/fixture_head.hpp"

namespace rlslint::testing {
namespace {

namespace fs = std::filesystem;

const fs::path fixtures = fs::path{RLSLINT_SOURCE_DIR} / "fixtures";
constexpr std::string_view profile_mark = "-- profile: ";

std::string contents(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string_view profile_of(const std::string& sql, const std::string& name) {
    std::string_view text = sql;
    if (!text.starts_with(profile_mark))
        throw std::runtime_error(name + " does not begin with -- profile: …");
    text.remove_prefix(profile_mark.size());
    return text.substr(0, text.find('\n'));
}

std::vector<std::string_view> texts_of(const Fixture& fixture) {
    std::vector<std::string_view> texts;
    for (const Section& section : fixture.sections)
        texts.push_back(fixture.sources.text(section.span));
    return texts;
}

void add_file(Fixture& fixture, std::string path, std::string sql) {
    const auto size = static_cast<std::uint32_t>(sql.size());
    const SourceId source = fixture.sources.add({std::move(path), std::move(sql), Encoding::utf8, {}, false});
    fixture.sections.push_back({{source, 0, size}, Terminator::semicolon});
}

Fixture read_project(const Files& files, Project project, std::string name) {
    Fixture fixture{std::move(name), {}, {}, {}};
    std::vector<RunNote> notes;
    fixture.sections = load(files, project, fixture.sources, notes);
    const Result<SupabaseConfig> supabase = read_supabase_config(files, project.root);
    const std::vector<std::string_view> texts = texts_of(fixture);
    Evidence evidence;
    evidence.project = &project;
    if (supabase) evidence.supabase = &*supabase;
    evidence.texts = texts;
    fixture.profile = profile_named(choose_profile(evidence).profile);
    return fixture;
}

Fixture load_project(const std::string& name) {
    const std::unique_ptr<Files> files = disk();
    const Discovery found = discover(*files, {(fixtures / name).string()});
    if (found.projects.size() != 1) throw std::runtime_error(name + " is not one project");
    return read_project(*files, found.projects.front(), name);
}

} // namespace

Profile profile_named(std::string_view name) {
    Result<Profile> profile = load_profile(name);
    if (!profile) throw std::runtime_error(profile.failure().message);
    return std::move(*profile);
}

Fixture fixture_of(std::string name, std::string_view profile, std::string sql) {
    Fixture fixture{name, profile_named(profile), {}, {}};
    add_file(fixture, std::move(name), std::move(sql));
    return fixture;
}

Fixture load_fixture(const std::string& name) {
    if (fs::is_directory(fixtures / name)) return load_project(name);
    std::string sql = contents(fixtures / name);
    const std::string profile{profile_of(sql, name)};
    return fixture_of(name, profile, std::move(sql));
}

Fixture rule_fixture(const std::string& rule, const std::string& name) {
    const fs::path path = fixtures / "rules" / rule / name;
    std::vector<fs::path> files{path};
    if (fs::is_directory(path)) files.assign(fs::directory_iterator{path}, fs::directory_iterator{});
    std::ranges::sort(files);
    const std::string first = contents(files.front());
    const std::string profile{first.starts_with(profile_mark) ? profile_of(first, name)
                                                              : "supabase-auto-expose"};
    Fixture fixture{"rules/" + rule + "/" + name, profile_named(profile), {}, {}};
    test::apply_head(first, fixture.profile.platform);
    for (const fs::path& file : files)
        add_file(fixture, file.filename().string(), contents(file));
    return fixture;
}

std::vector<std::string> rule_fixture_names(const std::string& rule) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator{fixtures / "rules" / rule})
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::vector<Fixture> load_projects(const std::string& path) {
    const std::unique_ptr<Files> files = disk();
    std::vector<Fixture> projects;
    for (const Project& project : discover(*files, {path}).projects)
        projects.push_back(read_project(*files, project, project.root == "." ? path : project.root));
    return projects;
}

std::vector<std::string> fixture_names() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{fixtures / "histories"}) {
        if (entry.path().extension() == ".sql")
            names.push_back(fs::relative(entry.path(), fixtures).generic_string());
    }
    for (const fs::directory_entry& entry : fs::directory_iterator{fixtures / "projects"}) {
        if (entry.is_directory()) names.push_back("projects/" + entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

} // namespace rlslint::testing
