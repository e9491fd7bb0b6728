#include <memory>

#include <CLI/CLI.hpp>

#include "rlslint/rules/all.hpp"
#include "rlslint/rules/docs.hpp"

#include "command.hpp"
#include "output.hpp"

namespace rlslint {

void add_rules(CLI::App& app, Task& task) {
    const auto format = std::make_shared<std::string>("text");
    CLI::App* const command = app.add_subcommand("rules", "List all rules");
    command->add_option("--format", *format, "For people or for programs (default: text)")
        ->type_name("text|json")
        ->check(CLI::IsMember({"text", "json"}).description(""));
    command->callback([&task, format] {
        task = [format](Io& io) {
            const bool json = *format == "json";
            const std::string text = json ? render_rules_json(all_rules()) : render_rules_text(all_rules());
            return put(text, "", io) ? exit_clean : exit_trouble;
        };
    });
}

} // namespace rlslint
