#include "dump.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

const std::vector<std::string> stages{"files", "statements", "ast", "catalog", "predicates", "access"};

struct DumpOptions {
    InputOptions input;
    std::string stage;
    std::string format = "text";
};

Result<std::string> dump_stage(Workspace& workspace, const std::string& stage, DumpFormat format) {
    if (stage == "files") return dump_files(workspace, format);
    if (stage == "statements") return dump_statements(workspace, format);
    if (stage == "ast") return dump_asts(workspace, format);
    if (stage == "predicates") return dump_predicates(workspace, format);
    if (stage == "access") return dump_access(workspace, format);
    return dump_catalog_of(workspace, format);
}

int dump(const DumpOptions& options, Io& io) {
    if (options.stage.empty()) {
        complain(io, fmt::format("dump needs --stage {}\nTry rlslint --help", fmt::join(stages, "|")));
        return exit_trouble;
    }
    std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    const DumpFormat format = options.format == "json" ? DumpFormat::json : DumpFormat::text;
    const Result<std::string> text = dump_stage(*workspace, options.stage, format);
    if (!text) {
        complain(io, text.failure().message);
        return exit_trouble;
    }
    if (!put(*text, "", io)) return exit_trouble;
    return workspace->incomplete() ? exit_trouble : exit_clean;
}

} // namespace

void add_dump(CLI::App& app, Task& task) {
    const auto options = std::make_shared<DumpOptions>();
    CLI::App* const command = app.add_subcommand("dump", "Print what a stage made of the migrations");
    command->add_option("--stage", options->stage, "Which one")
        ->type_name(fmt::format("{}", fmt::join(stages, "|")))
        ->check(CLI::IsMember(stages).description(""));
    command->add_option("--format", options->format, "For people or for programs (default: text)")
        ->type_name("text|json")
        ->check(CLI::IsMember({"text", "json"}).description(""));
    add_input_options(*command, options->input);
    command->callback([&task, options] { task = [options](Io& io) { return dump(*options, io); }; });
}

} // namespace rlslint
