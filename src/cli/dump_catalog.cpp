#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/catalog/dump.hpp"
#include "rlslint/replay/history.hpp"

#include "dump.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

/// An object a line, by section.
std::string as_text(const Json& catalog) {
    std::string text;
    for (const auto& [section, objects] : catalog.items()) {
        text += fmt::format("{} ({})\n", section, objects.size());
        for (const Json& object : objects)
            text += "  " + object.dump() + "\n";
    }
    return text;
}

std::string roots_of(const Workspace& workspace) {
    std::vector<std::string_view> roots;
    for (const LoadedProject& loaded : workspace.projects)
        roots.push_back(loaded.project.root);
    return fmt::format("{}", fmt::join(roots, ", "));
}

} // namespace

Result<std::string> dump_catalog_of(Workspace& workspace, DumpFormat format) {
    if (workspace.projects.size() != 1) {
        return Failure{
            fmt::format("a catalog is one project's, and there are several: {}", roots_of(workspace))};
    }
    const LoadedProject& loaded = workspace.projects.front();
    const History history =
        replay(workspace.sources, loaded.profile_source, loaded.sections, loaded.platform, workspace.jobs);
    std::string json = dump_catalog(history.catalog);
    return format == DumpFormat::json ? std::move(json) : as_text(Json::parse(json));
}

} // namespace rlslint
