#include <iterator>

#include <fmt/format.h>

#include "rlslint/report/printable.hpp"

#include "dump.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

Json as_json(const std::vector<LeftOut>& left_out) {
    Json list = Json::array();
    for (const LeftOut& one : left_out)
        list.push_back({{"path", one.path}, {"why", one.why}});
    return list;
}

std::string as_text(const std::vector<LeftOut>& left_out, std::string_view indent) {
    std::string text;
    for (const LeftOut& one : left_out)
        fmt::format_to(std::back_inserter(text), "{}left out: {} ({})\n", indent, one.path, one.why);
    return text;
}

Json as_json(const LoadedProject& loaded) {
    Json files = Json::array();
    for (const ProjectFile& file : loaded.project.files)
        files.push_back(file.path);
    return {{"root", loaded.project.root},
            {"layout", to_string(loaded.project.layout)},
            {"profile", loaded.platform.profile},
            {"era", loaded.platform.era},
            {"why", loaded.why},
            {"config", loaded.config.file},
            {"files", std::move(files)},
            {"left_out", as_json(loaded.project.left_out)}};
}

std::string as_text(const LoadedProject& loaded) {
    std::string text = fmt::format("project {}: layout {}, profile {} ({})\n", loaded.project.root,
                                   to_string(loaded.project.layout), loaded.platform.profile, loaded.why);
    const auto to = std::back_inserter(text);
    if (!loaded.config.file.empty()) fmt::format_to(to, "  configured by {}\n", loaded.config.file);
    for (const ProjectFile& file : loaded.project.files)
        fmt::format_to(to, "  {}\n", file.path);
    text += as_text(loaded.project.left_out, "  ");
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
    if (format == DumpFormat::text) return text + printable(as_text(workspace.left_out, ""));
    return written({{"projects", std::move(projects)}, {"left_out", as_json(workspace.left_out)}});
}

} // namespace rlslint
