#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "command.hpp"
#include "matrix_view.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

struct MatrixOptions {
    InputOptions input;
    MatrixSelection selection;
    std::string format = "text";
    std::string color = "auto";
    std::string output;
};

std::string render(const Matrix& matrix, const MatrixOptions& options, const Io& io) {
    if (options.format == "json") return render_matrix_json(matrix);
    if (options.format == "html") return render_matrix_html(matrix);
    if (options.format == "markdown") return render_matrix_markdown(matrix);
    const bool color =
        options.color == "auto" ? io.color && options.output.empty() : options.color == "always";
    return render_matrix_text(matrix, color);
}

int show(const MatrixOptions& options, Io& io) {
    std::optional<Workspace> workspace = open_or_complain(options.input, io);
    if (!workspace) return exit_trouble;
    const Result<Matrix> matrix = matrix_of(*workspace, options.selection);
    if (!matrix) return complain(io, matrix.failure().message), exit_trouble;
    if (!put(render(*matrix, options, io), options.output, io)) return exit_trouble;
    return workspace->incomplete() ? exit_trouble : exit_clean;
}

void add_choice(CLI::App& command, const char* option, std::vector<std::string>& values, const char* help,
                const char* type, std::vector<std::string> allowed) {
    CLI::Option* const added =
        command.add_option(option, values, help)->type_name(type)->delimiter(',')->allow_extra_args(false);
    if (!allowed.empty()) added->check(CLI::IsMember(std::move(allowed)).description(""));
}

void add_options(CLI::App& command, MatrixOptions& options) {
    MatrixSelection& selection = options.selection;
    add_choice(command, "--role", selection.roles, "Only these roles, whether clients hold them or not",
               "NAME", {});
    add_choice(command, "--command", selection.commands, "Only these commands", "select|insert|update|delete",
               {"select", "insert", "update", "delete"});
    add_choice(command, "--relation", selection.relations, "Only these relations", "NAME", {});
    add_choice(command, "--verdict", selection.verdicts, "Only relations with such a cell",
               "none|some|all|unknown", {"none", "some", "all", "unknown"});
    command.add_flag("--all", selection.all, "The profile's relations too");
    command
        .add_option("--format", options.format,
                    "For people, for pages, for a browser, for programs (default: text)")
        ->type_name("text|markdown|html|json")
        ->check(CLI::IsMember({"text", "markdown", "html", "json"}).description(""));
    command.add_option("--output", options.output, "Write the matrix to a file")->type_name("FILE");
    add_color_option(command, options.color);
    add_input_options(command, options.input);
}

} // namespace

void add_matrix(CLI::App& app, Task& task) {
    const auto options = std::make_shared<MatrixOptions>();
    CLI::App* const command = app.add_subcommand("matrix", "Show who can reach which rows");
    add_options(*command, *options);
    command->callback([&task, options] { task = [options](Io& io) { return show(*options, io); }; });
}

} // namespace rlslint
