#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command.hpp"
#include "option_table.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

constexpr std::string_view default_command = "check";

/// For between single quotes, in each of the three shells.
std::string quoted(const std::string& text, std::string_view quote_as) {
    std::string quoted;
    for (const char c : text) {
        if (c == '\'')
            quoted += quote_as;
        else
            quoted += c;
    }
    return quoted;
}

std::string names_of(const std::vector<CommandRow>& commands) {
    std::vector<std::string> names;
    for (const CommandRow& command : commands)
        names.push_back(command.name);
    return fmt::format("{}", fmt::join(names, " "));
}

// bash: the words that fit, by command and, where an option wants a value, by that option.

std::string bash_case(const CommandRow& command) {
    std::vector<std::string> names;
    std::string cases;
    for (const OptionRow& option : command.options) {
        if (!option.positional) names.insert(names.end(), option.names.begin(), option.names.end());
        if (!option.values.wanted || option.values.words.empty()) continue;
        // After a command, what has a place of its own; after an option, its value.
        const auto before = option.positional ? std::vector{command.name} : option.names;
        cases +=
            fmt::format("        {0}:{1}) words=\"{2}\" ;;\n", command.name,
                        fmt::join(before, " | " + command.name + ":"), fmt::join(option.values.words, " "));
    }
    return cases + fmt::format("        {}:*) [[ $cur == -* ]] && words=\"{}\" ;;\n", command.name,
                               fmt::join(names, " "));
}

std::string render_bash(const OptionTable& table) {
    std::string cases;
    for (const CommandRow& command : table.commands)
        cases += bash_case(command);
    return fmt::format(R"(# Completes rlslint in bash. Written by `rlslint completion bash`.
_rlslint() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} command={} words="" commands="{}"
    # bash takes --option=value apart.
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $prev == "=" ]]; then
        prev=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    if ((COMP_CWORD > 1)) && [[ " $commands " == *" ${{COMP_WORDS[1]}} "* ]]; then command=${{COMP_WORDS[1]}}; fi
    case $command:$prev in
{}    esac
    if ((COMP_CWORD == 1)); then words="$words $commands"; fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o bashdefault -o default -F _rlslint rlslint
)",
                       default_command, names_of(table.commands), cases);
}

// zsh: a call of _arguments for each command.

std::string zsh_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == ':' || c == '[' || c == ']' || c == '\\') escaped += '\\';
        escaped += c;
    }
    return quoted(escaped, "'\\''");
}

std::string zsh_value(const OptionRow& option) {
    if (!option.values.wanted) return "";
    const std::string name = option.positional ? option.names.front() : option.value;
    const std::string action = !option.values.words.empty()
                                   ? fmt::format("({})", fmt::join(option.values.words, " "))
                               : option.values.files ? "_files"
                                                     : " ";
    return fmt::format(":{}:{}", zsh_text(name), action);
}

std::string zsh_case(const CommandRow& command) {
    std::string lines = fmt::format("    {}) _arguments", command.name);
    for (const OptionRow& option : command.options) {
        if (option.positional) lines += fmt::format(" \\\n        '*{}'", zsh_value(option));
        for (const std::string& name : option.positional ? std::vector<std::string>{} : option.names)
            lines += fmt::format(" \\\n        '*{}[{}]{}'", name, zsh_text(option.about), zsh_value(option));
    }
    return lines + " ;;\n";
}

std::string render_zsh(const OptionTable& table) {
    std::string commands, cases;
    for (const CommandRow& command : table.commands) {
        commands += fmt::format("        '{}:{}'\n", command.name, zsh_text(command.about));
        cases += zsh_case(command);
    }
    return fmt::format(R"(#compdef rlslint
# Completes rlslint in zsh. Written by `rlslint completion zsh`.
_rlslint() {{
    local command={}
    local -a commands=(
{}    )
    if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
        _describe command commands
        _files
        return
    fi
    if [[ -n ${{commands[(r)$words[2]:*]}} ]]; then
        command=$words[2]
        shift words
        ((CURRENT--))
    fi
    case $command in
{}    esac
}}
compdef _rlslint rlslint
)",
                       default_command, commands, cases);
}

// fish: a line for each command and each option.

std::string fish_option(const OptionRow& option, const std::string& condition) {
    std::string line = fmt::format("complete -c rlslint -n '{}'", condition);
    for (const std::string& name : option.positional ? std::vector<std::string>{} : option.names)
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    const OptionValues& values = option.values;
    if (!values.words.empty())
        line += fmt::format(" -{} -a '{}'", option.positional ? "f" : "x", fmt::join(values.words, " "));
    else if (values.wanted && !option.positional)
        line += values.files ? " -r -F" : " -x";
    return line + fmt::format(" -d '{}'\n", quoted(option.about, "\\'"));
}

std::string render_fish(const OptionTable& table) {
    std::string text = "# Completes rlslint in fish. Written by `rlslint completion fish`.\n";
    const std::string names = names_of(table.commands);
    for (const CommandRow& command : table.commands) {
        text += fmt::format("complete -c rlslint -n '__fish_use_subcommand' -a {} -d '{}'\n", command.name,
                            quoted(command.about, "\\'"));
        const std::string condition = command.name == default_command
                                          ? "not __fish_seen_subcommand_from " + names + "; or "
                                          : std::string();
        for (const OptionRow& option : command.options) {
            // An argument without choices is a file, which fish offers by itself.
            if (option.positional && option.values.words.empty()) continue;
            text += fish_option(option, condition + "__fish_seen_subcommand_from " + command.name);
        }
    }
    return text;
}

} // namespace

std::string render_completion(const OptionTable& table, const std::string& shell) {
    if (shell == "bash") return render_bash(table);
    if (shell == "zsh") return render_zsh(table);
    return render_fish(table);
}

void add_completion(CLI::App& app, Task& task) {
    const auto shell = std::make_shared<std::string>();
    CLI::App* const command =
        app.add_subcommand("completion", "Print a script that completes this command line");
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->type_name("bash|zsh|fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}).description(""));
    command->callback([&app, &task, shell] {
        task = [text = render_completion(option_table(app), *shell)](Io& io) {
            return put(text, "", io) ? exit_clean : exit_trouble;
        };
    });
}

} // namespace rlslint
