#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rlslint/version.hpp"

#include "command.hpp"
#include "option_table.hpp"
#include "output.hpp"

namespace rlslint {
namespace {

/// Text as roff takes it: nothing in it is a request or an escape, and a dash is one that can be copied.
std::string roff(const std::string& text) {
    std::string escaped;
    bool line_begins = true;
    for (const char c : text) {
        if (line_begins && (c == '.' || c == '\'')) escaped += "\\&";
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else
            escaped += c;
        line_begins = c == '\n';
    }
    return escaped;
}

std::string paragraph(const OptionRow& row) {
    std::vector<std::string> names;
    for (const std::string& name : row.names)
        names.push_back(fmt::format("\\fB{}\\fR", roff(name)));
    const std::string value = row.value.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(row.value));
    return fmt::format(".TP\n{}{}\n{}\n", fmt::join(names, ", "), value, roff(row.about));
}

std::string synopsis(const CommandRow& command) {
    std::string text = fmt::format(".br\n\\fBrlslint {}\\fR", roff(command.name));
    std::string arguments;
    bool options = false;
    for (const OptionRow& row : command.options) {
        if (row.positional) arguments += fmt::format(" \\fI{}\\fR", roff(row.names.front()));
        options = options || (!row.positional && row.names.back() != "--help");
    }
    return text + (options ? " [\\fIoption\\fR]..." : "") + arguments + "\n";
}

std::string section(const CommandRow& command) {
    std::string text = fmt::format(".SS rlslint {}\n{}.\n", roff(command.name), roff(command.about));
    for (const OptionRow& row : command.options)
        text += paragraph(row);
    return text;
}

std::string in_capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

/// What stands below --help: a heading with a colon, then lines that are set in.
std::string closing(const std::string& more) {
    std::string text;
    bool open = false;
    std::size_t begin = 0;
    while (begin < more.size()) {
        const std::size_t end = std::min(more.find('\n', begin), more.size());
        const std::string line = more.substr(begin, end - begin);
        begin = end + 1;
        if (line.empty()) continue;
        if (line.front() != ' ' && line.back() == ':') {
            if (open) text += ".fi\n";
            text += fmt::format(".SH {}\n.nf\n", roff(in_capitals(line.substr(0, line.size() - 1))));
            open = true;
        } else {
            text += roff(line) + "\n";
        }
    }
    return text + (open ? ".fi\n" : "");
}

} // namespace

std::string render_man(const OptionTable& table) {
    std::string text = fmt::format(".TH RLSLINT 1 \"\" \"rlslint {}\"\n"
                                   ".SH NAME\nrlslint \\- linter for PostgreSQL row\\-level security\n"
                                   ".SH SYNOPSIS\n\\fBrlslint\\fR [\\fIoption\\fR]... [\\fIPATH\\fR]...\n",
                                   version);
    for (const CommandRow& command : table.commands)
        text += synopsis(command);
    text += fmt::format(".SH DESCRIPTION\n{}\n.SH COMMANDS\n", roff(table.about));
    for (const CommandRow& command : table.commands)
        text += section(command);
    text += ".SH OPTIONS\n";
    for (const OptionRow& row : table.options)
        text += paragraph(row);
    text += closing(table.more);
    return text + ".SH FILES\n.TP\n\\fBrlslint.toml\\fR\n"
                  "The configuration: the nearest one above what is linted.\n";
}

void add_man(CLI::App& app, Task& task) {
    // For those who make packages: not listed.
    CLI::App* const command = app.add_subcommand("man", "Print the manual page")->group("");
    command->callback([&app, &task] {
        task = [text = render_man(option_table(app))](Io& io) {
            return put(text, "", io) ? exit_clean : exit_trouble;
        };
    });
}

} // namespace rlslint
