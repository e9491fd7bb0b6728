#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"

#include "dump.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

Json as_json(const LoadedProject& loaded) {
    Json files = Json::array(), left_out = Json::array();
    for (const ProjectFile& file : loaded.project.files)
        files.push_back(file.path);
    for (const LeftOut& one : loaded.project.left_out)
        left_out.push_back({{"path", one.path}, {"why", one.why}});
    return {{"root", loaded.project.root},
            {"layout", to_string(loaded.project.layout)},
            {"profile", loaded.platform.profile},
            {"era", loaded.platform.era},
            {"why", loaded.why},
            {"config", loaded.config_file},
            {"files", std::move(files)},
            {"left_out", std::move(left_out)}};
}

std::string as_text(const LoadedProject& loaded) {
    std::string text = fmt::format("project {}: layout {}, profile {} ({})\n", loaded.project.root,
                                   to_string(loaded.project.layout), loaded.platform.profile, loaded.why);
    const auto to = std::back_inserter(text);
    if (!loaded.config_file.empty()) fmt::format_to(to, "  configured by {}\n", loaded.config_file);
    for (const ProjectFile& file : loaded.project.files)
        fmt::format_to(to, "  {}\n", file.path);
    for (const LeftOut& one : loaded.project.left_out)
        fmt::format_to(to, "  left out: {} ({})\n", one.path, one.why);
    return printable(text);
}

} // namespace

std::string dump_files(const Workspace& workspace, DumpFormat format) {
    std::string text;
    Json projects = Json::array();
    for (const LoadedProject& loaded : workspace.projects) {
        if (format == DumpFormat::json) {
            projects.push_back(as_json(loaded));
        } else {
            text += as_text(loaded);
        }
    }
    if (format == DumpFormat::text) return text;
    return written({{"projects", std::move(projects)}});
}

} // namespace rlslint
