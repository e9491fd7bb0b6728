#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "rlslint/report/printable.hpp"

#include "command.hpp"
#include "in_force.hpp"
#include "output.hpp"
#include "pieces.hpp"

namespace rlslint {
namespace {

struct ConfigOptions {
    InputOptions input;
    std::string format = "text";
};

std::string as_text(const LoadedProject& project) {
    std::string text = fmt::format("# project {}\n", project.project.root);
    for (const InForce& setting : settings_in_force(project))
        text += fmt::format("{} = {}  # {}\n", setting.key, setting.value, setting.from);
    return printable(text);
}

Json as_json(const LoadedProject& project) {
    Json settings = Json::array();
    for (const InForce& setting : settings_in_force(project))
        settings.push_back({{"key", setting.key}, {"value", setting.value}, {"from", setting.from}});
    return {{"root", project.project.root}, {"settings", std::move(settings)}};
}

std::string render(const Workspace& workspace, bool json) {
    std::string text;
    Json projects = Json::array();
    for (const LoadedProject& project : workspace.projects) {
        if (json) {
            projects.push_back(as_json(project));
        } else {
            text += (text.empty() ? "" : "\n") + as_text(project);
        }
    }
    return json ? written({{"projects", std::move(projects)}}) : text;
}

int show(const ConfigOptions& options, Io& io) {
    const std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    if (!put(render(*workspace, options.format == "json"), "", io)) return exit_trouble;
    return workspace->incomplete() ? exit_trouble : exit_clean;
}

} // namespace

void add_config(CLI::App& app, Task& task) {
    const auto options = std::make_shared<ConfigOptions>();
    CLI::App* const command = app.add_subcommand("config", "Print what is in force, and where it comes from");
    command->add_option("--format", options->format, "For people or for programs (default: text)")
        ->type_name("text|json")
        ->check(CLI::IsMember({"text", "json"}).description(""));
    add_input_options(*command, options->input);
    command->callback([&task, options] { task = [options](Io& io) { return show(*options, io); }; });
}

} // namespace rlslint
