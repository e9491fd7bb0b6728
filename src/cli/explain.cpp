#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>

#include "rlslint/rules/docs.hpp"

#include "command.hpp"
#include "output.hpp"
#include "rule_names.hpp"

namespace rlslint {

void add_explain(CLI::App& app, Task& task) {
    const auto id = std::make_shared<std::string>();
    CLI::App* const command =
        app.add_subcommand("explain", "Tell what a rule means, and how to mend what it finds");
    command->add_option("RULE", *id, "Its id")->type_name("")->required();
    command->callback([&task, id] {
        task = [id](Io& io) -> int {
            const Rule* const rule = look_up_rule(*id, io);
            if (rule == nullptr) return exit_trouble;
            constexpr std::size_t widest = 100; // beyond it, lines of prose are hard to follow
            const std::string text = render_rule_text(*rule->info, std::min(io.width, widest));
            return put(text, "", io) ? exit_clean : exit_trouble;
        };
    });
}

} // namespace rlslint
